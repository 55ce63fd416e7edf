import Bytes

/// Lends `body` the form of a name in which spellings of one name are equal; nil for names of more than 96 bytes.
///
/// Lower case; Latin letters without accents (also when these are combining characters); full stops and apostrophes
/// dropped; every other run of punctuation and blanks one space, none at the ends; "&" as "and"; no "the" in front.
/// Built in memory of the stack.
func withCountryNameKey<R>(_ name: ByteView, _ body: (ByteView) -> R?) -> R? {
  unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: CountryNameKey.capacity) { memory in
    var key = unsafe CountryNameKey(memory: memory)
    guard key.append(name) else { return nil }
    return body(key.view)
  }
}

@safe
private struct CountryNameKey {
  static let capacity = 96

  @unsafe let memory: UnsafeMutableBufferPointer<UInt8>
  var count = 0
  var wantsSpace = false

  init(memory: UnsafeMutableBufferPointer<UInt8>) { unsafe self.memory = memory }

  var view: ByteView {
    let all = unsafe ByteView(UnsafeBufferPointer(rebasing: memory[0..<count]))
    return all.hasPrefix(ByteView("the ")) ? all.dropFirst(4) : all
  }

  /// False when the key does not fit.
  mutating func append(_ name: ByteView) -> Bool {
    var at = 0
    while at < name.count {
      let byte = name[at]
      let next = at + 1 < name.count ? name[at + 1] : 0
      let third = at + 2 < name.count ? name[at + 2] : 0
      var length = 1
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        put(asciiLower(byte))
      case UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "`"): break
      case UInt8(ascii: "&"):
        wantsSpace = true
        put(UInt8(ascii: "a"))
        put(UInt8(ascii: "n"))
        put(UInt8(ascii: "d"))
        wantsSpace = true
      case 0..<0x80: wantsSpace = true
      case 0xC3...0xC5 where next & 0xC0 == 0x80:
        length = 2
        let base = baseLetter((Int(byte) - 0xC3) * 64 + Int(next & 0x3F))
        if base == UInt8(ascii: "*") { wantsSpace = true } else { put(base) }
      case 0xCC where next & 0xC0 == 0x80, 0xCD where next >= 0x80 && next < 0xB0: length = 2  // combining marks
      case 0xC2 where next == 0xA0:
        length = 2
        wantsSpace = true
      case 0xCA where next == 0xBB || next == 0xBC: length = 2  // modifier letter apostrophes
      case 0xE2 where next == 0x80 && (third == 0x98 || third == 0x99): length = 3  // ‘ ’
      case 0xE2 where next == 0x80 && third & 0xC0 == 0x80:  // dashes and spaces
        length = 3
        wantsSpace = true
      default: put(byte)
      }
      if count > Self.capacity - 4 { return false }
      at += length
    }
    return true
  }

  private mutating func put(_ byte: UInt8) {
    if wantsSpace && count > 0 {
      unsafe memory[count] = UInt8(ascii: " ")
      count += 1
    }
    wantsSpace = false
    unsafe memory[count] = byte
    count += 1
  }

  /// The letter under the accent, lower case, for U+00C0 + `offset` up to U+017F; `*` for × and ÷.
  private func baseLetter(_ offset: Int) -> UInt8 { ByteView(Self.baseLetters)[offset] }

  private static let baseLetters: StaticString = """
    aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
    lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs
    """
}
