import Bytes
import Calendars
import Countries
import Deals
import Diagnostics
import Money
import RuleLanguage

/// Cells of the export, typed as the rules declare them.
extension Evaluator {
  @inline(never)
  func column(_ index: Int) -> Value {
    // A text costs less to look at than to remember.
    if trace == nil, plan.dealCells[index].isPlainText {
      return typed(dealRow[index], plan.dealCells[index], index, isLine: false)
    }
    return rememberedColumn(index)
  }

  @inline(never)
  private func rememberedColumn(_ index: Int) -> Value {
    if trace != nil { noteCell(index, isLine: false) }
    if let known = dealCells.value(index, stamp) { return known }
    let value = typed(dealRow[index], plan.dealCells[index], index, isLine: false)
    dealCells.set(index, stamp, value)
    return value
  }

  @inline(never)
  func lineColumn(_ index: Int) -> Value {
    guard line >= 0 else { return .missing }
    if trace == nil, plan.lineCells[index].isPlainText {
      return typed(lineRow[index], plan.lineCells[index], index, isLine: true)
    }
    return rememberedLineColumn(index)
  }

  @inline(never)
  private func rememberedLineColumn(_ index: Int) -> Value {
    if trace != nil { noteCell(index, isLine: true) }
    if let known = lineCells.value(index, lineStamp) { return known }
    let value = typed(lineRow[index], plan.lineCells[index], index, isLine: true)
    lineCells.set(index, lineStamp, value)
    return value
  }

  @inline(never)
  private func noteCell(_ index: Int, isLine: Bool) {
    let column = isLine ? rules.lineColumns[index] : rules.dealColumns[index]
    trace?.read(column, block, deal: deal, line: isLine ? line : -1, index)
  }

  /// Turns to the product line `index` of the block; −1 leaves the lines.
  func turn(toLine index: Int) {
    line = index
    lineStamp &+= 1
    if index >= 0 { lineRow = block.lineRow(index) }
  }

  @inline(__always)
  func typed(_ cell: ByteView, _ rule: CellRule, _ index: Int, isLine: Bool) -> Value {
    let text = cell.trimmed
    if text.isEmpty { return block.isJoined ? unfilled(rule, index, isLine) : rule.empty }
    if rule.mayBeEmpty(text.count), isEmptyWord(text) { return rule.empty }
    return rule.isPlainText ? .text(text) : converted(cell, text, rule, index, isLine)
  }

  /// The value of an empty cell that a side file might have filled: what nobody looked up is not known to be missing.
  @inline(never)
  private func unfilled(_ rule: CellRule, _ index: Int, _ isLine: Bool) -> Value {
    guard let record = block.lackingRecord(deal: deal, line: isLine ? line : -1, column: index) else {
      return rule.empty
    }
    hold(lacking(record))
    return .failed
  }

  /// A text as the number, date, … that its column holds.
  @inline(never)
  private func converted(
    _ cell: ByteView, _ text: ByteView, _ rule: CellRule, _ index: Int, _ isLine: Bool
  ) -> Value {
    switch rule.kind {
    case .number:
      switch ExactDecimal.parse(text, (isLine ? block.isJSONOfLines : block.isJSON) ? .plain : rule.style) {
      case .success(let number): return .number(number)
      case .failure(let error):
        hold(badNumber(text, error, index, isLine))
        return .failed
      }
    case .date: return date(text, rule, index, isLine)
    case .yesNo: return yesNo(text, index, isLine)
    case .country:
      if let country = country(text) { return .text(country.alpha2) }
      hold(badCountry(text, index, isLine))
      return .failed
    case .text, .currency, .email: return columnCleaned(cell, text, rule.cleaning)
    }
  }

  /// As ``Country/find(_:)``; the same text of the same deal is not looked up twice.
  func country(_ text: ByteView) -> Country? {
    if lastCountry.stamp == stamp, lastCountry.text.isSame(as: text) { return lastCountry.found }
    let found = countries.find(text)
    lastCountry = (stamp, text, found)
    return found
  }

