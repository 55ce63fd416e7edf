public import Calendars
import Bytes
import Diagnostics
import Money
import Reconciliation
import RuleLanguage
import Workbooks

/// Reads the answers out of a workbook that came back, as any spreadsheet program has saved it.
///
/// The whole workbook is compared with the one that the run makes: whatever was changed outside the answer columns is refused,
/// with its cell, so that nobody believes to have corrected what dealbill does not read.
///
/// - Parameters:
///   - workbook: The file that came back.
///   - folder: The run folder that it was made from.
///   - today: The day of the answers; those without an expiry expire `days` later.
/// - Returns: The answers in the order of the sheet.
/// - Throws: ``RefusedInput`` with every problem at once; ``WorkbookError`` when a file cannot be read.
public func readAnswers(_ workbook: String, folder: String, today: CivilDate, days: Int) throws -> [Answer] {
  let original = temporaryPath(in: folder)
  defer { removeFile(original) }
  let report = try readRunFolder(folder)
  try writeWorkbook(report, folder: folder, to: original)
  let (known, found) = (try WorkbookReader(path: original), try WorkbookReader(path: workbook))
  var problems = try differences(known, found, workbook)
  if !problems.isEmpty { throw RefusedInput(problems) }
  var answers: [Answer] = []
  let layout = ExceptionsLayout.self
  try found.read(layout.name) { row, cells in
    guard row > layout.headRow else { return }
    let given = cells.filter { $0.column >= layout.firstAnswer && !isBlank($0) }
    guard !given.isEmpty else { return }
    var reader = AnswerRow(row: row, cells: cells, file: workbook)
    if let answer = reader.answer(today: today, days: days) { answers.append(answer) }
    problems += reader.problems
  }
  if !problems.isEmpty { throw RefusedInput(problems) }
  return answers
}

/// A cell of nothing but blanks.
private func isBlank(_ cell: WorkbookCell) -> Bool {
  if case .text(let text) = cell.value { return text.allSatisfy(\.isWhitespace) }
  return false
}

/// One row of the sheet Exceptions that holds an answer.
private struct AnswerRow {
  let row: Int
  let cells: [WorkbookCell]
  let file: String
  var problems: [Diagnostic] = []

  init(row: Int, cells: [WorkbookCell], file: String) {
    self.row = row
    self.cells = cells
    self.file = file
  }

  private func address(_ column: Int) -> String { "\(ExceptionsLayout.name)!\(columnLetters(column))\(row + 1)" }

  private func cell(_ column: Int) -> WorkbookCell? { cells.first { $0.column == column && !isBlank($0) } }

  private func text(_ column: Int) -> String {
    let words = cell(column)?.words ?? ""
    return String(words.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  private mutating func refuse(_ code: String, _ column: Int, _ message: String, _ help: String) {
    problems.append(.error(code, "\(file), cell \(address(column)): \(message)", help: help))
  }

  mutating func answer(today: CivilDate, days: Int) -> Answer? {
    let layout = ExceptionsLayout.self
    let deal = text(0)
    if deal.isEmpty {
      refuse("A201", 0, "an answer stands in a row without a deal", "answer in the rows of the deals only")
      return nil
    }
    var answer = Answer(deal: deal, expires: today.adding(days: days))
    answer.customer = text(layout.customer)
    answer.taxCode = text(layout.taxCode)
    if let found = cell(layout.skipUntil) { answer.skipUntil = date(found, layout.skipUntil, today) }
    if let found = cell(layout.expires), let day = date(found, layout.expires, today) { answer.expires = day }
    takeAccepted(&answer)
    answer.reason = text(layout.reason)
    answer.author = text(layout.author)
    if let currency = cell(layout.currency)?.words, let value = cell(layout.value) {
      answer.value = "\(currency) \(amountWords(value, code: currency))"
    }
    if answer.reason.isEmpty {
      refuse("A205", layout.reason, "the answer for deal \(deal) has no reason", "write why; it stands in the report")
    }
    if answer.author.isEmpty {
      refuse("A206", layout.author, "the answer for deal \(deal) has no author", "write your name")
    }
    if answer.customer.isEmpty, answer.taxCode.isEmpty, answer.skipUntil == nil, answer.accepts.isEmpty,
      problems.isEmpty
    {
      refuse(
        "A207", layout.firstAnswer, "the answer for deal \(deal) says nothing but its reason",
        "fill in a customer, a tax code, a date or 'yes'")
    }
    if answer.skipUntil != nil, !answer.accepts.isEmpty {
      refuse(
        "A209", layout.skipUntil, "the answer for deal \(deal) leaves it out and accepts it",
        "clear the date, or the 'yes'")
    }
    // What waits until a day must not have expired before it.
    if let until = answer.skipUntil, answer.expires < until { answer.expires = until }
    return problems.isEmpty ? answer : nil
  }

  private mutating func takeAccepted(_ answer: inout Answer) {
    let layout = ExceptionsLayout.self
    let word = text(layout.accept).lowercased()
    let code = text(layout.code)
    guard !word.isEmpty, word != "no", word != "false" else { return }
    guard word == "yes" || word == "true" else {
      refuse("A203", layout.accept, "'\(word)' is neither yes nor empty", "choose 'yes', or clear the cell")
      return
    }
    guard DealOverride.canAccept(code) else {
      refuse(
        "A204", layout.accept, "a hold \(code) cannot be accepted: it leaves no whole invoice",
        "correct the deal or the rules instead")
      return
    }
    // The row stands for all holds of its deal: one that is left over would hold it again.
    let others = text(3).split(separator: " · ").compactMap { part in
      part.firstRange(of: ": ").map { String(part[..<$0.lowerBound]) }
    }
    answer.accepts = [code]
    for other in others where !answer.accepts.contains(other) && isCode(other) && DealOverride.canAccept(other) {
      answer.accepts.append(other)
    }
  }

  /// Codes of dealbill and ids of checks have no blanks.
  private func isCode(_ text: String) -> Bool { !text.isEmpty && !text.contains(where: \.isWhitespace) }

  private mutating func date(_ cell: WorkbookCell, _ column: Int, _ today: CivilDate) -> CivilDate? {
    let found = cell.date ?? text(column).withByteView { CivilDate.parseISO($0) }
    guard let found else {
      refuse("A202", column, "'\(cell.words)' is no date", "enter a date, or write it as 2026-04-30")
      return nil
    }
    guard found > today else {
      refuse("A208", column, "\(found) has passed", "enter a day after \(today)")
      return nil
    }
    return found
  }
}

/// The cell's amount with all decimals of its currency; programs write 0.1 as 0.10000000000000001. What is no plain number, or
/// too long for one, stays as it is: no deal has that value, so the answer does not count.
private func amountWords(_ cell: WorkbookCell, code: String) -> String {
  let decimals = currencyDecimals(code)
  guard case .number(_, let digits) = cell.value,
    case .success(let number) = digits.withByteView({ ExactDecimal.parse($0, .plain) }),
    let units = number.rounded(to: decimals, .halfUp).minorUnits(decimals)
  else { return cell.words }
  return amountText(units, code: code)
}
