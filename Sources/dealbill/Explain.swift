import RuleEvaluation
import ArgumentParser
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
  @OptionGroup var acceptance: Acceptance
  @OptionGroup var messages: Messages

  func run() async throws {
    var inputs = inputs
    var field = field
    // `explain … FIELD`: a last word that is no file but looks like a field's path.
    if field == nil, inputs.files.count > 1, let last = inputs.files.last, looksLikeField(last) {
      inputs.files.removeLast()
      field = last
    }
    let (rules, text) = try load(inputs.rules, messages, showsWarnings: false, accepting: acceptance.differences)
    let options = BatchOptions(
      rules: rules, rulesText: text, inputs: try inputs.dealInputs, output: nil, runDate: try runDate.date(rules),
      toolVersion: toolVersion, threads: 1)
    let view = try await reporting(messages) { try viewDeal(deal, options) }
    guard let view else {
      complain("error: there is no deal '\(deal)' in this export\n")
      throw ExitCode.refused
    }
    guard let words = renderExplanation(view, field: field) else {
      complain(
        "error: this invoice has no field '\(field ?? "")'; it has: \(view.fields.map(\.target).joined(separator: ", "))\n"
      )
      throw ExitCode.refused
    }
    print(words, terminator: "")
  }

  private func looksLikeField(_ word: String) -> Bool {
    guard !word.contains("/"), word != "-" else { return false }
    let roots = [
      "customer", "invoice", "currency", "template", "lines", "taxes", "tax", "total", "templates", "discount",
    ]
    return roots.contains { word == $0 || word.hasPrefix($0 + ".") }
  }
}
