public import Bytes

/// How numbers are written in a source: the decimal sign and, if any, the sign between groups of digits.
public struct NumberStyle: Sendable, Hashable {
  public enum Grouping: UInt8, Sendable {
    /// No grouping: `1234567.89`.
    case none
    case comma, dot
    /// A space, a no-break space (U+00A0) or a narrow one (U+202F).
    case space
    /// `'` or `’`, as in Switzerland.
    case apostrophe
    /// Commas as in India: `12,34,567.89`.
    case indian
  }
  /// `.` or `,`.
  public var decimalSign: UInt8
  public var grouping: Grouping

  public init(decimalSign: UInt8 = UInt8(ascii: "."), grouping: Grouping = .none) {
    self.decimalSign = decimalSign
    self.grouping = grouping
  }

  public static let plain = NumberStyle()
}

/// Why a text is not a number in the declared style.
public enum NumberError: UInt8, Error, Sendable {
  /// Not digits with at most one decimal sign.
  case notANumber
  /// A grouping sign that the style does not name, or groups that are not of three digits (two in India).
  case grouping
  /// Groups of which the first begins with a zero: `0.125` where points group.
  case zeroGroup
  /// Exponents (`1e3`) are refused: no bookkeeper writes them.
  case exponent
  /// A currency sign or code, or a percent sign, stands in the cell.
  case symbol
  /// More than 18 digits, more than 17 of them after the decimal sign, or more than 32 characters.
  case tooLong
}

extension ExactDecimal {
  /// Reads a number written in `style`: an optional sign (`-`, `+` refused, U+2212, or accounting parentheses), digits,
  /// groups if the style has them, and a fraction. What could be read two ways is refused, not guessed.
  public static func parse(_ text: ByteView, _ style: NumberStyle) -> Result<ExactDecimal, NumberError> {
    if let number = parseShort(text, style.decimalSign) { return .success(number) }
    // Digits and a decimal sign, without a second look at any byte.
    var i = 0
    let count = text.count
    guard count > 0 else { return .failure(.notANumber) }
    let negative = text[0] == UInt8(ascii: "-")
    if negative { i = 1 }
    let first = i
    var mantissa: Int64 = 0
    var point = -1
    while i < count {
      let digit = text[i] &- 0x30
      if digit <= 9 {
        mantissa = mantissa &* 10 &+ Int64(digit)
      } else if text[i] == style.decimalSign, point < 0, i > first {
        point = i
      } else {
        return parseSlowly(text, style)
      }
      i += 1
    }
    let digits = count - first - (point < 0 ? 0 : 1)
    if digits == 0 || digits > 18 || point == count - 1 { return parseSlowly(text, style) }
    let scale = point < 0 ? 0 : count - point - 1
    return .success(ExactDecimal(mantissa: negative ? -mantissa : mantissa, scale: Int8(truncatingIfNeeded: scale)))
  }

