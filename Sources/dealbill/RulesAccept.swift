import ArgumentParser
import Deals
import Diagnostics
import Foundation
import RuleLanguage
import RuleReview

/// `rules accept`: the shape of an export becomes what the rule file expects.
struct RulesAccept: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Rewrites the section 'shape' of a rule file for an export, showing what differs; touches nothing else.")

  @Argument(help: "The rule file.")
  var rules: String
  @Argument(help: "Exports of deals as they look now.")
  var exports: [String]
  @Flag(name: .customLong("dry-run"), help: "Show what differs, and write nothing.")
  var isDryRun = false
  @OptionGroup var messages: Messages

  func run() async throws {
    let compiled = try load(rules, messages, showsWarnings: false)
    let bytes = try readFile(rules, messages)
    let section = try await reporting(messages) { () throws(RefusedInput) in
      try withStandardInput(exports) { paths throws(RefusedInput) in
        var samples: [ExportSample] = []
        for path in paths { samples.append(try ExportSample(path, compiled.settings)) }
        return ShapeSection(compiled, samples)
      }
    }
    let changes = section.changes(from: compiled.shape)
    guard !changes.isEmpty else {
      tell("unchanged", "\(rules): nothing differs; the file is left as it is", messages)
      return
    }
    for change in changes { print(change) }
    if isDryRun { return }
    guard let text = replacingShape(String(decoding: bytes, as: UTF8.self), with: section.text) else {
      throw ending(
        "the section 'shape' cannot be rewritten here; write sections at the start of their lines", file: rules,
        messages)
    }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: rules), options: .atomic)
    } catch {
      throw ending("cannot be written: \(error.localizedDescription)", file: rules, messages, .notWritten)
    }
    tell("accepted", "\(rules): shape rewritten", messages)
  }
}
