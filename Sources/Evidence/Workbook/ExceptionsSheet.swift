import Reconciliation
import Workbooks

/// The sheet that people answer: where its tables and its answer columns stand.
enum ExceptionsLayout {
  static let name = "Exceptions"
  static let headRow = 2
  static let columns = [
    TableColumn("Deal", 14), TableColumn("Title", 30), TableColumn("Customer", 28), TableColumn("Code", 14),
    TableColumn("Problem", 50),
    TableColumn("What to do", 44), TableColumn("Owner", 14), TableColumn("Decided by", 22),
    TableColumn("Age in days", 8, number: true), TableColumn("Currency", 9),
    TableColumn("Deal value", 17, number: true), TableColumn("Source file", 22),
    TableColumn("Source row", 9, number: true),
  ]
  static let answers = [
    TableColumn("Use customer (id or name)", 22, answer: true), TableColumn("Tax code", 16, answer: true),
    TableColumn("Skip until (date)", 12, answer: true), TableColumn("Accept once (yes)", 10, answer: true),
    TableColumn("Reason", 36, answer: true), TableColumn("Answered by", 18, answer: true),
    TableColumn("Answer expires (date)", 12, answer: true),
  ]
  static let code = 3
  static let currency = 9
  static let value = 10
  static let firstAnswer = columns.count
  static var customer: Int { firstAnswer }
  static var taxCode: Int { firstAnswer + 1 }
  static var skipUntil: Int { firstAnswer + 2 }
  static var accept: Int { firstAnswer + 3 }
  static var reason: Int { firstAnswer + 4 }
  static var author: Int { firstAnswer + 5 }
  static var expires: Int { firstAnswer + 6 }
}

/// - Parameter isSent: Whether this is the workbook of a sending, whose answers nobody would read.
func writeExceptions(_ sheet: WorkbookSheet, _ held: HeldDeals, isSent: Bool) {
  let layout = ExceptionsLayout.self
  sheet.setColumns((layout.columns + layout.answers).map(\.width))
  sheet.setTab(0xFFE08A)
  sheet.printLandscape(repeating: layout.headRow...layout.headRow)
  sheet.setHeight(24)
  sheet.text(0, "Exceptions", Look.title)
  sheet.endRow()
  let deals = held.largest
  sheet.text(
    0,
    (!isSent
      ? "Answer in the yellow columns only, each answer with its reason and your name; then: dealbill answers read THIS-FILE --run FOLDER --out answers.yaml"
      : "After a sending, answer in the workbook of the run itself, one folder up")
      + (deals.count < held.count
        ? "   The \(deals.count) deals of most money out of \(held.count); all stand in held.csv." : ""),
    Look.soft)
  sheet.endRow()
  sheet.head(layout.columns + layout.answers)
  sheet.freeze(row: layout.headRow + 1, column: 1)
  for deal in deals {
    sheet.setHeight(15 * max(lines(deal.title, 30), lines(deal.problem, 50), lines(deal.fix, 44)))
    outside(sheet, 0, deal.deal)
    outside(sheet, 1, deal.title, Look.wrapped)
    outside(sheet, 2, deal.customer, Look.wrapped)
    outside(sheet, 3, deal.code)
    outside(sheet, 4, deal.problem, Look.wrapped)
    outside(sheet, 5, deal.fix, Look.wrapped)
    outside(sheet, 6, deal.owner)
    outside(sheet, 7, deal.decidedBy)
    if let age = deal.age { sheet.count(8, age) }
    outside(sheet, layout.currency, deal.currency)
    if let value = deal.value { sheet.amount(layout.value, value, decimals: currencyDecimals(deal.currency)) }
    outside(sheet, 11, deal.file)
    if let row = deal.row { sheet.count(12, row, .number) }
    for column in layout.firstAnswer..<(layout.firstAnswer + layout.answers.count) {
      sheet.blank(column, column == layout.skipUntil || column == layout.expires ? Look.answerDate : Look.answer)
    }
    sheet.endRow()
  }
  guard !deals.isEmpty else { return }
  sheet.choices(["yes"], column: layout.accept, rows: (layout.headRow + 1)...(sheet.row - 1))
  sheet.filter(header: layout.headRow, columns: layout.columns.count + layout.answers.count)
}
