import Bytes
import CSVRecords
import Deals
public import Diagnostics
import JSONRecords

/// Which items and tax codes people used on the invoices that they made.
public struct InvoiceHistory: Sendable {
  /// Counts of what was chosen for one word, most often first.
  struct Choices: Sendable {
    var counts: [(choice: String, count: Int)] = []

    mutating func add(_ choice: String) {
      if let index = counts.firstIndex(where: { $0.choice == choice }) {
        counts[index].count += 1
      } else {
        counts.append((choice, 1))
      }
    }

    var total: Int { counts.reduce(0) { $0 + $1.count } }
    /// The choice when there was never another.
    var only: String? { counts.count == 1 ? counts[0].choice : nil }
    var orNone: String { counts.isEmpty ? "none" : words }
    /// `Onboarding 3×, Services 1×`.
    var words: String {
      counts.sorted { ($0.count, $1.choice) > ($1.count, $0.choice) }.map { "\($0.choice) \($0.count)×" }
        .joined(separator: ", ")
    }
  }

  private(set) var invoices = 0
  /// By the description of a line, in order of first appearance.
  private(set) var items: [(word: String, choices: Choices)] = []
  /// By the country of the billing address.
  private(set) var taxCodes: [(word: String, choices: Choices)] = []
  /// The percentages that stood beside a code alone on its invoice.
  private(set) var rates: [(word: String, choices: Choices)] = []

  /// All that was chosen, also on lines that have no word to go by.
  private(set) var allItems = Choices()
  private(set) var allCodes = Choices()

  /// Reads a QuickBooks query result (`QueryResponse`, one invoice, or a list) or a CSV export of invoice lines.
  ///
  /// - Throws: ``RefusedInput`` when it cannot be read, or holds no invoice lines.
  public init(_ path: String) throws(RefusedInput) {
    let bytes = try ByteSource(path: path).readAll(limit: 256 << 20)
    let isJSON =
      bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
      .map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
    if isJSON {
      var root = JSONValue.null
      var problem: RefusedInput?
      bytes.withByteView { view in
        do throws(RefusedInput) { root = try JSONValue.parse(view, file: path) } catch { problem = error }
      }
      if let problem { throw problem }
      readJSON(root)
    } else {
      readCSV(try CSVTable(try ByteSource(path: path)))
    }
    guard invoices > 0 else {
      throw RefusedInput(
        .error(
          "S047", "\(path) holds no invoices",
          expected: "a QuickBooks query result with \"Invoice\", or a CSV with a column Product/Service or Item",
          help: "query 'select * from Invoice', or export the report Transaction Detail"))
    }
  }

  private mutating func readJSON(_ root: JSONValue) {
    let body = root["QueryResponse"] ?? root
    let found = body["Invoice"] ?? body
    for invoice in found.elements ?? [found] {
      guard let lines = invoice["Line"]?.elements else { continue }
      invoices += 1
      let country = invoice["BillAddr"]?["Country"]?.text ?? ""
      var codes: Set<String> = []
      for line in lines {
        guard let detail = line["SalesItemLineDetail"] else { continue }
        if let item = detail["ItemRef"]?["name"]?.text {
          allItems.add(item)
          note(&items, line["Description"]?.text ?? "", item)
        }
        if let reference = detail["TaxCodeRef"], let code = reference["name"]?.text ?? reference["value"]?.text {
          allCodes.add(code)
          note(&taxCodes, country, code)
          codes.insert(code)
        }
      }
      let parts = invoice["TxnTaxDetail"]?["TaxLine"]?.elements ?? []
      if codes.count == 1, let code = codes.first, parts.count == 1,
        let percent = parts[0]["TaxLineDetail"]?["TaxPercent"]?.text
      {
        note(&rates, code, percent)
      }
    }
  }

  private mutating func readCSV(_ table: CSVTable) {
    func column(_ names: [String]) -> Int? {
      table.header.firstIndex { header in names.contains(header.withByteView { $0.trimmed.string }.lowercased()) }
    }
    guard let item = column(["product/service", "item", "item name", "product or service"]) else { return }
    let word = column(["description", "memo/description", "item description", "line description"])
    let code = column(["tax code", "item tax code", "taxcode", "sales tax code"])
    let country = column(["country", "billing country", "bill to country"])
    let rate = column(["tax rate", "tax %", "rate %"])
    for row in table.rows where !row[item].isEmpty {
      invoices += 1
      allItems.add(row[item])
      note(&items, word.map { row[$0] } ?? "", row[item])
      if let code, !row[code].isEmpty {
        allCodes.add(row[code])
        note(&taxCodes, country.map { row[$0] } ?? "", row[code])
        if let rate, !row[rate].isEmpty { note(&rates, row[code], row[rate].filter { $0 != "%" && $0 != " " }) }
      }
    }
  }

