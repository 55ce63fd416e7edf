import Bytes
import Money
import Testing

private func parse(_ text: String, _ style: NumberStyle = .plain) -> Result<ExactDecimal, NumberError> {
  text.withByteView { ExactDecimal.parse($0, style) }
}

private let german = NumberStyle(decimalSign: UInt8(ascii: ","), grouping: .dot)
private let french = NumberStyle(decimalSign: UInt8(ascii: ","), grouping: .space)
private let english = NumberStyle(grouping: .comma)
private let swiss = NumberStyle(grouping: .apostrophe)
private let indian = NumberStyle(grouping: .indian)
private let comma = NumberStyle(decimalSign: UInt8(ascii: ","))

private let accepted: [(String, NumberStyle, String)] = [
  ("0", .plain, "0"), ("-0", .plain, "0"), ("007", .plain, "7"), ("12.50", .plain, "12.50"), ("-12.5", .plain, "-12.5"),
  ("1.005", .plain, "1.005"), ("1.234", .plain, "1.234"), ("(5.00)", .plain, "-5.00"), ("\u{2212}5", .plain, "-5"),
  ("999999999999999999", .plain, "999999999999999999"), ("0.12345678901234567", .plain, "0.12345678901234567"),
  ("000000000000000000000012", .plain, "12"), ("1,234", english, "1234"), ("1,234,567.89", english, "1234567.89"),
  ("1234.5", english, "1234.5"), ("(1,234.50)", english, "-1234.50"), ("1.234", german, "1234"),
  ("1.234,50", german, "1234.50"), ("1234,5", german, "1234.5"), ("1 234,50", french, "1234.50"),
  ("1\u{A0}234,50", french, "1234.50"), ("1\u{202F}234\u{A0}567,5", french, "1234567.5"),
  ("1'234.50", swiss, "1234.50"),
  ("1\u{2019}234.50", swiss, "1234.50"), ("12,34,567.89", indian, "1234567.89"), ("1,234", indian, "1234"),
  ("1,5", comma, "1.5"),
]

@Test(arguments: accepted)
func `a number is read as its style writes it`(_ row: (text: String, style: NumberStyle, value: String)) throws {
  #expect(try parse(row.text, row.style).get().description == row.value)
}

/// The amounts of the malformed exports, each with why it is refused.
private let refused: [(String, NumberStyle, NumberError)] = [
  ("1,234", .plain, .grouping), ("1 234,50", .plain, .grouping), ("5-", .plain, .notANumber),
  ("--5", .plain, .notANumber), ("+5", .plain, .notANumber), ("1e3", .plain, .exponent), ("1E3", .plain, .exponent),
  ("NaN", .plain, .symbol), ("Infinity", .plain, .symbol), ("0x10", .plain, .symbol),
  ("123456789012345678901234567890123", .plain, .tooLong), ("1234567890123456789", .plain, .tooLong),
  ("0.123456789012345678", .plain, .tooLong), ("\u{661}\u{662}\u{663}", .plain, .notANumber),
  ("\u{FF11}", .plain, .notANumber), ("1'234.50", .plain, .grouping), ("", .plain, .notANumber),
  ("-", .plain, .notANumber), ("$5", .plain, .symbol), ("5€", .plain, .symbol), ("5EUR", .plain, .symbol),
  ("5%", .plain, .symbol), ("1,2,3", comma, .notANumber), ("1.2.3", .plain, .notANumber), (".5", .plain, .notANumber),
  ("5.", .plain, .notANumber), ("()", .plain, .notANumber), ("(5", .plain, .notANumber), ("(-5)", .plain, .notANumber),
  ("1.234", comma, .grouping), ("12,34", english, .grouping), ("1234,567", english, .grouping),
  ("1,,234", english, .grouping), (",234", english, .grouping), ("1.23,456", english, .grouping),
  ("123,456", indian, .grouping), ("1,23", indian, .grouping), ("1.234.5", german, .grouping),
]

@Test(arguments: refused)
func `what could be read two ways, or not at all, is refused`(
  _ row: (text: String, style: NumberStyle, error: NumberError)
) {
  #expect(parse(row.text, row.style) == .failure(row.error))
}

@Test func `an amount with a currency's code is refused`() {
  for text in ["5 EUR", "EUR 5", "5 €", "€5"] {
    if case .success = parse(text) { Issue.record("\(text) was read") }
  }
}