  @inline(never)
  private func isEmptyWord(_ text: ByteView) -> Bool {
    for word in rules.emptyWords where word.equalsIgnoringASCIICase(text) { return true }
    return false
  }

  @inline(never)
  private func columnCleaned(_ cell: ByteView, _ trimmed: ByteView, _ cleaning: Cleaning) -> Value {
    let text = cleaning.contains(.trim) ? trimmed : cell
    let start = scratch.count
    if cleaning.contains(.collapse) { text.appendCollapsed(to: &scratch) } else { scratch.append(text) }
    changeCase(from: start, cleaning)
    return .text(arena.take(from: &scratch, startingAt: start))
  }

  /// Changes the case of the scratch text from `start` on, as the cleaning says.
  func changeCase(from start: Int, _ cleaning: Cleaning) {
    let isUpper = cleaning.contains(.upper)
    guard isUpper || cleaning.contains(.lower) else { return }
    if scratch.changeASCIICase(from: start, toUpper: isUpper) { return }
    let words = scratch.view(start, scratch.count).string
    scratch.truncate(to: start)
    scratch.append(text: isUpper ? words.uppercased() : words.lowercased())
  }

  /// A date in the company's zone: times are moved there, dates without a time stay as they are.
  private func date(_ text: ByteView, _ rule: CellRule, _ index: Int, _ isLine: Bool) -> Value {
    if DateTime.isNoDate(text) { return .missing }
    for place in rule.firstDate..<(rule.firstDate + rule.dateCount) {
      let form = plan.dateForms[Int(place)]
      let parsed = form == .other ? plan.dates[Int(place)].parse(text) : DatePattern.parse(text, form)
      guard let found = parsed else { continue }
      guard let seconds = found.secondsOfDay else { return .date(found.date) }
      let midnight = Int64(found.date.dayNumber) * 86_400
      if let offset = found.offsetSeconds { return .date(localDate(midnight + Int64(seconds) - Int64(offset))) }
      if block.isJSON, rules.settings.isJSONTimeUTC { return .date(localDate(midnight + Int64(seconds))) }
      if let offset = plan.sourceOffset { return .date(localDate(midnight + Int64(seconds) - Int64(offset))) }
      guard let zone = rules.sourceZone else { return .date(found.date) }
      let instant = zone.utcSeconds(local: found.date, secondsOfDay: seconds)
      if case .unique(let utc) = instant { return .date(localDate(utc)) }
      return dateAtChangeOfClocks(instant, text, index, isLine)
    }
    hold(badDate(text, Int(rule.dateCount), index, isLine))
    return .failed
  }

  /// A time that the clocks of the export's zone showed twice or never: a day only when both readings fall on the same.
  @inline(never)
  private func dateAtChangeOfClocks(
    _ instant: TimeZoneRules.Instant, _ text: ByteView, _ index: Int, _ isLine: Bool
  ) -> Value {
    let (first, second, words): (Int64, Int64, String) =
      switch instant {
      case .unique(let utc): (utc, utc, "once")
      case .fold(let earlier, let later): (earlier, later, "twice")
      case .gap(let before, let after): (before, after, "never")
      }
    let days = (localDate(first), localDate(second))
    if days.0 == days.1 { return .date(days.0) }
    hold(ambiguousTime(text, words, days, index, isLine))
    return .failed
  }

  private func localDate(_ utcSeconds: Int64) -> CivilDate {
    zoneHint.localDate(utcSeconds: utcSeconds) ?? zone.localDate(utcSeconds: utcSeconds, hint: &zoneHint)
  }

  private func yesNo(_ text: ByteView, _ index: Int, _ isLine: Bool) -> Value {
    for word in rules.yesWords where word.equalsFolded(text) { return .truth(true) }
    for word in rules.noWords where word.equalsFolded(text) { return .truth(false) }
    hold(badYesNo(text, index, isLine))
    return .failed
  }
}
