import Bytes
import Calendars
import Countries
import Deals
import Diagnostics
import Money
import RuleLanguage

/// Cells of the export, typed as the rules declare them.
extension Evaluator {
  mutating func column(_ index: Int) -> Value {
    if let known = dealCells.value(index, stamp) {
      trace?.read(rules.dealColumns[index], block, deal: deal, line: -1, index)
      return known
    }
    let value = typed(block.cell(deal: deal, column: index), index, isLine: false)
    dealCells.set(index, stamp, value)
    trace?.read(rules.dealColumns[index], block, deal: deal, line: -1, index)
    return value
  }

  mutating func lineColumn(_ index: Int) -> Value {
    guard line >= 0 else { return .missing }
    if let known = lineCells.value(index, lineStamp) {
      trace?.read(rules.lineColumns[index], block, deal: deal, line: line, index)
      return known
    }
    let value = typed(block.lineCell(line: line, column: index), index, isLine: true)
    lineCells.set(index, lineStamp, value)
    trace?.read(rules.lineColumns[index], block, deal: deal, line: line, index)
    return value
  }

  /// Turns to the product line `index` of the block; −1 leaves the lines.
  mutating func turn(toLine index: Int) {
    line = index
    lineStamp &+= 1
  }

  private mutating func typed(_ cell: ByteView, _ index: Int, isLine: Bool) -> Value {
    // One element of the array is read in place; copying the column would count its references.
    let kind = isLine ? rules.lineColumns[index].kind : rules.dealColumns[index].kind
    let text = cell.trimmed
    if text.isEmpty || isEmptyWord(text) { return emptyMeans(index, isLine) }
    switch kind {
    case .text, .email, .currency:
      let cleaning = isLine ? rules.lineColumns[index].cleaning : rules.dealColumns[index].cleaning
      if cleaning == .trim { return .text(text) }
      return columnCleaned(cleaning.contains(.trim) ? text : cell, cleaning)
    case .number:
      let style = isLine ? rules.lineColumns[index].style : rules.dealColumns[index].style
      switch ExactDecimal.parse(text, block.isJSON ? .plain : style) {
      case .success(let number): return .number(number)
      case .failure(let error):
        hold(badNumber(text, error, index, isLine))
        return .failed
      }
    case .date: return date(text, index, isLine)
    case .yesNo: return yesNo(text, index, isLine)
    case .country:
      if let country = Country.find(text) { return .text(country.alpha2) }
      hold(badCountry(text, index, isLine))
      return .failed
    }
  }

  private func isEmptyWord(_ text: ByteView) -> Bool {
    for word in rules.emptyWords where word.equalsIgnoringASCIICase(text) { return true }
    return false
  }

  private func emptyMeans(_ index: Int, _ isLine: Bool) -> Value {
    let node = isLine ? rules.lineColumns[index].emptyMeans : rules.dealColumns[index].emptyMeans
    guard node >= 0 else { return .missing }
    switch store.node(node) {
    case .number(let number): return .number(number)
    case .date(let date): return .date(date)
    case .truth(let truth): return .truth(truth)
    case .text(let text): return .text(text)
    default: return .missing
    }
  }

  private mutating func columnCleaned(_ text: ByteView, _ cleaning: Cleaning) -> Value {
    let start = scratch.count
    if cleaning.contains(.collapse) { text.appendCollapsed(to: &scratch) } else { scratch.append(text) }
    if cleaning.contains(.upper) || cleaning.contains(.lower) {
      let words = scratch.view(start, scratch.count).string
      scratch.truncate(to: start)
      scratch.append(text: cleaning.contains(.upper) ? words.uppercased() : words.lowercased())
    }
    return .text(arena.take(from: &scratch, startingAt: start))
  }

  /// A date in the company's zone: times are moved there, dates without a time stay as they are.
  private mutating func date(_ text: ByteView, _ index: Int, _ isLine: Bool) -> Value {
    if DateTime.isNoDate(text) { return .missing }
    let patterns = isLine ? rules.lineColumns[index].dates : rules.dealColumns[index].dates
    for pattern in patterns {
      guard let found = pattern.parse(text) else { continue }
      guard let seconds = found.secondsOfDay else { return .date(found.date) }
      let midnight = Int64(found.date.dayNumber) * 86_400
      if let offset = found.offsetSeconds {
        return .date(rules.company.zone.localDate(utcSeconds: midnight + Int64(seconds) - Int64(offset)))
      }
      if block.isJSON, rules.settings.isJSONTimeUTC {
        return .date(rules.company.zone.localDate(utcSeconds: midnight + Int64(seconds)))
      }
      guard let zone = rules.sourceZone else { return .date(found.date) }
      return .date(
        rules.company.zone.localDate(utcSeconds: zone.utcSeconds(local: found.date, secondsOfDay: seconds).first))
    }
    hold(badDate(text, patterns.count, index, isLine))
    return .failed
  }

  private mutating func yesNo(_ text: ByteView, _ index: Int, _ isLine: Bool) -> Value {
    for word in rules.yesWords where word.equalsFolded(text) { return .truth(true) }
    for word in rules.noWords where word.equalsFolded(text) { return .truth(false) }
    hold(badYesNo(text, index, isLine))
    return .failed
  }
}

extension TimeZoneRules.Instant {
  /// The one instant; the earlier of two; in a gap, the one that the offset before the change gives.
  var first: Int64 {
    switch self {
    case .unique(let seconds): seconds
    case .gap(let before, _): before
    case .fold(let earlier, _): earlier
    }
  }
}
