import TaxIdentifiers
import Testing

/// A recipe written a second time: slow, on Strings and Ints, word for word from the published description, and
/// without a look at the library's own.
struct LiteralRecipe: Sendable, CustomTestStringConvertible {
  let code: String
  /// Characters that are deleted wherever they stand.
  let strip: String
  /// Known good numbers, each with its usual spelling.
  let examples: [(number: String, written: String)]
  /// Shapes to draw numbers from: 9 is any digit, A any letter, * either, all else stands for itself.
  let shapes: [String]
  /// Takes prefixes away and pads.
  let reduce: @Sendable (String) -> String
  /// Judges the minimal form.
  let judge: @Sendable (String) -> TaxIdentifierOutcome

  init(
    _ code: String, strip: String, _ examples: KeyValuePairs<String, String>, shapes: [String],
    reduce: @escaping @Sendable (String) -> String = { $0 }, judge: @escaping @Sendable (String) -> TaxIdentifierOutcome
  ) {
    self.code = code
    self.strip = strip
    self.examples = examples.map { ($0.key, $0.value) }
    self.shapes = shapes
    self.reduce = reduce
    self.judge = judge
  }

  var testDescription: String { code }

  /// The minimal form of what somebody wrote; nil for nothing but blanks.
  func compact(_ raw: String) -> String? {
    let text = literallyCleaned(raw)
    return text.isEmpty ? nil : reduce(capitals(text.filter { !strip.contains($0) }))
  }

  func validate(_ raw: String) -> TaxIdentifierOutcome { compact(raw).map(judge) ?? .absent }

  static let all: [LiteralRecipe] = europeanUnion + europe + americas + asiaPacific + middleEastAfrica
}

/// Steps 1 and 2 of reading a number: invisible characters dropped, look-alikes mapped to ASCII, ends trimmed.
func literallyCleaned(_ raw: String) -> String {
  if raw.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return raw }  // The usual case, for the tests' speed.
  var text = ""
  for scalar in raw.unicodeScalars {
    switch scalar.value {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF: break
    case 0x2010...0x2015, 0x2212, 0xFE63, 0xFF0D: text.append("-")
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: text.append(" ")
    case 0xFF01...0xFF5E: text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFF01) + 0x21))
    case 0x1D7CE...0x1D7FF: text.append("\((scalar.value - 0x1D7CE) % 10)")
    default: text.append(twins[Character(scalar)] ?? Character(scalar))
    }
  }
  while let first = text.first, first.isWhitespace { text.removeFirst() }
  while let last = text.last, last.isWhitespace { text.removeLast() }
  return text
}

/// Greek and Cyrillic letters that look like Latin capitals, each above its twin.
private let twins: [Character: Character] = Dictionary(
  uniqueKeysWithValues: zip(
    "ΑΒΕΖΗΙΚΜΝΟοΡΤΥΧ" + "АВЕКМНОРСТУХЅІЈ" + "авекмнорстухѕіј",
    "ABEZHIKMNOOPTYX" + "ABEKMHOPCTYXSIJ" + "ABEKMHOPCTYXSIJ"))

/// Capitals for the letters of ASCII, and for no others.
func capitals(_ text: String) -> String {
  text.contains { $0.isLowercase } ? String(text.map { $0.isASCII ? Character($0.uppercased()) : $0 }) : text
}

// MARK: The notation of the recipes

/// Whether the text is exactly `length` ASCII digits.
func isDigits(_ text: String, _ length: Int) -> Bool {
  text.utf8.count == length && text.utf8.allSatisfy { (48...57).contains($0) }
}

/// Whether the text is digits and nothing else, and not empty.
func isDigits(_ text: String) -> Bool { !text.isEmpty && isDigits(text, text.utf8.count) }

/// Whether the text is one capital letter of ASCII.
func isLetter(_ text: String) -> Bool { text.utf8.count == 1 && text.utf8.allSatisfy { (65...90).contains($0) } }

/// d1 d2 … dn.
func digits(_ text: String) -> [Int] { text.map { Int(String($0)) ?? 0 } }

/// The characters from place `first` to place `last`, counted from 1.
func part(_ text: String, _ first: Int, _ last: Int) -> String {
  guard first <= last, first <= text.count else { return "" }
  return String(text.dropFirst(first - 1).prefix(last - first + 1))
}

/// The digits from place `first` to place `last` as one number.
func number(_ text: String, _ first: Int, _ last: Int) -> Int { Int(part(text, first, last)) ?? 0 }

/// The character at a place counted from 1.
func at(_ text: String, _ place: Int) -> String { part(text, place, place) }

/// S(w1 w2 …) = w1*d1 + w2*d2 + …
func weighted(_ weights: [Int], _ values: [Int]) -> Int { zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } }

/// S over the digits of a text from the left.
func weighted(_ weights: [Int], _ text: String) -> Int { weighted(weights, digits(text)) }

/// The remainder, never negative.
func mod(_ value: Int, _ divisor: Int) -> Int { ((value % divisor) + divisor) % divisor }

/// The place of a character in an alphabet, from 0; nil when it is not there.
func place(_ character: String, _ alphabet: String) -> Int? {
  character.count == 1 ? Array(alphabet).firstIndex(of: Character(character)) : nil
}

/// The sum of the decimal digits.
func crossSum(_ value: Int) -> Int { digits("\(value)").reduce(0, +) }

func luhn(_ text: String) -> Bool {
  var total = 0
  for (index, digit) in digits(text).reversed().enumerated() {
    let doubled = index % 2 == 1 ? digit * 2 : digit
    total += doubled > 9 ? doubled - 9 : doubled
  }
  return total % 10 == 0
}

func m11And10(_ text: String) -> Bool {
  var p = 10
  for d in digits(text).dropLast() {
    p = (p + d) % 10
    if p == 0 { p = 10 }
    p = 2 * p % 11
  }
  return mod(11 - p, 10) == digits(text).last
}

/// The number that the text makes, letters read as 10 … 35, modulo 97.
func mod97(_ text: String) -> Int {
  let replaced = text.map { place(String($0), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ").map { "\($0)" } ?? "" }.joined()
  return digits(replaced).reduce(0) { ($0 * 10 + $1) % 97 }
}

func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
  let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
  let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1]
}

/// Right shape: the check digit decides.
func check(_ right: Bool) -> TaxIdentifierOutcome { right ? .wellFormed : .checksum }

/// No check digit: the shape decides.
func shape(_ right: Bool) -> TaxIdentifierOutcome { right ? .formatOnly : .malformed }

/// Takes the first of the prefixes that stands in front away.
func without(_ prefixes: String...) -> @Sendable (String) -> String {
  { text in prefixes.first { text.hasPrefix($0) }.map { String(text.dropFirst($0.count)) } ?? text }
}

/// Puts zeros in front up to the length.
func padded(_ text: String, _ length: Int) -> String {
  String(repeating: "0", count: max(0, length - text.count)) + text
}
