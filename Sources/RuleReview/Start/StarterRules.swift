import Deals
public import Diagnostics
import RuleLanguage

/// A starter rule file for an export: what the export tells is written down, all else is TODO.
public struct StarterRules: Sendable {
  /// The rule file.
  public let text: String
  /// What was recognised, for the person who asked.
  public let summary: String
  /// What was taken from invoices that people made, when there were any.
  public let account: String?

  /// Looks at the beginnings of the exports and writes rules for the first; a further one with product lines is taken
  /// for the lines of its deals.
  ///
  /// - Parameters:
  ///   - paths: At least one.
  ///   - names: What the exports are called in comments and messages, where that is not their path.
  ///   - fileName: What the rule file will be called, for its comments.
  ///   - history: Invoices that people made, from which tables are filled.
  /// - Throws: ``RefusedInput`` when an export cannot be read.
  public init(
    _ paths: [String], named names: [String]? = nil, fileName: String, history: InvoiceHistory? = nil
  ) throws(RefusedInput) {
    let names = names ?? paths
    let sample = try ExportSample(paths[0], named: names[0])
    let source = try RecognisedSource(sample)
    try sample.refuseOddRows(paths[0], source.profile.settings)
    var lines: (String, ExportSample, RecognisedSource)?
    for (path, name) in zip(paths, names).dropFirst() where lines == nil {
      let other = try ExportSample(path, named: name)
      let found = RecognisedSource(other, source.profile)
      let fields = Set(found.fields.keys)
      if fields.contains("line.deal_id"), fields.contains("line.quantity") || fields.contains("line.price") {
        lines = (name, other, found)
      }
    }
    let findings = ExportFindings(sample, source, lines: lines.map { ($0.1, $0.2) })
    var writer = StarterWriter(findings, fileName: fileName, paths: names, linesPath: lines?.0, history: history)
    let rules = writer.write()
    let isHeaderless = !sample.isJSON && sample.columns.count { $0.hasPrefix("#") } * 2 > sample.columns.count
    summary =
      "\(names[0] == "-" ? "standard input" : names[0]): \(findings.description), \(sample.columns.count) columns"
      + (isHeaderless
        ? "; most have no name: delete the lines that stand above the header, such as a title, and begin again" : "")
    account = history?.account(findings)
    // The shape is told by rules that compile; the file is never handed out otherwise.
    let compiled = compileRules(Array(rules.utf8), file: fileName)
    guard let compiled = compiled.rules else {
      throw RefusedInput(compiled.diagnostics.filter { $0.severity == .error })
    }
    text = rules + "\n" + ShapeSection(compiled, [sample]).text
  }
}
