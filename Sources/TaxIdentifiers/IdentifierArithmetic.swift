import Bytes

// The sums that the recipes share. Digits are counted from 0 here, from 1 in the recipes' words.
extension CompactIdentifier {
  /// The value of the digit at `index`.
  func digit(_ index: Int) -> Int { Int(self[index]) - 0x30 }

  /// The value of a digit or capital: 0 to 9, then A = 10 to Z = 35.
  func value(_ index: Int) -> Int {
    let byte = Int(self[index])
    return byte < 0x3A ? byte - 0x30 : byte - 0x37
  }

  /// Whether the byte at `index` is a digit.
  func isDigit(_ index: Int) -> Bool { self[index] >= 0x30 && self[index] <= 0x39 }

  /// Whether the byte at `index` is a capital letter of ASCII.
  func isLetter(_ index: Int) -> Bool { self[index] >= 0x41 && self[index] <= 0x5A }

  /// Whether the byte at `index` is one of `bytes`.
  func isAny(of bytes: StaticString, at index: Int) -> Bool { position(in: bytes, at: index) != nil }

  /// Where the byte at `index` stands in `alphabet`, from 0.
  func position(in alphabet: StaticString, at index: Int) -> Int? { ByteView(alphabet).firstIndex(of: self[index]) }

  /// Whether all bytes from `lower` up to `upper` are there and digits.
  func areDigits(_ lower: Int, _ upper: Int) -> Bool {
    guard upper <= count else { return false }
    for i in lower..<upper where !isDigit(i) { return false }
    return true
  }

  /// Whether the number is exactly `length` digits.
  func isDigits(_ length: Int) -> Bool { count == length && areDigits(0, length) }

  /// Whether all bytes from `lower` up to `upper` are zeros.
  func areZeros(_ lower: Int, _ upper: Int) -> Bool {
    for i in lower..<upper where self[i] != UInt8(ascii: "0") { return false }
    return true
  }

  /// The whole number that the digits from `lower` up to `upper` make; at most 18 digits.
  func integer(_ lower: Int, _ upper: Int) -> Int {
    precondition(upper - lower <= 18)
    var value = 0
    for i in lower..<upper { value = value * 10 + digit(i) }
    return value
  }

  /// The sum of digit times weight, the first weight for the digit at `start`.
  func sum<let n: Int>(_ weights: [n of Int], from start: Int = 0) -> Int {
    var sum = 0
    for i in 0..<n { sum += weights[i] * digit(start + i) }
    return sum
  }

  /// The sum of digit times weight over the digits before `end`, from the right with the weights 2, 3, 4 …, `last`,
  /// then from 2 again.
  func sumFromRight(before end: Int, last: Int = .max) -> Int {
    var sum = 0
    var weight = 2
    for i in (0..<end).reversed() {
      sum += weight * digit(i)
      weight = weight == last ? 2 : weight + 1
    }
    return sum
  }

  /// Luhn: from the right every second digit doubled, 9 off results above 9; the total is divisible by 10.
  func passesLuhn(_ lower: Int, _ upper: Int) -> Bool {
    var sum = 0
    var doubles = false
    for i in (lower..<upper).reversed() {
      sum += doubles ? digitSum(2 * digit(i)) : digit(i)
      doubles.toggle()
    }
    return sum % 10 == 0
  }

  /// ISO 7064 MOD 11,10 over all digits, the last being the check digit.
  func passesMod11And10() -> Bool {
    var product = 10
    for i in 0..<(count - 1) {
      product = (product + digit(i)) % 10
      product = 2 * (product == 0 ? 10 : product) % 11
    }
    return (11 - product) % 10 == digit(count - 1)
  }

  /// The number modulo 97, letters read as 10 to 35, behind what `start` left over (0 for nothing).
  func remainderBy97(after start: Int = 0) -> Int {
    var remainder = start
    for i in 0..<count { remainder = (isDigit(i) ? remainder * 10 + digit(i) : remainder * 100 + value(i)) % 97 }
    return remainder
  }
}

/// The sum of the two digits of a number below 100.
func digitSum(_ value: Int) -> Int { value / 10 + value % 10 }

/// Whether there is such a day, in the Gregorian calendar.
func isCalendarDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
  let days =
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    default: 0
    }
  return day >= 1 && day <= days
}
