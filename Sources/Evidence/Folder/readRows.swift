import Bytes
import CSVRecords
import Diagnostics

/// One row of `reconciliation.csv`: one deal.
///
/// Its cells live until the next row is read.
struct DealRow {
  enum Column: String, CaseIterable {
    case deal, title, bucket, code, rule, currency
    case dealValue = "deal_value"
    case discount, net, tax, total, lines, customer, number, date, due, template, file, row, problem
    case age = "age_days"
    case owner, fix
    case decidedBy = "decided_by"
    // Of `sent/reconciliation.csv` alone, all of them or none.
    case quickBooksID = "quickbooks_id"
    case quickBooksNumber = "quickbooks_number"
    case sentTotal = "sent_total"
    case storedTax = "stored_tax"
    case storedTotal = "stored_total"
    case status
    case openBalance = "open_balance"
    case payloadLine = "payload_line"

    static let ofEveryRun = Array(allCases.prefix { $0 != .quickBooksID })
    var slot: Int { Self.slots[self] ?? 0 }
    private static let slots = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
  }
  let block: CSVBlock
  let record: Int
  /// As many of the columns as the file has.
  let columns: Int

  /// Empty for a column that the file does not have.
  func view(_ column: Column) -> ByteView { column.slot < columns ? block.cell(record, column.slot) : .empty }

  /// The cell as it was before an apostrophe made it safe for spreadsheets.
  func text(_ column: Column) -> String {
    let cell = view(column)
    guard cell.count > 1, cell[0] == UInt8(ascii: "'"), cell.dropFirst(1).startsFormula else { return cell.string }
    return cell.dropFirst(1).string
  }

  /// The cell as an amount with `decimals` decimals; nil when it is empty or none.
  func amount(_ column: Column, decimals: Int) -> Int64? { exactUnits(view(column), decimals: decimals) }

  func count(_ column: Column) -> Int? { exactUnits(view(column), decimals: 0).flatMap { Int(exactly: $0) } }
}

/// Hands each deal of `reconciliation.csv` to `body`, in order, in memory that does not grow with the file.
///
/// - Throws: ``RefusedInput`` when it cannot be read, or has not the columns that dealbill writes.
func readRows(_ path: String, _ body: (DealRow) -> Void) throws(RefusedInput) {
  let reader = try CSVReader(
    try ByteSource(path: path), options: CSVOptions(encoding: .utf8, delimiter: UInt8(ascii: ",")))
  var columns: [Int] = []
  let isSent = reader.header.contains(DealRow.Column.quickBooksID.rawValue)
  for column in isSent ? DealRow.Column.allCases : DealRow.Column.ofEveryRun {
    guard let place = reader.header.firstIndex(of: column.rawValue) else {
      throw RefusedInput(
        .error(
          "E103", "\(path): the column '\(column.rawValue)' is missing",
          help: "the file was altered, or written by another version of dealbill"))
    }
    columns.append(place)
  }
  reader.want(columns)
  while let block = try reader.next() {
    for record in 0..<block.recordCount { body(DealRow(block: block, record: record, columns: columns.count)) }
    block.recycle()
  }
}

/// `-12.05` as minor units: our own form only, sign, digits, a point and exactly `decimals` decimals.
func exactUnits(_ text: ByteView, decimals: Int) -> Int64? {
  guard !text.isEmpty else { return nil }
  var units: Int64 = 0
  var at = text[0] == UInt8(ascii: "-") ? 1 : 0
  let isNegative = at == 1
  let point = decimals == 0 ? text.count : text.count - decimals - 1
  guard at < point else { return nil }
  while at < text.count {
    if at == point {
      guard text[at] == UInt8(ascii: ".") else { return nil }
    } else {
      let digit = text[at] &- 0x30
      guard digit <= 9 else { return nil }
      let (times, overflow) = units.multipliedReportingOverflow(by: 10)
      let (sum, overflowed) = times.addingReportingOverflow(Int64(digit))
      if overflow || overflowed { return nil }
      units = sum
    }
    at += 1
  }
  return isNegative ? -units : units
}
