public import Bytes

/// A small regular expression that is matched in time proportional to the text, whatever the pattern.
///
/// Known: letters and digits as themselves, `.`, classes `[A-Z0-9]` and `[^…]`, `\d` `\w` `\s` and `\` before a sign,
/// groups `( )`, alternatives `|`, and `?` `*` `+` `{n}` `{n,m}` (at most 64 times). The whole text must match. There
/// are no anchors, back references or look-around, so no pattern can take long (Thompson's construction; the defence
/// against CWE-1333). A character is a Unicode scalar; those outside ASCII may not stand in a class.
public struct Pattern: Sendable {
  enum Step: Sendable {
    case byte(ByteSet)
    case split(Int, Int)
    case jump(Int)
    case match
  }
  let steps: [Step]
  public let text: String
  /// Whether case does not count, as everywhere in conditions.
  let ignoresCase: Bool

  struct ByteSet: Sendable {
    var low: (UInt64, UInt64) = (0, 0)
    var high: (UInt64, UInt64) = (0, 0)
    func contains(_ byte: UInt8) -> Bool {
      let bit = UInt64(1) << UInt64(byte & 63)
      switch byte >> 6 {
      case 0: return low.0 & bit != 0
      case 1: return low.1 & bit != 0
      case 2: return high.0 & bit != 0
      default: return high.1 & bit != 0
      }
    }
    mutating func insert(_ byte: UInt8) {
      let bit = UInt64(1) << UInt64(byte & 63)
      switch byte >> 6 {
      case 0: low.0 |= bit
      case 1: low.1 |= bit
      case 2: high.0 |= bit
      default: high.1 |= bit
      }
    }
    mutating func insert(contentsOf range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }
    var inverted: ByteSet {
      var other = self
      other.low = (~low.0, ~low.1)
      other.high = (~high.0, ~high.1)
      return other
    }
  }

  /// What is wrong with a pattern, and at which character (from 0).
  public struct Problem: Error { public let message: String, offset: Int }

  /// Compiles a pattern; at most 500 characters and 4,000 steps.
  ///
  /// - Parameter ignoresCase: Match letters as ``ByteView/equalsFolded(_:)`` compares them.
  public init(_ text: String, ignoresCase: Bool = false) throws(Problem) {
    // A fold never changes the length, so places in messages stay right.
    var parser = PatternParser(ignoresCase ? folded(text.utf8) : Array(text.utf8))
    guard text.utf8.count <= 500 else { throw Problem(message: "a pattern has at most 500 characters", offset: 500) }
    var steps = try parser.parse()
    steps.append(.match)
    guard steps.count <= 4000 else {
      throw Problem(message: "this pattern repeats too much; at most 4,000 steps", offset: 0)
    }
    self.steps = steps
    self.text = text
    self.ignoresCase = ignoresCase
  }

  /// Whether all of `text` matches; texts over 1,000 bytes never do.
  public func matches(_ text: ByteView) -> Bool {
    guard text.count <= 1000 else { return false }
    if ignoresCase {
      return folded(text.array).withByteView { matchesExactly($0) }
    }
    return matchesExactly(text)
  }

  private func matchesExactly(_ text: ByteView) -> Bool {
    var current: [Int] = []
    var next: [Int] = []
    var mark = [Int](repeating: -1, count: steps.count)
    add(0, at: 0, &current, &mark)
    for i in 0..<text.count {
      next.removeAll(keepingCapacity: true)
      for step in current {
        if case .byte(let set) = steps[step], set.contains(text[i]) { add(step + 1, at: i + 1, &next, &mark) }
      }
      if next.isEmpty { return false }
      swap(&current, &next)
    }
    return current.contains { if case .match = steps[$0] { true } else { false } }
  }

  private func add(_ step: Int, at position: Int, _ list: inout [Int], _ mark: inout [Int]) {
    var pending = [step]
    while let step = pending.popLast() {
      if mark[step] == position { continue }
      mark[step] = position
      switch steps[step] {
      case .jump(let to): pending.append(to)
      case .split(let a, let b):
        pending.append(b)
        pending.append(a)
      default: list.append(step)
      }
    }
  }
}

