public import Bytes

/// A tax number in its minimal form: capitals and digits, without separators, in a fixed buffer of its own.
///
/// At most 32 bytes of ASCII; only the Mexican Ñ takes two bytes of UTF-8. No call allocates.
public struct CompactIdentifier: Sendable {
  /// How many bytes fit.
  public static let capacity = 32

  private var bytes: [32 of UInt8]
  /// Number of bytes, 0 to ``capacity``.
  public private(set) var count: Int

  /// No bytes yet.
  init() {
    bytes = [32 of UInt8](repeating: 0)
    count = 0
  }

  /// The byte at `index`, 0 ≤ index < count.
  public subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count)
    return bytes[index]
  }

  /// Writes the bytes at the end of `out`.
  public func append(to out: inout ByteBuffer) { append(0, count, to: &out) }

  /// Whether these are the bytes of `other`.
  public func equals(_ other: ByteView) -> Bool {
    guard count == other.count else { return false }
    return hasPrefix(other)
  }

  /// The number as text; for messages and tests.
  public var string: String {
    var utf8: [UInt8] = []
    for i in 0..<count { utf8.append(bytes[i]) }
    return String(decoding: utf8, as: UTF8.self)
  }

  // MARK: For the recipes

  /// Writes the bytes from `lower` up to `upper`, as far as they are there, at the end of `out`.
  func append(_ lower: Int, _ upper: Int, to out: inout ByteBuffer) {
    let end = min(upper, count)
    let start = min(lower, end)
    unsafe withUnsafeBytes(of: bytes) {
      let all = unsafe $0.bindMemory(to: UInt8.self)
      unsafe out.append(ByteView(UnsafeBufferPointer(rebasing: all[start..<end])))
    }
  }

  /// Writes groups of the given sizes with `separator` between them; what is left follows as the last group.
  func append<let n: Int>(groups: [n of Int], separator: StaticString, to out: inout ByteBuffer) {
    var at = 0
    for i in 0..<n where at < count {
      if at > 0 { out.append(separator) }
      let end = min(at + groups[i], count)
      append(at, end, to: &out)
      at = end
    }
    if at < count {
      out.append(separator)
      append(at, count, to: &out)
    }
  }

  /// Adds a byte; false when there is no room.
  mutating func append(_ byte: UInt8) -> Bool {
    guard count < Self.capacity else { return false }
    bytes[count] = byte
    count += 1
    return true
  }

  /// Whether the number starts with `prefix`.
  func hasPrefix(_ prefix: ByteView) -> Bool {
    guard count >= prefix.count else { return false }
    for i in 0..<prefix.count where bytes[i] != prefix[i] { return false }
    return true
  }

  /// Whether the number starts with `prefix`.
  func hasPrefix(_ prefix: StaticString) -> Bool { hasPrefix(ByteView(prefix)) }

  /// Whether `text` stands at `index`.
  func has(_ text: StaticString, at index: Int) -> Bool {
    let text = ByteView(text)
    guard index + text.count <= count else { return false }
    for i in 0..<text.count where bytes[index + i] != text[i] { return false }
    return true
  }

  /// Takes `prefix` away from the front; false, and nothing changed, when it does not stand there.
  @discardableResult
  mutating func drop(_ prefix: StaticString) -> Bool {
    guard hasPrefix(prefix) else { return false }
    removeFirst(prefix.utf8CodeUnitCount)
    return true
  }

  /// Takes the first `amount` bytes away.
  mutating func removeFirst(_ amount: Int) {
    for i in amount..<max(amount, count) { bytes[i - amount] = bytes[i] }
    count = max(0, count - amount)
  }

  /// Takes zeros away from the front, the last one too.
  mutating func dropLeadingZeros() {
    var zeros = 0
    while zeros < count, bytes[zeros] == UInt8(ascii: "0") { zeros += 1 }
    removeFirst(zeros)
  }

  /// Puts zeros in front until the number has `length` bytes.
  mutating func padLeft(to length: Int) {
    precondition(length <= Self.capacity)
    while count < length { insertFirst(UInt8(ascii: "0")) }
  }

  /// Puts `prefix` in front; nothing changes when there is no room.
  mutating func insertFirst(_ prefix: StaticString) {
    let prefix = ByteView(prefix)
    guard count + prefix.count <= Self.capacity else { return }
    for i in (0..<prefix.count).reversed() { insertFirst(prefix[i]) }
  }

  private mutating func insertFirst(_ byte: UInt8) {
    for i in (0..<count).reversed() { bytes[i + 1] = bytes[i] }
    bytes[0] = byte
    count += 1
  }

  /// Takes the byte at `index` away.
  mutating func remove(at index: Int) {
    precondition(index >= 0 && index < count)
    for i in (index + 1)..<count { bytes[i - 1] = bytes[i] }
    count -= 1
  }

  /// Puts `byte` in the place of the one at `index`.
  mutating func replace(at index: Int, with byte: UInt8) {
    precondition(index >= 0 && index < count)
    bytes[index] = byte
  }

  /// Keeps the first `length` bytes.
  mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= count)
    count = length
  }
}

extension CompactIdentifier: Equatable {
  /// The same bytes.
  public static func == (a: Self, b: Self) -> Bool {
    guard a.count == b.count else { return false }
    for i in 0..<a.count where a[i] != b[i] { return false }
    return true
  }
}