  private func note(_ list: inout [(word: String, choices: Choices)], _ word: String, _ choice: String) {
    let word = word.withByteView { $0.trimmed.string }
    guard !word.isEmpty, word.count <= 80 else { return }
    // Keys of tables are compared without regard to case.
    if let index = list.firstIndex(where: { $0.word.lowercased() == word.lowercased() }) {
      list[index].choices.add(choice)
    } else {
      var choices = Choices()
      choices.add(choice)
      list.append((word, choices))
    }
  }

  func item(for name: String) -> Choices? { items.first { $0.word.lowercased() == name.lowercased() }?.choices }

  // MARK: Text

  /// What is proposed from the invoices, and what is not and why; without an export, all that has a word to go by.
  func account(_ findings: ExportFindings?) -> String {
    var parts: [String] = []
    if allItems.counts.isEmpty {
      parts.append("no items in them")
    } else if let findings, findings.lineFields.isEmpty {
      parts.append("items not proposed, as the export names no products: they stand beside 'item: TODO'")
    } else if let findings, let names = findings.productNames {
      parts.append("items of \(names.count { item(for: $0) != nil }) of the export's \(names.count) products")
    } else if findings != nil {
      parts.append("items not proposed, as the export has too many products")
    } else {
      parts.append(
        items.isEmpty ? "items not proposed, as no line has a description" : "items of \(items.count) descriptions")
    }
    if allCodes.counts.isEmpty {
      parts.append("no tax codes in them")
    } else if taxCodes.isEmpty {
      parts.append("tax codes not proposed, as no invoice names a country")
    } else {
      parts.append("tax codes of \(taxCodes.count) countr\(taxCodes.count == 1 ? "y" : "ies")")
    }
    return "\(invoices) invoice\(invoices == 1 ? "" : "s") or lines of invoices: \(parts.joined(separator: "; "))"
  }

  /// The account for a file of tables alone.
  public var summary: String { account(nil) }

  /// A row of a table: what was always chosen, else TODO with what was.
  static func row(_ word: String, _ choices: Choices?, indent: Int) -> (line: String, comment: String) {
    let value = choices?.only.map { isNumber($0) ? "TODO" : YAMLText.scalar($0) } ?? "TODO"
    let comment: String =
      if let choices {
        choices.only == nil
          ? YAMLText.comment(choices.words)
          : value == "TODO"
            ? "number \(choices.only ?? "") in QuickBooks, \(choices.total)×; write its name" : "\(choices.total)×"
      } else {
        ""
      }
    return (String(repeating: " ", count: indent) + "\(YAMLText.scalar(word)): \(value)", comment)
  }

  /// QuickBooks answers with the number of a code, where rules want its name.
  static func isNumber(_ text: String) -> Bool { text.allSatisfy { $0.isNumber } }

  /// The tables by themselves, to be put into a rule file that exists.
  public var text: String {
    var out =
      "# Proposed from \(invoices) invoice\(invoices == 1 ? "" : "s") or lines of invoices; TODO where people chose differently.\n"
    guard !items.isEmpty || !taxCodes.isEmpty else {
      return out + "# Nothing here can be a table. Items: \(allItems.orNone). Tax codes: \(allCodes.orNone).\n"
    }
    out += "tables:\n"
    func table(_ name: String, _ rows: [(word: String, choices: Choices)]) {
      guard !rows.isEmpty else { return }
      out += "  \(name):\n    rows:\n"
      for (word, choices) in rows.prefix(200) {
        let (line, comment) = Self.row(word, choices, indent: 6)
        out += line + (comment.isEmpty ? "" : "  # \(comment)") + "\n"
      }
    }
    table("items", items)
    table("tax_codes", taxCodes)
    if !codes.isEmpty { out += "taxes:\n  codes: { \(codes) }\n" }
    return out
  }

  /// `19% USt: 19, TAX: computed`: the codes that have a name, with the one rate that was seen with each.
  var codes: String {
    var names: [String] = []
    for (_, choices) in taxCodes {
      for (code, _) in choices.counts where !names.contains(code) && !Self.isNumber(code) { names.append(code) }
    }
    return names.map { name in
      let rate = rates.first { $0.word.lowercased() == name.lowercased() }?.choices.only
      return "\(YAMLText.scalar(name)): \(rate ?? "computed")"
    }.joined(separator: ", ")
  }
}
