import ArgumentParser
import Diagnostics
import Pipeline
import RuleLanguage

/// Answers of people to exceptions, from one or several files.
struct AnswerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Answers to exceptions, as 'answers read' writes them; several files add up.", valueName: "file"))
  var overrides: [String] = []

  /// Puts the answers into a batch; every problem is printed, and errors end the command with 65.
  func load(into options: inout BatchOptions, _ messages: Messages) throws {
    var lists: [DealOverrides] = []
    var isRefused = false
    for path in overrides {
      let bytes = try readFile(path, messages)
      let result = parseOverrides(bytes, file: path)
      if !result.diagnostics.isEmpty {
        print(result.diagnostics, messages, sources: [path: String(decoding: bytes, as: UTF8.self)])
      }
      if let list = result.overrides { lists.append(list) } else { isRefused = true }
      options.answerFiles.append((path, bytes))
    }
    if isRefused { throw ExitCode.refused }
    guard !lists.isEmpty else { return }
    let (answers, problems) = merged(lists)
    if !problems.isEmpty { print(problems, messages) }
    guard let answers else { throw ExitCode.refused }
    options.overrides = answers
  }
}
