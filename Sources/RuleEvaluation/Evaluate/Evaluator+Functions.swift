import Bytes
import Calendars
import Money
import RuleLanguage

/// The functions of the expression language; each is total: what it cannot do is missing or a hold, never a trap.
extension Evaluator {
  @inline(never)
  func arithmetic(_ op: Arithmetic, _ a: NodeID, _ b: NodeID, _ id: NodeID) -> Value {
    switch (value(a), value(b)) {
    case (.number(let x), .number(let y)):
      let result: ExactDecimal? =
        switch op {
        case .add: x.adding(y)
        case .subtract: x.subtracting(y)
        case .multiply: x.multiplied(by: y)
        case .divide: x.divided(by: y, digits: 10)?.trimmed
        }
      if let result {
        if op == .divide { trace?.note("rounded half up to 10 decimals") }
        return .number(result)
      }
      hold(badArithmetic(op, x, y, id))
      return .failed
    case (.failed, _), (_, .failed): return .failed
    default: return .missing
    }
  }

  @inline(never)
  func call(_ function: Function, _ list: NodeList, _ id: NodeID) -> Value {
    switch function {
    case .min, .max: return extreme(function, list)
    case .addDays, .addMonths, .endOfMonth, .year, .month, .day, .dateText: return dateCall(function, list, id)
    case .round, .abs, .number: return numberCall(function, list, id)
    default: return textCall(function, list)
    }
  }

  private func extreme(_ function: Function, _ list: NodeList) -> Value {
    var best: ExactDecimal?
    for i in 0..<list.count {
      switch value(store.item(list, i)) {
      case .number(let number):
        if let known = best { best = (number < known) == (function == .min) ? number : known } else { best = number }
      case .failed: return .failed
      default: continue
      }
    }
    return best.map { .number($0) } ?? .missing
  }

  private func numberCall(_ function: Function, _ list: NodeList, _ id: NodeID) -> Value {
    let first = value(store.item(list, 0))
    switch (function, first) {
    case (_, .failed): return .failed
    case (.abs, .number(let number)): return .number(number.magnitude)
    case (.round, .number(let number)):
      guard case .number(let digits) = value(store.item(list, 1)) else { return .missing }
      guard digits.trimmed.scale == 0, (0...10).contains(digits.trimmed.mantissa) else {
        hold(
          impossible(
            "rounding to \(digits.description) decimals: 0 to 10 are possible",
            "a formula rounds to an impossible number of decimals", id))
        return .failed
      }
      let rounded = number.rounded(to: Int(digits.mantissa), .halfUp)
      if rounded != number { trace?.note("rounded half up to \(digits.mantissa) decimals") }
      return .number(rounded)
    case (.number, .number(let number)): return .number(number)
    case (.number, .text(let text)):
      if case .success(let number) = ExactDecimal.parse(text.trimmed, .plain) { return .number(number) }
      hold(notANumber(text, id))
      return .failed
    default: return .missing
    }
  }

  private func textCall(_ function: Function, _ list: NodeList) -> Value {
    let text: ByteView
    switch asText(value(store.item(list, 0))) {
    case .text(let found): text = found
    case .failed: return .failed
    default: return .missing
    }
    switch function {
    case .trim: return .text(text.trimmed)
    case .upper: return made(text.string.uppercased())
    case .lower: return made(text.string.lowercased())
    case .collapse:
      let start = scratch.count
      text.trimmed.appendCollapsed(to: &scratch)
      return .text(arena.take(from: &scratch, startingAt: start))
    case .left, .right, .pad: return measured(function, text, value(store.item(list, 1)))
    case .replace:
      guard case .text(let old) = asText(value(store.item(list, 1))), !old.isEmpty else { return .text(text) }
      var new = ByteView.empty
      if case .text(let found) = asText(value(store.item(list, 2))) { new = found }
      return replaced(text, old, new)
    case .before, .after:
      guard case .text(let mark) = asText(value(store.item(list, 1))), !mark.isEmpty else { return .text(text) }
      return part(function, text, mark)
    default: return .text(text)
    }
  }

  private func made(_ text: String) -> Value {
    let start = scratch.count
    scratch.append(text: text)
    return .text(arena.take(from: &scratch, startingAt: start))
  }

  /// `left`, `right` and `pad` count Unicode scalars; widths are cut to 0…1,000.
  private func measured(_ function: Function, _ text: ByteView, _ width: Value) -> Value {
    guard case .number(let number) = width else { return .text(text) }
    let wanted = Int(Swift.max(0, Swift.min(1000, number.rounded(to: 0, .halfUp).mantissa)))
    let scalars = text.scalarCount
    switch function {
    case .left: return .text(text.slice(0, text.offset(ofScalar: wanted)))
    case .right: return .text(text.dropFirst(text.offset(ofScalar: Swift.max(0, scalars - wanted))))
    default:
      if scalars >= wanted { return .text(text) }
      let start = scratch.count
      for _ in scalars..<wanted { scratch.append(UInt8(ascii: "0")) }
      scratch.append(text)
      return .text(arena.take(from: &scratch, startingAt: start))
    }
  }

  private func replaced(_ text: ByteView, _ old: ByteView, _ new: ByteView) -> Value {
    let start = scratch.count
    var at = 0
    while at < text.count {
      if at + old.count <= text.count, text.slice(at, at + old.count) == old {
        scratch.append(new)
        at += old.count
      } else {
        scratch.append(text[at])
        at += 1
      }
      if scratch.count - start > 65_536 { break }
    }
    return .text(arena.take(from: &scratch, startingAt: start))
  }

