import Bytes
import Catalogue
import Deals
import Digests
import Evidence
import Foundation
import Invoices
import Reconciliation
import RuleLanguage

extension RunFolder {
  /// Writes the report's faces and the manifest, and moves the folder to its place.
  func finish(
    _ report: ReconciliationReport, _ options: BatchOptions, _ files: OutputFiles?, _ reader: DealReader
  ) throws(OutputError) {
    guard let files else { return }
    var digests: [(String, OrderedJSON)] = []
    for file in [files.customers, files.held, files.invoices, files.rows] { digests.append(try digest(file)) }
    for (name, text) in [
      (RunFiles.page, renderHTML(report)), (RunFiles.report, renderJSON(report)),
      (RunFiles.provenance, renderProvenance(report)),
    ] {
      let file = try file(name)
      try file.write(text)
      digests.append(try digest(file))
    }
    if let catalogue = options.catalogue {
      let file = try file(RunFiles.catalogue)
      try catalogue.content.withByteView { view throws(OutputError) in try file.write(view) }
      digests.append(try digest(file))
    }
    if options.workbook.writes(deals: report.population.deals) { digests.append(try writeWorkbook(report)) }
    let manifest = try file("manifest.json")
    try manifest.write(try self.manifest(report, options, reader.files.map(\.name), digests.sorted { $0.0 < $1.0 }))
    _ = try manifest.finish()
    try publish()
  }

  /// The workbook, from the files that were just written.
  private func writeWorkbook(_ report: ReconciliationReport) throws(OutputError) -> (String, OrderedJSON) {
    let path = "\(workplace)/\(RunFiles.workbook)"
    do {
      try Evidence.writeWorkbook(report, folder: workplace, to: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      let found = try measure(path)
      return (
        RunFiles.workbook,
        .object([("bytes", .number(found.bytes)), ("lines", .number(found.lines)), ("sha256", .text(found.sha256))])
      )
    } catch {
      throw OutputError("\(RunFiles.workbook) cannot be written: \(error)")
    }
  }

  private func digest(_ file: OutputFile) throws(OutputError) -> (String, OrderedJSON) {
    let hex = try file.finish()
    return (
      file.name, .object([("bytes", .number(file.bytes)), ("lines", .number(file.lines)), ("sha256", .text(hex))])
    )
  }

  /// What this folder is made of; time and run id stand here alone.
  private func manifest(
    _ report: ReconciliationReport, _ options: BatchOptions, _ inputPaths: [String], _ files: [(String, OrderedJSON)]
  ) throws(OutputError) -> String {
    let now = ISO8601DateFormatter().string(from: Date())
    let identity = report.identity
    let totals = report.currencies.sorted { $0.key < $1.key }.map { code, sums -> (String, OrderedJSON) in
      (
        code,
        .object([
          ("invoices", .number(sums.invoices)), ("net", .text(amountText(sums.net, sums.currency))),
          ("tax", .text(amountText(sums.tax, sums.currency))), ("total", .text(amountText(sums.total, sums.currency))),
        ])
      )
    }
    let catalogue = options.catalogue.map { catalogue -> [(String, OrderedJSON)] in
      [
        (
          "catalogue",
          .object([
            ("name", .text(catalogue.name)), ("bytes", .number(catalogue.bytes)), ("sha256", .text(catalogue.sha256)),
            ("realm", .text(catalogue.index.catalogue.realmID)),
            ("pulled", .text(catalogue.index.catalogue.pulledText)),
          ])
        )
      ]
    }
    let head: [(String, OrderedJSON)] = [
      ("schema", .text(Self.manifestSchema)),
      ("run", .object([("id", .text(UUID().uuidString.lowercased())), ("finished", .text(now))])),
      ("tool", .text("dealbill \(options.toolVersion)")),
      ("company", .text(identity.company)),
      ("source", .text(options.rules.sourceName.string)),
      ("runDate", .text(identity.runDate)),
      ("rules", try rules(identity, options)),
    ]
    let rest: [(String, OrderedJSON)] = [
      (
        "inputs",
        .array(
          zip(identity.inputs, inputPaths).map { input, path in
            .object(
              [("name", .text(input.name)), ("bytes", .number(input.bytes)), ("sha256", .text(input.sha256))]
                + place(path))
          })
      ),
      ("files", .object(files)),
      ("controlTotals", .object([("deals", .number(report.population.deals)), ("currencies", .object(totals))])),
      ("verdict", .text(report.verdict.rawValue)),
    ]
    var answers: [OrderedJSON] = []
    for file in options.answerFiles {
      answers.append(
        .object([
          ("name", .text(fileName(file.path))), ("bytes", .number(file.bytes.count)),
          ("sha256", .text(try hex(file.bytes))),
        ]))
    }
    let body = head + (catalogue ?? []) + (answers.isEmpty ? [] : [("answers", .array(answers))]) + rest
    do throws(DigestError) { return try Seal.sealed(OrderedJSON.object(body).rendered) } catch {
      throw OutputError(error.sentence)
    }
  }

  private func hex(_ bytes: [UInt8]) throws(OutputError) -> String {
    do throws(DigestError) { return try SHA256.hex(of: bytes) } catch { throw OutputError(error.sentence) }
  }

  /// Where a file lay, so that `send` can see whether it is still the same; nothing for standard input.
  private func place(_ path: String) -> [(String, OrderedJSON)] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return [("path", .text(URL(filePath: path).standardizedFileURL.path))]
  }

  /// The rule file, the other files that it is made of, and how its tests ended.
  private func rules(_ identity: RunIdentity, _ options: BatchOptions) throws(OutputError) -> OrderedJSON {
    var members: [(String, OrderedJSON)] = [
      ("name", .text(identity.rulesFile)), ("sha256", .text(identity.rulesFingerprint)),
    ]
    var files: [OrderedJSON] = []
    for source in options.rules.sources {
      let digest = OrderedJSON.text(try hex(source.bytes))
      files.append(.object([("name", .text(fileName(source.file))), ("sha256", digest)] + place(source.file)))
    }
    members.append(("files", .array(files)))
    if !options.rules.customer.updates.isEmpty {
      members.append(("customerUpdates", .array(options.rules.customer.updates.map { .text($0.rawValue) })))
    }
    if let tests = options.tests {
      var words: [(String, OrderedJSON)] = [("total", .number(tests.total)), ("failed", .number(tests.failed))]
      if tests.isFailing { words.append(("runDespite", .text(tests.reason ?? ""))) }
      members.append(("tests", .object(words)))
    }
    return .object(members)
  }
}
