import Bytes
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is done to up to 32 bytes at once gives what a loop over them gives.
@Suite struct ShortTextTests {
  /// Texts of every length up to 70, of signs that matter here, the same every time.
  static let texts: [[UInt8]] = {
    let signs = Array("ab zZ09@.,:;\"\\\u{A0}äÄÖ\t\n\u{7F}–{[")
    var state: UInt64 = 42
    return (0...70).flatMap { length in
      (0..<20).map { round in
        let characters = (0..<length).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          // Half of the texts are letters only, or nearly nothing would be plain.
          return signs[Int(state >> 33) % (round % 2 == 0 ? 2 : signs.count)]
        }
        return Array(String(characters).utf8)
      }
    }
  }()

  @Test func `texts in quotes are those that need no escape`() {
    for text in Self.texts {
      text.withByteView { view in
        var out = ByteBuffer(capacity: 64)
        let isPlainJSON = !text.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
        let isJSONThere = out.append(plainJSON: view)
        #expect(isJSONThere == isPlainJSON)
        #expect(out.view.array == (isPlainJSON ? [0x22] + text + [0x22] : []))
        out.removeAll()
        let isCSVThere = out.append(plainCSV: view)
        #expect(isCSVThere == !text.contains(0x22))
        #expect(out.view.array == (text.contains(0x22) ? [] : [0x22] + text + [0x22]))
      }
    }
  }

  @Test func `equal texts are equal, and a byte anywhere makes them differ`() {
    for text in Self.texts {
      for place in text.indices {
        var other = text
        other[place] ^= 1
        #expect(!text.withByteView { a in other.withByteView { a == $0 } })
      }
      let copy = Array(text)
      #expect(text.withByteView { a in copy.withByteView { a == $0 } })
    }
  }

  @Test func `folding is the same at once and byte by byte`() {
    // Folding is for UTF-8, which every reader checks.
    for text in Self.texts where String(validating: text, as: UTF8.self) != nil {
      text.withByteView { view in
        var out = ByteBuffer(capacity: 64)
        view.appendFolded(to: &out)
        #expect(out.count == text.count)
        #expect(view.equalsFolded(out.view))
        for (a, b) in zip(text, out.view.array) where a < 0x80 { #expect(b == asciiLower(a)) }
      }
    }
  }

  @Test func `signs are found where they stand`() {
    for text in Self.texts {
      text.withByteView { view in
        #expect(view.hasControl(or: UInt8(ascii: ":")) == text.contains { $0 < 0x20 || $0 == UInt8(ascii: ":") })
        let first = text.firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
        #expect(view.position(of: UInt8(ascii: ","), or: UInt8(ascii: ";")) == first ?? text.count)
        let hasUneven =
          text.contains { $0 < 0x20 || $0 == 0x7F }
          || zip(text, text.dropFirst()).contains { ($0 == 0x20 && $1 == 0x20) || ($0 == 0xC2 && $1 == 0xA0) }
        if hasUneven { #expect(view.mayHaveUnevenBlanks) }
      }
    }
  }

  @Test func `numbers are written as Swift writes them`() {
    var value: UInt = 1
    while value < UInt.max / 7 {
      for number in [value - 1, value, value + 1] {
        var out = ByteBuffer(capacity: 64)
        out.append(decimal: number)
        #expect(out.view.string == String(number))
      }
      value *= value % 3 == 0 ? 5 : 3
    }
  }

  @Test func `nothing behind the last byte of a page is read`() throws {
    let page = 4096
    let all = unsafe mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    let memory = unsafe try #require(all)
    defer { unsafe munmap(memory, 2 * page) }
    let isProtected = unsafe mprotect(memory + page, page, PROT_NONE) == 0
    #expect(isProtected)
    for length in 0...40 {
      let start = unsafe (memory + page - length).assumingMemoryBound(to: UInt8.self)
      for i in 0..<length { unsafe start[i] = UInt8(ascii: "a") }
      let view = unsafe ByteView(start: start, count: length)
      var out = ByteBuffer(capacity: 64)
      out.append(view)
      let isThere = out.append(plainJSON: view)
      #expect(isThere)
      view.appendFolded(to: &out)
      #expect(out.count == 3 * length + 2)
      #expect(view == view.dropFirst(0))
      #expect(!view.mayHaveUnevenBlanks && !view.hasControl(or: 0x3A))
      _ = view.stableHash
    }
  }
}
