import Bytes
import CByteMasks

/// Finds where an object or array ends, 64 bytes at a time, without looking at what it means; goes on where it
/// stopped when more bytes arrive.
///
/// Brackets are counted, not paired, and nothing is checked: what it cut out is checked by a ``JSONCursor`` after.
struct ContainerEnd {
  /// The first byte not taken into account; only whole steps of 64 bytes are, so that a step can be repeated.
  var next: Int
  private var depth = 0
  private var inString: UInt64 = 0
  private var escaped = false

  /// What was found.
  enum Found {
    /// The container ends before this index.
    case end(Int)
    /// The container is an object with an array as its member `data`.
    case dataArray
    /// The container is an object with something else as its member `data`.
    case dataOther
    /// More bytes are needed.
    case incomplete
  }

  /// Starts at the opening brace or bracket at `opening`.
  init(opening: Int) { next = opening }

  /// Goes on in `bytes`, behind which 64 more must be readable.
  ///
  /// - Parameter lookingForData: Whether to stop at a top-level member `data`; only for objects.
  mutating func find(in bytes: ByteView, lookingForData: Bool) -> Found {
    while next < bytes.count {
      let here = unsafe UnsafeRawPointer(bytes.start + next)
      let left = bytes.count - next
      let valid: UInt64 = left >= 64 ? .max : (1 << UInt64(left)) - 1
      var quotes = unsafe bytemasks_equal(here, UInt8(ascii: "\"")) & valid
      let backslashes = unsafe bytemasks_equal(here, UInt8(ascii: "\\")) & valid
      var escapedNext = false
      if backslashes != 0 || escaped { quotes &= ~escapedBits(backslashes, &escapedNext) }
      let inside = bytemasks_prefix_xor(quotes) ^ inString
      let outside = ~inside & valid
      let opens =
        unsafe bytemasks_any(here, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "{")) & outside
      let closes =
        unsafe bytemasks_any(here, UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "}")) & outside
      let (level, end) = count(opens, closes)
      if lookingForData {
        // A quote in the last place may be followed by a 'd' or an 'r' too.
        let d = unsafe bytemasks_any(here, UInt8(ascii: "d"), UInt8(ascii: "r"), UInt8(ascii: "d")) >> 1 | 1 << 63
        var names = quotes & inside & d
        if let end { names &= (1 << UInt64(end)) - 1 }
        while names != 0 {
          let place = names.trailingZeroBitCount
          names &= names - 1
          let below: UInt64 = (1 << UInt64(place)) - 1
          if depth + (opens & below).nonzeroBitCount - (closes & below).nonzeroBitCount != 1 { continue }
          switch member(at: next + place, bytes) {
          case .anotherName: continue
          case .cutOff: return .incomplete
          case .array: return .dataArray
          case .other: return .dataOther
          }
        }
      }
      if let end { return .end(next + end + 1) }
      if left < 64 { return .incomplete }
      depth = level
      inString = UInt64(bitPattern: Int64(bitPattern: inside) >> 63)
      escaped = escapedNext
      next += 64
    }
    return .incomplete
  }

  /// The places behind a backslash that is not itself escaped.
  private func escapedBits(_ backslashes: UInt64, _ carry: inout Bool) -> UInt64 {
    var result: UInt64 = escaped ? 1 : 0
    var rest = backslashes & ~result
    while rest != 0 {
      let place = UInt64(rest.trailingZeroBitCount)
      if place == 63 {
        carry = true
        break
      }
      result |= 2 << place
      rest &= ~(3 << place)
    }
    return result
  }

  /// The depth behind these 64 bytes, or the place of the bracket that closes the container.
  @inline(__always)
  private func count(_ opens: UInt64, _ closes: UInt64) -> (depth: Int, end: Int?) {
    var level = depth
    var brackets = opens | closes
    while brackets != 0 {
      let bit = brackets & (0 &- brackets)
      if closes & bit == 0 {
        level += 1
      } else {
        level -= 1
        if level == 0 { return (0, bit.trailingZeroBitCount) }
      }
      brackets ^= bit
    }
    return (level, nil)
  }

  private enum Member { case anotherName, cutOff, array, other }

  /// Whether the string whose quote stands at `quote` is the name `data`, and of what; or `results` (HubSpot) or `records`
  /// (Salesforce) of an array.
  private func member(at quote: Int, _ bytes: ByteView) -> Member {
    let found = member("\"data\"", at: quote, bytes)
    if found != .anotherName { return found }
    for name: StaticString in ["\"results\"", "\"records\""] {
      let found = member(name, at: quote, bytes)
      if found != .anotherName { return found == .other ? .anotherName : found }
    }
    return .anotherName
  }

  private func member(_ name: StaticString, at quote: Int, _ bytes: ByteView) -> Member {
    let name = ByteView(name)
    let seen = min(name.count, bytes.count - quote)
    if bytes.slice(quote, quote + seen) != name.slice(0, seen) { return .anotherName }
    var cursor = JSONCursor(bytes)
    cursor.offset = quote + seen
    guard cursor.skipSpace() == UInt8(ascii: ":") else { return cursor.offset < bytes.count ? .anotherName : .cutOff }
    cursor.offset += 1
    let value = cursor.skipSpace()
    return cursor.offset == bytes.count ? .cutOff : value == UInt8(ascii: "[") ? .array : .other
  }
}