private func folded(_ text: some Sequence<UInt8>) -> [UInt8] {
  Array(text).withByteView { view in
    var out = ByteBuffer(capacity: view.count)
    view.appendFolded(to: &out)
    return out.view.array
  }
}

/// Recursive descent from pattern text to steps; sub-patterns are relocatable because jumps are patched by offset.
private struct PatternParser {
  let text: [UInt8]
  var at = 0
  var depth = 0
  init(_ text: [UInt8]) { self.text = text }

  mutating func parse() throws(Pattern.Problem) -> [Pattern.Step] {
    let steps = try alternatives()
    if at < text.count { throw problem("unexpected ')'") }
    return steps
  }

  /// A problem at the byte `place`, told as a character.
  func problem(_ message: String, at place: Int? = nil) -> Pattern.Problem {
    Pattern.Problem(message: message, offset: text[..<(place ?? at)].count { !isContinuation($0) })
  }

  mutating func alternatives() throws(Pattern.Problem) -> [Pattern.Step] {
    var left = try sequence()
    while at < text.count, text[at] == UInt8(ascii: "|") {
      at += 1
      let right = try sequence()
      left =
        [.split(1, left.count + 2)] + shifted(left, 1) + [.jump(left.count + 2 + right.count)]
        + shifted(right, left.count + 2)
    }
    return left
  }

  mutating func sequence() throws(Pattern.Problem) -> [Pattern.Step] {
    var all: [Pattern.Step] = []
    while at < text.count, text[at] != UInt8(ascii: "|"), text[at] != UInt8(ascii: ")") {
      let piece = try repeated(try atom())
      all += shifted(piece, all.count)
      if all.count > 4000 { throw problem("this pattern repeats too much; at most 4,000 steps") }
    }
    return all
  }

  mutating func atom() throws(Pattern.Problem) -> [Pattern.Step] {
    let byte = text[at]
    let start = at
    at += 1
    switch byte {
    case UInt8(ascii: "("):
      depth += 1
      if depth > 20 { throw problem("groups are nested more than 20 deep") }
      let inner = try alternatives()
      depth -= 1
      guard at < text.count, text[at] == UInt8(ascii: ")") else {
        throw problem("a '(' is not closed", at: start)
      }
      at += 1
      return inner
    case UInt8(ascii: "["): return try characterClass(start)
    case UInt8(ascii: "."): return anyBut(Pattern.ByteSet())
    case UInt8(ascii: "\\"): return [.byte(try escaped())]
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
      at -= 1
      throw problem("nothing to repeat")
    case UInt8(ascii: "^"), UInt8(ascii: "$"):
      at -= 1
      throw problem("'^' and '$' are not needed: the whole text must match; write \\^ or \\$ for the sign itself")
    default:
      // All bytes of a character are one piece, so that what repeats is the character.
      while at < text.count, isContinuation(text[at]) { at += 1 }
      return text[start..<at].map { byte in
        var set = Pattern.ByteSet()
        set.insert(byte)
        return .byte(set)
      }
    }
  }

  /// One character that is none of `set`, which is ASCII: a first byte and the bytes that continue it.
  func anyBut(_ set: Pattern.ByteSet) -> [Pattern.Step] {
    var first = set
    first.insert(contentsOf: 0x80...0xBF)
    var rest = Pattern.ByteSet()
    rest.insert(contentsOf: 0x80...0xBF)
    return [.byte(first.inverted), .split(2, 4), .byte(rest), .jump(1)]
  }

  private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  mutating func escaped() throws(Pattern.Problem) -> Pattern.ByteSet {
    guard at < text.count else { throw problem("a '\\' at the end") }
    let byte = text[at]
    guard byte < 0x80 else { throw problem("a letter outside ASCII needs no '\\'") }
    at += 1
    var set = Pattern.ByteSet()
    switch byte {
    case UInt8(ascii: "d"): set.insert(contentsOf: 0x30...0x39)
    case UInt8(ascii: "s"): for blank: UInt8 in [0x20, 0x09, 0x0A, 0x0D] { set.insert(blank) }
    case UInt8(ascii: "w"):
      set.insert(contentsOf: 0x30...0x39)
      set.insert(contentsOf: 0x41...0x5A)
      set.insert(contentsOf: 0x61...0x7A)
      set.insert(UInt8(ascii: "_"))
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A:
      at -= 1
      throw problem("'\\\(Character(Unicode.Scalar(byte)))' means nothing here; known are \\d, \\w, \\s")
    default: set.insert(byte)
    }
    return set
  }

