import Foundation
import Testing
import Workbooks

/// The same totals in all faces of every golden case that writes a run folder.
@Suite struct `four faces` {
  private struct Totals: Equatable {
    var invoices: Int
    var net: String
    var tax: String
    var total: String
  }

  @Test(arguments: GoldenCase.all)
  func `HTML, XLSX, CSV and JSON tell the same totals`(_ golden: GoldenCase) throws {
    let program = try #require(program, "dealbill was not built beside the tests")
    _ = try golden.outputs(of: program) { folder in
      let json = try fromJSON(folder)
      #expect(try fromCSV(folder) == json, "CSV")
      #expect(try fromPage(folder) == json, "HTML")
      let (sheet, formulas) = try fromWorkbook(folder)
      #expect(sheet == json, "XLSX")
      #expect(formulas == json, "XLSX, the values stored with the formulas")
    }
  }

  private func fromJSON(_ folder: URL) throws -> [String: Totals] {
    struct Report: Decodable {
      struct Currency: Decodable {
        var invoices: Int
        var net: String
        var tax: String
        var total: String
      }
      var currencies: [String: Currency]
    }
    let data = try Data(contentsOf: folder.appending(path: "reconciliation.json"))
    return try JSONDecoder().decode(Report.self, from: data).currencies.mapValues {
      Totals(invoices: $0.invoices, net: $0.net, tax: $0.tax, total: $0.total)
    }
  }

  private func fromCSV(_ folder: URL) throws -> [String: Totals] {
    let text = try String(contentsOf: folder.appending(path: "reconciliation.csv"), encoding: .utf8)
    let rows = records(text)
    let head = rows.first ?? []
    var sums: [String: (count: Int, places: Int, net: Int, tax: Int, total: Int)] = [:]
    for row in rows.dropFirst() {
      let cell = Dictionary(zip(head, row), uniquingKeysWith: { first, _ in first })
      guard cell["bucket"] == "created", let code = cell["currency"] else { continue }
      let places = cell["net"]?.split(separator: ".").dropFirst().first?.count ?? 0
      func units(_ name: String) -> Int { Int((cell[name] ?? "").filter { $0 != "." }) ?? 0 }
      let known = sums[code] ?? (0, places, 0, 0, 0)
      sums[code] = (
        known.count + 1, places, known.net + units("net"), known.tax + units("tax"), known.total + units("total")
      )
    }
    return sums.mapValues {
      Totals(
        invoices: $0.count, net: decimal($0.net, $0.places), tax: decimal($0.tax, $0.places),
        total: decimal($0.total, $0.places))
    }
  }

  private func fromPage(_ folder: URL) throws -> [String: Totals] {
    let page = try String(contentsOf: folder.appending(path: "reconciliation.html"), encoding: .utf8)
    let row =
      #/<tr><th scope="row"><bdi>([A-Z]{3})</bdi></th><td class="num">([^<]*)</td><td class="num">[^<]*</td><td class="num">([^<]*)</td><td class="num">([^<]*)</td><td class="num"><strong>([^<]*)</strong></td></tr>/#
    let start = try #require(page.range(of: "<caption>Invoices created</caption>"))
    let end = try #require(page.range(of: "Hash total of the deal ids"))
    func plain(_ text: Substring) -> String {
      String(text.filter { $0 != "\u{202F}" }).replacing("\u{2212}", with: "-")
    }
    var totals: [String: Totals] = [:]
    for match in String(page[start.upperBound..<end.lowerBound]).matches(of: row) {
      totals[String(match.1)] = Totals(
        invoices: Int(plain(match.2)) ?? -1, net: plain(match.3), tax: plain(match.4), total: plain(match.5))
    }
    return totals
  }

  /// From the Summary, and from what stands beside the live formulas of Controls.
  private func fromWorkbook(_ folder: URL) throws -> ([String: Totals], [String: Totals]) {
    let book = try WorkbookReader(path: folder.appending(path: "reconciliation.xlsx").path)
    #expect(
      book.sheets == [
        "Summary", "Controls", "Invoices", "Lines", "Exceptions", "Customers", "Tax", "Ageing", "Not invoiced",
        "Provenance", "Sign-off",
      ])
    var summary: [String: Totals] = [:]
    var places: [String: Int] = [:]
    for totals in try fromJSON(folder) {
      places[totals.key] = totals.value.net.split(separator: ".").dropFirst().first?.count ?? 0
    }
    func amount(_ cells: [WorkbookCell], _ column: Int, _ code: String) -> String {
      guard let cell = cells.first(where: { $0.column == column }) else { return "" }
      guard case .number(let number, _) = cell.value else { return cell.words }
      return String(format: "%.\(places[code] ?? 2)f", number)
    }
    var isInvoices = false
    try book.read("Summary") { _, cells in
      let first = cells.first { $0.column == 0 }?.words ?? ""
      if first == "Invoices" { isInvoices = true }
      if first.hasPrefix("Exceptions") { isInvoices = false }
      guard isInvoices, places[first] != nil else { return }
      summary[first] = Totals(
        invoices: Int(cells.first { $0.column == 1 }?.words ?? "") ?? -1, net: amount(cells, 3, first),
        tax: amount(cells, 4, first), total: amount(cells, 5, first))
    }
    var formulas: [String: Totals] = [:]
    try book.read("Controls") { _, cells in
      guard let code = cells.first(where: { $0.column == 1 })?.words, places[code] != nil,
        let cell = cells.first(where: { $0.column == 3 }), cell.formula != nil
      else { return }
      var totals = formulas[code] ?? Totals(invoices: 0, net: "", tax: "", total: "")
      switch cells.first(where: { $0.column == 0 })?.words {
      case "Invoices": totals.invoices = Int(cell.words) ?? -1
      case "Net": totals.net = amount(cells, 3, code)
      case "Tax": totals.tax = amount(cells, 3, code)
      case "Total": totals.total = amount(cells, 3, code)
      default: break
      }
      formulas[code] = totals
    }
    return (summary, formulas)
  }
}

/// `-12.05` for −1205 with two decimals.
private func decimal(_ units: Int, _ places: Int) -> String {
  var digits = String(units.magnitude)
  while digits.count <= places { digits = "0" + digits }
  return (units < 0 ? "-" : "") + digits.dropLast(places) + (places > 0 ? "." + digits.suffix(places) : "")
}

/// The records of a CSV text, literally by RFC 4180.
func records(_ text: String) -> [[String]] {
  var rows: [[String]] = []
  var row: [String] = []
  var cell = ""
  var isQuoted = false
  var characters = Array(text.unicodeScalars)[...]
  while let next = characters.popFirst() {
    switch next {
    case "\"" where isQuoted && characters.first == "\"":
      cell.unicodeScalars.append("\"")
      _ = characters.popFirst()
    case "\"": isQuoted.toggle()
    case "," where !isQuoted:
      row.append(cell)
      cell = ""
    case "\n" where !isQuoted:
      rows.append(row + [cell])
      (row, cell) = ([], "")
    default: cell.unicodeScalars.append(next)
    }
  }
  return rows
}
