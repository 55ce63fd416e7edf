/// One thing that a ``DatePattern`` expects next.
enum DatePatternStep: Sendable, Equatable {
  enum Part: Sendable, Hashable {
    case year, month, day, hour, hourOfHalf, minute, second
  }

  case literal(UInt8)
  /// A number of `least` to `most` digits.
  case number(Part, least: Int, most: Int)
  case monthName(inFull: Bool)
  /// AM or PM.
  case halfOfDay
  case fraction
  case zone
  /// What follows may be missing; without it go on `skip` steps further.
  case optional(skip: Int)

  /// The steps of a pattern, nil when it is not understood.
  static func compile(_ pattern: [UInt8]) -> [DatePatternStep]? {
    var compiler = DatePatternCompiler(pattern: pattern)
    return compiler.compile()
  }
}

private struct DatePatternCompiler {
  let pattern: [UInt8]
  var steps: [DatePatternStep] = []
  var at = 0
  /// Places of `optional` steps whose bracket is still open.
  var open: [Int] = []
  /// What was seen, to refuse a part twice.
  var seen: Set<String> = []

  init(pattern: [UInt8]) { self.pattern = pattern }

  mutating func compile() -> [DatePatternStep]? {
    guard pattern.count <= 64 else { return nil }
    while at < pattern.count {
      guard step() else { return nil }
    }
    guard open.isEmpty, isComplete, digitsAreParted else { return nil }
    return steps
  }

  private mutating func step() -> Bool {
    let byte = pattern[at]
    switch byte {
    case UInt8(ascii: "["):
      open.append(steps.count)
      steps.append(.optional(skip: 0))
      at += 1
      return open.count <= 4
    case UInt8(ascii: "]"):
      guard let start = open.popLast(), steps.count > start + 1 else { return false }
      steps[start] = .optional(skip: steps.count - start)
      at += 1
      return true
    case UInt8(ascii: "Y"):
      return run(of: byte) == 4 && open.isEmpty && add(.number(.year, least: 4, most: 4), "year")
    case UInt8(ascii: "M"): return month(run(of: byte))
    case UInt8(ascii: "D"): return open.isEmpty && number(.day, "day", run(of: byte))
    case UInt8(ascii: "H"): return number(.hour, "hour", run(of: byte))
    case UInt8(ascii: "h"): return number(.hourOfHalf, "hour", run(of: byte))
    case UInt8(ascii: "m"): return run(of: byte) == 2 && add(.number(.minute, least: 2, most: 2), "minute")
    case UInt8(ascii: "s"): return run(of: byte) == 2 && add(.number(.second, least: 2, most: 2), "second")
    case UInt8(ascii: "A"): return run(of: byte) == 1 && add(.halfOfDay, "half of the day")
    case UInt8(ascii: "T"):
      // A letter only where it cannot be anything else.
      guard at + 1 < pattern.count, pattern[at + 1] == UInt8(ascii: "H") else { return false }
      return literal(byte)
    case UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "."): return mark(byte)
    case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ":"), 0x80...0xFF:
      return literal(byte)
    default: return false
    }
  }

  /// A full stop, a fraction, or a zone mark in one of its three spellings.
  private mutating func mark(_ byte: UInt8) -> Bool {
    for spelling in ["Z|+hh:mm", "+hh:mm", "Z"] where pattern[at...].starts(with: spelling.utf8) {
      at += spelling.utf8.count
      return add(.zone, "zone")
    }
    if pattern[at...].starts(with: ".SSS".utf8) {
      at += 4
      return add(.fraction, "fraction")
    }
    return byte == UInt8(ascii: ".") && literal(byte)
  }

  private mutating func literal(_ byte: UInt8) -> Bool {
    steps.append(.literal(byte))
    at += 1
    return true
  }

  private mutating func month(_ length: Int) -> Bool {
    guard open.isEmpty else { return false }
    if length <= 2 { return number(.month, "month", length) }
    return length <= 4 && add(.monthName(inFull: length == 4), "month")
  }

  private mutating func number(_ part: DatePatternStep.Part, _ name: String, _ length: Int) -> Bool {
    length <= 2 && add(.number(part, least: length, most: 2), name)
  }

  private mutating func add(_ step: DatePatternStep, _ name: String) -> Bool {
    steps.append(step)
    return seen.insert(name).inserted
  }

  /// How often `byte` stands here in a row; moves behind it.
  private mutating func run(of byte: UInt8) -> Int {
    let start = at
    while at < pattern.count, pattern[at] == byte { at += 1 }
    return at - start
  }

  /// A whole date; of the time no part without the one above it; AM and PM with hours of half a day, and only there.
  private var isComplete: Bool {
    guard seen.isSuperset(of: ["year", "month", "day"]) else { return false }
    let hasHalfHours = steps.contains { if case .number(.hourOfHalf, _, _) = $0 { true } else { false } }
    return hasHalfHours == seen.contains("half of the day") && seen.contains("hour") == seen.contains("minute")
      && (!seen.contains("second") || seen.contains("minute"))
      && (!seen.contains("fraction") || seen.contains("second"))
      && (!seen.contains("zone") || seen.contains("minute"))
  }

  /// No number of one or two digits directly before another number: "1112026" would have two readings.
  private var digitsAreParted: Bool {
    let visible = steps.filter { if case .optional = $0 { false } else { true } }
    return zip(visible, visible.dropFirst()).allSatisfy { first, second in
      if case .number(_, let least, let most) = first, case .number = second { least == most } else { true }
    }
  }
}