@Test(arguments: [("0.125", german), ("000.001", german), ("-0.500", german), ("0,123", english), ("0.125,50", german)])
func `a group that begins with zero is a fraction from elsewhere`(text: String, style: NumberStyle) {
  #expect(parse(text, style) == .failure(.zeroGroup))
  #expect(throws: Never.self) { try parse("10.000", german).get() }
}

@Test func `half a cent or half a yen is no amount`() throws {
  #expect(try parse("1.005").get().minorUnits(2) == nil)
  #expect(try parse("1.5").get().minorUnits(0) == nil)
  #expect(try parse("1.500").get().minorUnits(2) == 150)
  #expect(try parse("12").get().minorUnits(2) == 1200)
  #expect(try parse("1.234").get().minorUnits(3) == 1234)
  #expect(try parse("999999999999999999").get().minorUnits(2) == nil)
}

@Test(arguments: UInt64(1)...1000) func `what is written is read again`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  let digits = Int.random(in: 1...18, using: &random)
  let bound = smallPowerOfTen(digits) - 1
  let number = ExactDecimal(
    mantissa: .random(in: -bound...bound, using: &random), scale: .random(in: 0...17, using: &random))
  // 18 digits and one scale more than digits need a leading zero, which does not count.
  let again = try parse(number.description).get()
  #expect(again == number)
  #expect(again.trimmed.isEqual(to: number))
  #expect(try parse(number.trimmed.description).get().isEqual(to: number))
}

@Test(arguments: UInt64(1)...1000) func `sums and products are exact`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  func number() -> ExactDecimal {
    ExactDecimal(
      mantissa: .random(in: -99_999_999...99_999_999, using: &random), scale: .random(in: 0...4, using: &random))
  }
  let (a, b, c) = (number(), number(), number())
  let sum = try #require(a.adding(b))
  #expect(try #require(sum.subtracting(b)).isEqual(to: a))
  #expect(try #require(b.adding(a)).isEqual(to: sum))
  let product = try #require(a.multiplied(by: b))
  #expect(
    Int128(product.mantissa) * powerOfTen(8 - Int(product.scale))
      == Int128(a.mantissa) * Int128(b.mantissa) * powerOfTen(8 - Int(a.scale) - Int(b.scale)))
  #expect((a < b) == (b.subtracting(a).map { !$0.isNegative && !$0.isZero }))
  if !c.isZero, let quotient = a.divided(by: c, digits: 6) {
    // a ÷ c differs from the quotient by at most half a unit of its last digit.
    let back = try #require(quotient.multiplied(by: c))
    let off = try #require(back.subtracting(a)).magnitude
    let half = try #require(c.magnitude.multiplied(by: ExactDecimal(mantissa: 5, scale: 7)))
    #expect(off <= half)
  }
}

@Test func `at the limits operations give nothing and never trap`() {
  let limits: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max, 999_999_999_999_999_999, -999_999_999_999_999_999]
  for a in limits {
    for b in limits {
      for scales in [(0, 0), (0, 17), (17, 0), (17, 17)] as [(Int8, Int8)] {
        let x = ExactDecimal(mantissa: a, scale: scales.0)
        let y = ExactDecimal(mantissa: b, scale: scales.1)
        for result in [x.adding(y), x.subtracting(y), x.multiplied(by: y)] {
          if let result {
            #expect(result.mantissa.magnitude < 1_000_000_000_000_000_000)
            #expect(result.scale <= ExactDecimal.maximumScale)
          }
        }
        for digits in [-1, 0, 2, 10, 17, 18] { _ = x.divided(by: y, digits: digits) }
        _ = (x < y, x.isEqual(to: y), x.description, x.trimmed, x.negated, x.minorUnits(0), x.minorUnits(4))
        for digits in [0, 2, 16] { _ = (x.rounded(to: digits, .halfUp), x.rounded(to: digits, .halfEven)) }
      }
    }
  }
  #expect(ExactDecimal(mantissa: 999_999_999_999_999_999).adding(.one) == nil)
  #expect(ExactDecimal(mantissa: 1_000_000_000).multiplied(by: ExactDecimal(mantissa: 1_000_000_000)) == nil)
  #expect(ExactDecimal.one.divided(by: .zero, digits: 2) == nil)
}

@Test func `a product is shortened only where it loses nothing`() throws {
  let x = ExactDecimal(mantissa: 5, scale: 17)
  #expect(x.multiplied(by: ExactDecimal(mantissa: 2, scale: 1)) == ExactDecimal(mantissa: 1, scale: 17))
  #expect(x.multiplied(by: ExactDecimal(mantissa: 3, scale: 1)) == nil)
}
