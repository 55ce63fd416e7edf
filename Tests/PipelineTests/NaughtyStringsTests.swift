import Foundation
import Pipeline
import Reconciliation
import TestSupport
import Testing

/// The Big List of Naughty Strings through every text of an export into every output.
@Suite(.enabled("the folder of test data is not there") { SharedFolder.path != nil })
struct NaughtyStringsTests {
  private func strings() throws -> [String] {
    let bytes = try Data(
      contentsOf: URL(fileURLWithPath: try #require(SharedFolder.path) + "/corpora/blns/blns.json"))
    return try #require(LiteralJSON.parse(bytes)).elements.compactMap(\.string)
  }

  static let rulesText = """
    rules: 1
    company: { name: Tie, country: DE, currency: EUR, time_zone: UTC }
    source: { profile: pipedrive }
    columns: { memo: { header: Memo, json: memo, required: no }, key: { header: Key, json: key, required: no } }
    tables: { keys: { rows: { good: S } } }
    customer: { name: { first_of: [organization], on_missing: hold } }
    currency: { from: currency }
    invoice: { date: 2026-03-31, private_note: "{title}", memo: "{memo}" }
    lines: [ { id: value, each: deal, item: { table: keys, key: key }, description: "{title}", quantity: 1, price: value } ]
    """

  /// White space, no-break spaces and byte order marks at the ends do not count in cells.
  private func trimmed(_ text: String) -> [UInt8] {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      (0x09...0x0D).contains(scalar.value) || [0x20, 0xA0, 0x202F, 0xFEFF].contains(scalar.value)
    }
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    scalars = Array(scalars.drop(while: isBlank))
    return scalars.flatMap { Array(String(Character($0)).utf8) }
  }

  private func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }

  /// With every character but letters and digits escaped, so that nothing depends on how JSON is written.
  private func escaped(_ text: String) -> String {
    let units = text.utf16.map { unit in
      (0x30...0x39).contains(unit) || (0x41...0x5A).contains(unit)
        ? String(Character(Unicode.Scalar(UInt8(unit))))
        : "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count) + String(unit, radix: 16)
    }
    return "\"\(units.joined())\""
  }

  /// - Parameter place: Which field holds the text: `text`, `name` or `key`.
  private func export(_ strings: [String], isJSON: Bool, _ place: String) -> String {
    func field(_ text: String, _ name: String, _ other: String) -> String { name == place ? text : other }
    if isJSON {
      return strings.enumerated().map { number, text in
        let text = escaped(text)
        return
          "{\"id\":\(number + 1),\"value\":5,\"currency\":\"EUR\",\"title\":\(field(text, "text", "\"t\"")),\"memo\":\(field(text, "text", "\"m\"")),\"org_name\":\(field(text, "name", "\"Acme\"")),\"key\":\(field(text, "key", "\"good\""))}"
      }.joined(separator: "\n")
    }
    return "ID,Value,Currency of Value,Title,Memo,Organization,Key\n"
      + strings.enumerated().map { number, text in
        let text = quoted(text)
        return
          "\(number + 1),5,EUR,\(field(text, "text", "t")),\(field(text, "text", "m")),\(field(text, "name", "Acme")),\(field(text, "key", "good"))\n"
      }.joined()
  }

  private func run(_ place: String, isJSON: Bool) async throws -> (files: RunFiles, strings: [String]) {
    let strings = try strings()
    let folder = try ScratchFolder()
    let input = try folder.write("deals", export(strings, isJSON: isJSON, place))
    let report = try await runBatch(
      try options(try rules(Self.rulesText), [input], output: folder.path + "/out"))
    #expect(report.verdict != .doesNotTie, "\(report.failures)")
    let files = try RunFiles(folder)
    for cell in (files.held.rows + files.rows.rows).joined() {
      #expect(formulaDanger(cell) == nil, "\(cell.debugDescription)")
    }
    for text in [try folder.text("out/reconciliation.html"), renderSummary(report), renderHTML(report)] {
      let raw = text.unicodeScalars.first {
        ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
      }
      #expect(raw == nil)
    }
    #expect(files.rows.rows.count == strings.count)
    return (files, strings)
  }

  @Test(arguments: [false, true])
  func `texts arrive unchanged in the payloads`(isJSON: Bool) async throws {
    let (files, strings) = try await run("text", isJSON: isJSON)
    #expect(files.held.rows.isEmpty)
    try #require(files.invoices.count == strings.count)
    for (text, invoice) in zip(strings, files.invoices) {
      let expected = trimmed(text)
      let line = invoice["Line"]?.elements.first
      let note = try #require(invoice["PrivateNote"]?.bytes)
      let marker = String(decoding: note.dropFirst(expected.count), as: UTF8.self)
      #expect(note.starts(with: expected), "\(text.debugDescription)")
      #expect(marker.hasPrefix(expected.isEmpty ? "dealbill:1:" : "\ndealbill:1:"), "\(text.debugDescription)")
      for found in [invoice["CustomerMemo"]?["value"], line?["Description"]] {
        #expect((found?.bytes ?? []) == expected, "\(text.debugDescription)")
      }
    }
  }

  @Test(arguments: [false, true])
  func `names arrive tidied, or the deal is held`(isJSON: Bool) async throws {
    let (files, strings) = try await run("name", isJSON: isJSON)
    var invoices = files.invoices[...]
    for ((text, bucket), code) in zip(zip(strings, files.rows.column("bucket")), files.rows.column("code")) {
      if bucket == "held" {
        let reason = text.contains(":") ? ["C302", "C304"] : ["M202", "C302"]
        #expect(reason.contains(code), "\(text.debugDescription) \(code)")
        continue
      }
      let next = invoices.popFirst()
      let invoice = try #require(next)
      let name = try #require(invoice["CustomerRef"]?["name"]?.bytes)
      #expect(!name.isEmpty && name.first != 0x20 && name.last != 0x20, "\(text.debugDescription)")
      #expect(!name.contains { $0 < 0x20 || $0 == UInt8(ascii: ":") }, "\(text.debugDescription)")
      // The visible characters are all there, in their order.
      func visible(_ bytes: [UInt8]) -> [UInt8] {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.filter {
          !$0.properties.isWhitespace && $0.value > 0x20 && $0.value != 0x7F
        }
        .flatMap { Array(String(Character($0)).utf8) }
      }
      #expect(visible(name) == visible(trimmed(text)), "\(text.debugDescription)")
    }
    #expect(invoices.isEmpty)
  }

  @Test(arguments: [false, true])
  func `an unknown key is held and told without harm`(isJSON: Bool) async throws {
    let (files, strings) = try await run("key", isJSON: isJSON)
    #expect(files.held.rows.count == strings.count)
  }
}
