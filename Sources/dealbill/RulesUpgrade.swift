import ArgumentParser
import Diagnostics
import Foundation
import RuleReview

/// `rules upgrade`: a rule file of an older version, rewritten for this one.
struct RulesUpgrade: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upgrade",
    abstract: "Rewrites a rule file of an older version for this one, and shows what it changed.")

  @Argument(help: "The rule file.")
  var rules: String
  @OptionGroup var messages: Messages

  func run() async throws {
    let bytes = try readFile(rules, messages)
    let upgraded = try await reporting(messages) { try upgradeRules(bytes, file: rules) }
    guard upgraded.from < upgraded.to else {
      print("\(rules): version \(upgraded.to) is the newest; nothing to do")
      return
    }
    do {
      try Data(upgraded.text.utf8).write(to: URL(fileURLWithPath: rules), options: .atomic)
    } catch {
      throw ending("cannot be written: \(error.localizedDescription)", file: rules, messages, .notWritten)
    }
    print("\(rules): version \(upgraded.from) → \(upgraded.to)")
    for change in upgraded.changes {
      print("\(change.line) - \(visible(change.before))\n\(change.line) + \(visible(change.after))")
    }
  }
}
