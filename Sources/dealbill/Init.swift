import ArgumentParser
import Diagnostics
import Foundation
import RuleReview

/// `init`: a starter rule file for an export.
struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks at an export and writes a commented starter rule file for it.",
    discussion: """
      What the export cannot tell (tax codes, terms, items) is written as TODO; deals that need it are held until a \
      person has decided. A file that exists is never overwritten.
      """)

  @Argument(help: "The export of deals, - for standard input; further ones may hold their product lines.")
  var exports: [String] = []
  @Option(
    name: .customLong("from-invoices"),
    help: ArgumentHelp(
      "Propose tables of items and tax codes from invoices that people made: a QuickBooks query result in JSON, or CSV.",
      valueName: "file"))
  var history: String?
  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
  var out: String?
  @OptionGroup var messages: Messages

  func validate() throws {
    if exports.isEmpty, history == nil { throw ValidationError("Name an export, or give --from-invoices.") }
  }

  func run() async throws {
    if let out, FileManager.default.fileExists(atPath: out) {
      throw ending("exists already; choose another name, or remove it first", file: out, messages, .notWritten)
    }
    let text = try await reporting(messages) { () throws(RefusedInput) in
      let history = if let history { try InvoiceHistory(history) } else { InvoiceHistory?.none }
      guard !exports.isEmpty else {
        if let history, let path = self.history { tell("used", "\(path): \(history.summary)", messages) }
        return history?.text ?? ""
      }
      let starter = try withStandardInput(exports) { paths throws(RefusedInput) in
        try StarterRules(paths, named: exports, fileName: out ?? "rules.yaml", history: history)
      }
      tell("recognised", starter.summary, messages)
      if let account = starter.account, let path = self.history { tell("used", "\(path): \(account)", messages) }
      return starter.text
    }
    guard let out else {
      print(text, terminator: "")
      return
    }
    try writeNew(text, to: out, messages)
    let count = text.split(separator: "\n").count { $0.contains("TODO") && !$0.hasPrefix("#") }
    tell("written", "\(out): written; \(count) lines say TODO", messages)
  }

  private func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