  /// Up to eight bytes of digits with at most one decimal sign between them, all at once; nil for anything else.
  @inline(__always)
  private static func parseShort(_ text: ByteView, _ decimalSign: UInt8) -> ExactDecimal? {
    let count = text.count
    guard count > 0, count <= 8 else { return nil }
    var word = count == 8 ? text.word(at: 0) : text.shortWord(at: 0)
    let digits = word ^ 0x3030_3030_3030_3030
    let others =
      ((digits & 0x7F7F_7F7F_7F7F_7F7F &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
      & (UInt64.max &>> UInt64(64 - count * 8))
    var length = count
    var scale = 0
    if others != 0 {
      let point = others.trailingZeroBitCount &>> 3
      guard others & (others &- 1) == 0, text[point] == decimalSign, point > 0, point < count - 1 else { return nil }
      scale = count - point - 1
      length = count - 1
      let below = (UInt64(1) &<< UInt64(point * 8)) &- 1
      word = word & below | (word &>> 8) & ~below
    }
    // Digits to the top, zeros below them, which are those in front.
    word &<<= UInt64(64 - length * 8)
    word &= 0x0F0F_0F0F_0F0F_0F0F
    word = (word &* 2561) &>> 8 & 0x00FF_00FF_00FF_00FF
    word = (word &* 6_553_601) &>> 16 & 0x0000_FFFF_0000_FFFF
    word = (word &* 42_949_672_960_001) &>> 32
    return ExactDecimal(mantissa: Int64(word), scale: Int8(scale))
  }

  /// The full rules, for every text that is not plain digits.
  @inline(never)
  private static func parseSlowly(_ text: ByteView, _ style: NumberStyle) -> Result<ExactDecimal, NumberError> {
    guard text.count <= 40 else { return .failure(.tooLong) }
    var scalars = Array(text.string.unicodeScalars)
    var negative = false
    if let opening = scalars.first, opening == "(", scalars.last == ")" {
      negative = true
      scalars = Array(scalars.dropFirst().dropLast())
    } else if let sign = scalars.first, sign == "-" || sign == "\u{2212}" {
      negative = true
      scalars.removeFirst()
    }
    var mantissa: Int64 = 0
    var digits = 0
    var scale = -1
    var groups: [Int] = []
    var inGroup = 0
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "0"..."9":
        guard digits < 18 || (mantissa == 0 && digits < 32) else { return .failure(.tooLong) }
        let (times, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        if overflow { return .failure(.tooLong) }
        mantissa = times + Int64(scalar.value - 0x30)
        digits += mantissa == 0 && scale < 0 ? 0 : 1
        inGroup += 1
        if scale >= 0 { scale += 1 }
      case Unicode.Scalar(style.decimalSign):
        guard scale < 0, inGroup > 0 else { return .failure(.notANumber) }
        groups.append(inGroup)
        inGroup = 0
        scale = 0
      case _ where style.groups(with: scalar):
        guard scale < 0, inGroup > 0 else { return .failure(.grouping) }
        groups.append(inGroup)
        inGroup = 0
      case "e", "E":
        // `5EUR` is a code, `5e3` an exponent.
        let rest = scalars[(place + 1)...].drop { $0 == "-" || $0 == "+" }
        return .failure(rest.allSatisfy { ("0"..."9").contains($0) } ? .exponent : .symbol)
      case ".", ",", "'", "\u{2019}", " ", "\u{A0}", "\u{202F}":
        // `12 k` has no sign between digits.
        return .failure(scalars.contains { $0.properties.isAlphabetic } ? .symbol : .grouping)
      case "$", "€", "£", "¥", "%", "A"..."Z", "a"..."z": return .failure(.symbol)
      default: return .failure(.notANumber)
      }
    }
    guard inGroup > 0 else { return .failure(.notANumber) }
    if scale < 0 { groups.append(inGroup) }
    guard scale <= Int(ExactDecimal.maximumScale) else { return .failure(.tooLong) }
    if groups.count > 1 {
      let inner = style.grouping == .indian ? 2 : 3
      let middle = groups.dropFirst().dropLast()
      guard groups[0] <= inner, groups[groups.count - 1] == 3, middle.allSatisfy({ $0 == inner }) else {
        return .failure(.grouping)
      }
      // `0.125` with points between groups is a fraction from elsewhere, not a hundred and twenty-five.
      if scalars[0] == "0" { return .failure(.zeroGroup) }
    }
    return .success(ExactDecimal(mantissa: negative ? -mantissa : mantissa, scale: Int8(max(scale, 0))))
  }

  /// Appends the number with a decimal point and no grouping: `-12.50`, `3`. Never an exponent.
  @inlinable
  public func append(to out: inout ByteBuffer) {
    appendFixed(mantissa, scale: Int(scale), to: &out)
  }

  /// The number as ``append(to:)`` writes it.
  public var description: String {
    var out = ByteBuffer(capacity: 64)
    append(to: &out)
    return out.view.string
  }
}

extension NumberStyle {
  func groups(with scalar: Unicode.Scalar) -> Bool {
    switch grouping {
    case .none: false
    case .comma, .indian: scalar == ","
    case .dot: scalar == "."
    case .space: scalar == " " || scalar == "\u{A0}" || scalar == "\u{202F}"
    case .apostrophe: scalar == "'" || scalar == "\u{2019}"
    }
  }
}

/// Appends `units × 10^-scale` with exactly `scale` digits after the point: an amount of 950 cents is `9.50`.
@inlinable
public func appendFixed(_ units: Int64, scale: Int, to out: inout ByteBuffer) {
  if units < 0 { out.append(UInt8(ascii: "-")) }
  let magnitude = UInt(units.magnitude)
  if scale == 0 {
    out.append(decimal: magnitude)
  } else if scale == 2 {
    // Most money; a division by a constant is a multiplication.
    let whole = magnitude / 100
    out.append(decimal: whole)
    out.append(hundredths: magnitude &- whole &* 100)
  } else {
    let unit = UInt(smallPowerOfTen(scale))
    let whole = magnitude / unit
    out.append(decimal: whole)
    out.append(UInt8(ascii: "."))
    out.append(decimal: Int(magnitude - whole * unit), width: scale)
  }
}
