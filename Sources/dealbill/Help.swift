import ArgumentParser

/// `help`: a code, or a subcommand.
struct Help: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explains a code such as R014, or a subcommand.",
    discussion: "What it prints of codes stands in ERRORS.md too.")

  @Argument(help: ArgumentHelp("A code, or a subcommand.", valueName: "code or subcommand"))
  var words: [String] = []

  func run() throws {
    guard let first = words.first else { return print(Dealbill.helpMessage()) }
    if let entry = codeEntry(first.uppercased()) { return print(entry) }
    var command: any ParsableCommand.Type = Dealbill.self
    for word in words {
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else {
        let isCode = first.count == 4 && first.dropFirst().allSatisfy(\.isNumber)
        throw ValidationError(
          isCode
            ? "There is no code '\(first.uppercased())'. ERRORS.md lists all."
            : "There is no subcommand '\(words.joined(separator: " "))'. 'dealbill --help' lists all. A word like this in a report is the id of a check or rule: its meaning stands in the rule file."
        )
      }
      command = next
    }
    print(Dealbill.helpMessage(for: command))
  }
}

/// What ERRORS.md, which is part of the program, says of a code; nil when there is no such code.
func codeEntry(_ code: String) -> String? {
  let text = String(decoding: PackageResources.ERRORS_md, as: UTF8.self)
  var lines: [Substring] = []
  var isInside = false
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("## ") {
      if isInside { break }
      isInside = line == "## \(code)"
      if isInside { lines.append(line.dropFirst(3)) }
    } else if isInside, !line.hasPrefix("```") {
      lines.append(line)
    }
  }
  while lines.last?.isEmpty == true { lines.removeLast() }
  return lines.isEmpty ? nil : lines.joined(separator: "\n").replacing("**", with: "")
}
