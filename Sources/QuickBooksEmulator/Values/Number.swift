/// A decimal number as JSON writes it: exact, with the digits it was given, never a binary fraction.
///
/// Up to 18 significant digits are read, so a product of two fits; the API's amounts have 15.
struct Number: Sendable {
  /// The value is `mantissa` divided by ten to the power of `scale`.
  var mantissa: Int128
  var scale: Int

  static let zero = Number(mantissa: 0, scale: 0)
  static let one = Number(mantissa: 1, scale: 0)

  init(mantissa: Int128, scale: Int) {
    self.mantissa = mantissa
    self.scale = scale
  }

  init(_ whole: Int) { self.init(mantissa: Int128(whole), scale: 0) }

  /// `cents` hundredths, written with two decimals.
  init(cents: Int128) { self.init(mantissa: cents, scale: 2) }

  /// Reads `-12.50`, `1e3`; nil for anything else or for more than 18 significant digits.
  init?(_ text: some StringProtocol) {
    var mantissa: Int128 = 0
    var scale = 0
    var digits = 0
    var isNegative = false
    var seenPoint = false
    var seenDigit = false
    var exponent: Substring?
    let text = Substring(text)
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") {
      isNegative = true
      rest = rest.dropFirst()
    }
    for byte in rest {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        seenDigit = true
        if mantissa != 0 || byte != UInt8(ascii: "0") { digits += 1 }
        guard digits <= 18, scale < 30 else { return nil }
        mantissa = mantissa * 10 + Int128(byte - UInt8(ascii: "0"))
        if seenPoint { scale += 1 }
      case UInt8(ascii: "."):
        guard !seenPoint, seenDigit else { return nil }
        seenPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard exponent == nil, seenDigit, let mark = rest.firstIndex(of: byte) else { return nil }
        exponent = Substring(rest[rest.index(after: mark)...])
      default: return nil
      }
      if exponent != nil { break }
    }
    guard seenDigit else { return nil }
    if let exponent {
      guard let power = Int(exponent), (-12...12).contains(power) else { return nil }
      scale -= power
      while scale < 0 {
        mantissa *= 10
        scale += 1
      }
    }
    self.init(mantissa: isNegative ? -mantissa : mantissa, scale: scale)
  }

  var isZero: Bool { mantissa == 0 }
  var isNegative: Bool { mantissa < 0 }

  /// The value in hundredths, rounded half away from zero.
  var cents: Int128 { rounded(to: 2).mantissa }

  /// Rounded half away from zero to `places` decimals, written with that many.
  func rounded(to places: Int) -> Number {
    if scale <= places { return Number(mantissa: mantissa * powerOfTen(places - scale), scale: places) }
    return Number(mantissa: divideHalfUp(mantissa, powerOfTen(scale - places)), scale: places)
  }

  static prefix func - (value: Number) -> Number { Number(mantissa: -value.mantissa, scale: value.scale) }

  static func + (left: Number, right: Number) -> Number {
    let scale = max(left.scale, right.scale)
    return Number(
      mantissa: left.mantissa * powerOfTen(scale - left.scale) + right.mantissa * powerOfTen(scale - right.scale),
      scale: scale)
  }

  static func - (left: Number, right: Number) -> Number { left + -right }

  static func * (left: Number, right: Number) -> Number {
    Number(mantissa: left.mantissa * right.mantissa, scale: left.scale + right.scale)
  }

  /// The quotient, rounded half away from zero to `places` decimals; zero when `divisor` is zero.
  func divided(by divisor: Number, places: Int) -> Number {
    guard divisor.mantissa != 0 else { return .zero }
    let shift = places + divisor.scale - scale
    let top = shift >= 0 ? mantissa * powerOfTen(shift) : mantissa
    let bottom = shift >= 0 ? divisor.mantissa : divisor.mantissa * powerOfTen(-shift)
    return Number(mantissa: divideHalfUp(top, bottom), scale: places)
  }
}

extension Number: Comparable {
  static func == (left: Number, right: Number) -> Bool { (left - right).mantissa == 0 }
  static func < (left: Number, right: Number) -> Bool { (left - right).mantissa < 0 }
}

extension Number: CustomStringConvertible {
  /// With as many decimals as the number has, without an exponent.
  var description: String {
    guard scale > 0 else { return String(mantissa) }
    var digits = String(mantissa.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    return (mantissa < 0 ? "-" : "") + digits.dropLast(scale) + "." + digits.suffix(scale)
  }
}

/// `top` divided by `bottom`, half away from zero.
func divideHalfUp(_ top: Int128, _ bottom: Int128) -> Int128 {
  let (quotient, remainder) = top.quotientAndRemainder(dividingBy: bottom)
  guard remainder.magnitude * 2 >= bottom.magnitude else { return quotient }
  return (top < 0) == (bottom < 0) ? quotient + 1 : quotient - 1
}

func powerOfTen(_ exponent: Int) -> Int128 {
  var power: Int128 = 1
  for _ in 0..<exponent { power *= 10 }
  return power
}
