import Bytes
import Money

/// How many decimals a currency has; two when its code is unknown, as ``amountText(_:code:)`` has it.
public func currencyDecimals(_ code: String) -> Int { decimals(ofCurrency: code) }

func decimals(ofCurrency code: String) -> Int {
  if case .current(let currency) = code.withByteView({ Currency.find($0) }) { return currency.minorDigits }
  return 2
}

/// How an amount is set for people.
package enum AmountStyle {
  /// Groups of three by a narrow no-break space (U+202F), minus as U+2212: `−1 187 420.55`.
  case page
  /// Groups of three by commas, minus as a hyphen: `-1,187,420.55`.
  case terminal

  var separator: Character { self == .page ? "\u{202F}" : "," }
  var minus: String { self == .page ? "\u{2212}" : "-" }
}

/// `units` minor units with exactly the currency's decimals, in groups of three; nothing is rounded.
///
/// Sums of amounts come as `Int128`, in which they cannot overflow.
package func groupedAmount(_ units: Int128, code: String, _ style: AmountStyle, showsPlus: Bool = false) -> String {
  let places = decimals(ofCurrency: code)
  var digits = String(units.magnitude)
  if digits.utf8.count <= places { digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits }
  let whole = grouped(String(digits.dropLast(places)), style)
  let sign = units < 0 ? style.minus : showsPlus && units > 0 ? "+" : ""
  return sign + whole + (places > 0 ? "." + digits.suffix(places) : "")
}

func groupedAmount(_ units: Int64, code: String, _ style: AmountStyle) -> String {
  groupedAmount(Int128(units), code: code, style)
}

/// A count in groups of three.
func groupedCount(_ count: Int, _ style: AmountStyle) -> String {
  (count < 0 ? style.minus : "") + grouped(String(count.magnitude), style)
}

/// A number as it was written, its whole part in groups; anything else as it is.
func groupedNumber(_ text: String, _ style: AmountStyle) -> String {
  let isNegative = text.hasPrefix("-")
  let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  let isNumber = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
  guard let whole = parts.first, isNumber else { return text }
  return (isNegative ? style.minus : "") + grouped(String(whole), style) + (parts.count > 1 ? ".\(parts[1])" : "")
}

/// A figure of a control, in groups; a hash is no quantity and stays as it is.
package func groupedFigure(_ text: String, of control: Control, _ style: AmountStyle) -> String {
  control.what.hasPrefix("hash") ? text : groupedNumber(text, style)
}

private func grouped(_ digits: String, _ style: AmountStyle) -> String {
  var out = ""
  let count = digits.utf8.count
  for (index, digit) in digits.enumerated() {
    if index > 0 && (count - index) % 3 == 0 { out.append(style.separator) }
    out.append(digit)
  }
  return out
}

/// `1 deal`, `2 deals`.
package func counted(_ count: Int, _ singular: String, _ plural: String, _ style: AmountStyle) -> String {
  "\(groupedCount(count, style)) \(count == 1 ? singular : plural)"
}

/// Amounts by currency, the largest first, ties by code.
func largestFirst(_ money: [String: Int64]) -> [(code: String, units: Int64)] {
  money.map { (code: $0.key, units: $0.value, size: nominalSize($0.value, code: $0.key)) }
    .sorted { $0.size != $1.size ? $0.size > $1.size : $0.code < $1.code }
    .map { (code: $0.code, units: $0.units) }
}

/// How large an amount looks as written, in units of 10^-4: 5,000 yen are more than 41.20 francs. No rate is applied.
public func nominalSize(_ units: Int64, code: String) -> UInt128 {
  nominalSize(units, minorDigits: decimals(ofCurrency: code))
}

/// The same for a currency of so many decimals, at most four.
public func nominalSize(_ units: Int64, minorDigits: Int) -> UInt128 {
  var size = UInt128(units.magnitude)
  for _ in minorDigits..<4 { size *= 10 }
  return size
}