  /// What stands before, or after, the first `mark`; the whole text (before) or nothing (after) without one.
  private func part(_ function: Function, _ text: ByteView, _ mark: ByteView) -> Value {
    var at = 0
    while at + mark.count <= text.count {
      if text.slice(at, at + mark.count) == mark {
        return .text(function == .before ? text.slice(0, at) : text.dropFirst(at + mark.count))
      }
      at += 1
    }
    return function == .before ? .text(text) : .missing
  }

  private func dateCall(_ function: Function, _ list: NodeList, _ id: NodeID) -> Value {
    let date: CivilDate
    switch value(store.item(list, 0)) {
    case .date(let found): date = found
    case .failed: return .failed
    default: return .missing
    }
    switch function {
    case .year: return .number(ExactDecimal(mantissa: Int64(date.year)))
    case .month: return .number(ExactDecimal(mantissa: Int64(date.month)))
    case .day: return .number(ExactDecimal(mantissa: Int64(date.day)))
    case .endOfMonth: return .date(date.endOfMonth)
    case .dateText:
      guard case .text(let pattern) = value(store.item(list, 1)) else { return .missing }
      return dateText(date, pattern)
    default:
      guard case .number(let count) = value(store.item(list, 1)) else { return .missing }
      let whole = count.trimmed
      guard whole.scale == 0, whole.mantissa.magnitude <= 100_000 else {
        let unit = function == .addDays ? "days" : "months"
        hold(
          impossible(
            "\(date) and \(count.description) \(unit): whole \(unit) are added, at most 100,000",
            "a formula adds an impossible number of \(unit) to a date", id))
        return .failed
      }
      let amount = Int(whole.mantissa)
      return .date(function == .addDays ? date.adding(days: amount) : date.adding(months: amount))
    }
  }

  /// `YYYY`, `YY`, `MM`, `DD` in a pattern are replaced; everything else stands as it is.
  private func dateText(_ date: CivilDate, _ pattern: ByteView) -> Value {
    let start = scratch.count
    var at = 0
    while at < pattern.count {
      let rest = pattern.dropFirst(at)
      if rest.hasPrefix(ByteView("YYYY")) {
        scratch.append(decimal: date.year, width: 4)
        at += 4
      } else if rest.hasPrefix(ByteView("YY")) {
        scratch.append(decimal: date.year % 100, width: 2)
        at += 2
      } else if rest.hasPrefix(ByteView("MM")) {
        scratch.append(decimal: date.month, width: 2)
        at += 2
      } else if rest.hasPrefix(ByteView("DD")) {
        scratch.append(decimal: date.day, width: 2)
        at += 2
      } else {
        scratch.append(pattern[at])
        at += 1
      }
    }
    return .text(arena.take(from: &scratch, startingAt: start))
  }

  // MARK: E-mail

  /// Tells of an address that cannot be read, once a deal; what has no `@` ("n/a") was never meant to be one.
  @inline(never)
  private func noteLeftOut(_ candidate: ByteView) {
    guard candidate.firstIndex(of: UInt8(ascii: "@")) != nil else { return }
    let message = "'\(shortened(candidate))' is not one e-mail address, and is left out"
    guard !problems.contains(where: { $0.message == message }) else { return }
    add(
      problem(
        .emailLeftOut, message, cause: "e-mail addresses that cannot be read are left out",
        fix: "correct the address in the CRM", severity: .note))
  }

  /// The first well-formed address of the texts, or the others joined by commas.
  @inline(never)
  func emails(_ list: NodeList, first: Bool) -> Value {
    var found = 0
    let start = scratch.count
    for i in 0..<list.count {
      let text: ByteView
      switch asText(value(store.item(list, i))) {
      case .text(let some): text = some
      case .failed: return .failed
      default: continue
      }
      var at = 0
      while at <= text.count {
        let end = at + text.dropFirst(at).position(of: UInt8(ascii: ","), or: UInt8(ascii: ";"))
        let candidate = text.slice(at, end).trimmed
        at = end + 1
        guard candidate.isEmailAddress else {
          if !candidate.isEmpty { noteLeftOut(candidate) }
          continue
        }
        found += 1
        if first { return .text(candidate) }
        if found > 1 {
          if scratch.count > start { scratch.append(UInt8(ascii: ",")) }
          scratch.append(candidate)
        }
      }
    }
    if first || scratch.count == start { return .missing }
    return .text(arena.take(from: &scratch, startingAt: start))
  }
}

extension ByteView {
  /// Where scalar number `index` starts; the end when there are fewer.
  func offset(ofScalar index: Int) -> Int {
    var seen = 0
    var at = 0
    while at < count {
      if self[at] & 0xC0 != 0x80 {
        if seen == index { return at }
        seen += 1
      }
      at += 1
    }
    return count
  }

  /// Whether this looks like one e-mail address that QuickBooks takes: something, `@`, a domain with a dot, no blanks,
  /// no signs that separate or quote, at most 100 characters.
  var isEmailAddress: Bool {
    if let answer = isShortEmailAddress { return answer }
    guard count <= 100 || scalarCount <= 100 else { return false }
    var at = -1
    var dot = -1
    for i in 0..<count {
      switch self[i] {
      case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ","), UInt8(ascii: ";"),
        UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: ":"),
        UInt8(ascii: "\\"):
        return false
      case UInt8(ascii: "@"):
        if at >= 0 { return false }
        at = i
      case UInt8(ascii: "."):
        if i == 0 || self[i - 1] == UInt8(ascii: ".") || self[i - 1] == UInt8(ascii: "@") { return false }
        dot = i
      default: continue
      }
    }
    return at > 0 && dot > at && dot < count - 1
  }
}
