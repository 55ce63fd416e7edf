import RuleEvaluation
import ArgumentParser
import Diagnostics
import Foundation
import Pipeline

/// `explain`: where each field of one invoice came from.
struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tells for each field of a deal's invoice: source cell, rule, table row, default, rounding.")

  @OptionGroup var inputs: Inputs
  @Option(help: ArgumentHelp("The deal.", valueName: "id"))
  var deal: String
  @Option(name: .customLong("field"), help: ArgumentHelp("Only this field, or the fields below it.", valueName: "path"))
  var field: String?
  @OptionGroup var runDate: RunDate
  @OptionGroup var answers: AnswerOptions
  @OptionGroup var acceptance: Acceptance
  @OptionGroup var messages: Messages

  func run() async throws {
    var inputs = inputs
    var field = field
    // `explain … FIELD`: the last word.
    if field == nil, inputs.files.count > 1, let last = inputs.files.last, looksLikeField(last) {
      inputs.files.removeLast()
      field = last
    }
    let rules = try load(inputs.rules, messages, showsWarnings: false, accepting: acceptance.differences)
    var options = BatchOptions(
      rules: rules, inputs: inputs.dealInputs, output: nil, runDate: runDate.date(rules),
      toolVersion: toolVersion, threads: 1)
    try answers.load(into: &options, messages)
    let view = try await reporting(messages) { try viewDeal(deal, options) }
    guard let view else {
      throw ending("there is no deal '\(deal)' in this export", messages)
    }
    guard let words = renderExplanation(view, field: field) else {
      var known: [String] = []
      for target in view.fields.map(\.target) where !known.contains(target) { known.append(target) }
      let line = view.explainedName(of: field ?? "")
      let near =
        line.map { "its rule makes several lines: '--field \($0.name)' shows what it decides" }
        ?? nearestName(to: field ?? "", among: known).map { "did you mean '\($0)'?" }
      throw ending(
        "this invoice has no field '\(field ?? "")'; \(near ?? "it has: \(known.joined(separator: ", "))")", messages)
    }
    print(words, terminator: "")
  }

  /// A path such as `customer.tax_id`, and no file: neither one that is there nor one whose name ends like an export's.
  private func looksLikeField(_ word: String) -> Bool {
    guard word.wholeMatch(of: /[a-z_]+(\[\d+\])?(\.[a-z0-9_-]+)*|(tax|line) .+/) != nil,
      !FileManager.default.fileExists(atPath: word)
    else {
      return false
    }
    return !["csv", "tsv", "txt", "json", "jsonl", "ndjson"].contains(word.split(separator: ".").last)
  }
}