  mutating func characterClass(_ start: Int) throws(Pattern.Problem) -> [Pattern.Step] {
    var set = Pattern.ByteSet()
    let isInverted = at < text.count && text[at] == UInt8(ascii: "^")
    if isInverted { at += 1 }
    var isFirst = true
    while at < text.count, isFirst || text[at] != UInt8(ascii: "]") {
      isFirst = false
      if text[at] == UInt8(ascii: "\\") {
        at += 1
        let inner = try escaped()
        for byte in UInt8.min...UInt8.max where inner.contains(byte) { set.insert(byte) }
        continue
      }
      let lower = text[at]
      guard lower < 0x80 else { throw problem("a class holds ASCII only; write (ä|ö) for letters beyond") }
      at += 1
      if at + 1 < text.count, text[at] == UInt8(ascii: "-"), text[at + 1] != UInt8(ascii: "]") {
        let upper = text[at + 1]
        guard upper < 0x80, lower <= upper else { throw problem("this range runs backwards") }
        set.insert(contentsOf: lower...upper)
        at += 2
      } else {
        set.insert(lower)
      }
    }
    guard at < text.count else { throw problem("a '[' is not closed", at: start) }
    at += 1
    return isInverted ? anyBut(set) : [.byte(set)]
  }

  mutating func repeated(_ piece: [Pattern.Step]) throws(Pattern.Problem) -> [Pattern.Step] {
    guard at < text.count else { return piece }
    switch text[at] {
    case UInt8(ascii: "?"):
      at += 1
      return [.split(1, piece.count + 1)] + shifted(piece, 1)
    case UInt8(ascii: "*"):
      at += 1
      return [.split(1, piece.count + 2)] + shifted(piece, 1) + [.jump(0)]
    case UInt8(ascii: "+"):
      at += 1
      return piece + [.split(0, piece.count + 1)]
    case UInt8(ascii: "{"):
      let (least, most) = try counts()
      var all: [Pattern.Step] = []
      for _ in 0..<least { all += shifted(piece, all.count) }
      if let most {
        for _ in least..<max(most, least) {
          let start = all.count
          all += [.split(start + 1, -1)] + shifted(piece, start + 1)
        }
        let end = all.count
        for (index, step) in all.enumerated() {
          if case .split(let a, -1) = step { all[index] = .split(a, end) }
        }
      } else {
        let start = all.count
        all += [.split(start + 1, start + piece.count + 2)] + shifted(piece, start + 1) + [.jump(start)]
      }
      return all
    default: return piece
    }
  }

  mutating func counts() throws(Pattern.Problem) -> (Int, Int?) {
    at += 1
    func number(_ at: inout Int, _ text: [UInt8]) -> Int? {
      var value: Int?
      while at < text.count, text[at] >= 0x30, text[at] <= 0x39, (value ?? 0) < 100 {
        value = (value ?? 0) * 10 + Int(text[at] - 0x30)
        at += 1
      }
      return value
    }
    guard let least = number(&at, text) else { throw problem("expected a number after '{'") }
    var most: Int? = least
    if at < text.count, text[at] == UInt8(ascii: ",") {
      at += 1
      most = number(&at, text)
    }
    guard at < text.count, text[at] == UInt8(ascii: "}") else { throw problem("expected '}'") }
    at += 1
    guard least <= 64, (most ?? 0) <= 64, (most ?? least) >= least else {
      throw problem("repeat at most 64 times, the smaller number first")
    }
    return (least, most)
  }

  func shifted(_ steps: [Pattern.Step], _ by: Int) -> [Pattern.Step] {
    steps.map { step in
      switch step {
      case .split(let a, let b): .split(a + by, b < 0 ? b : b + by)
      case .jump(let to): .jump(to + by)
      default: step
      }
    }
  }
}
