import Bytes
import Testing

/// Hashes worked out by a second program: they may never change, since files of one run name hashes of another.
private let hashes: [(String, UInt64)] = [
  ("", 0x9341_CA26_3702_A9E6), ("a", 0x53B2_9700_FDAA_5E16), ("D-1042", 0x4438_7D2E_C513_BF7E),
  ("12345678", 0x284B_7786_98AA_8702), ("123456789", 0xF136_4EDB_5371_861C),
  ("Müller GmbH", 0xD2FB_2311_F3C6_701A),
  ("the quick brown fox jumps over the lazy dog", 0xD351_C33E_EFF9_887A),
]

@Test(arguments: hashes) func `a text has the same hash in every process`(_ row: (text: String, hash: UInt64)) {
  #expect(row.text.withByteView { $0.stableHash } == row.hash)
}

@Test func `a byte more or less, or another order, is another hash`() {
  var seen: Set<UInt64> = []
  for count in 0...40 {
    seen.insert([UInt8](repeating: 0, count: count).withByteView { $0.stableHash })
    for place in 0..<count {
      var bytes = [UInt8](repeating: 0, count: count)
      bytes[place] = 1
      seen.insert(bytes.withByteView { $0.stableHash })
    }
  }
  #expect(seen.count == 41 + 40 * 41 / 2)
}

@Test(arguments: [
  ("", ""), ("a", "a"), (" a ", "a"), ("\t\r\n a b \u{0B}\u{0C}", "a b"), ("\u{A0}12\u{202F}", "12"),
  ("\u{FEFF}id\u{FEFF}", "id"), (" \u{A0} \u{202F}\u{FEFF}", ""), ("é", "é"), ("Å\u{A0}", "Å"), ("à", "à"),
  // Cut sequences stay as they are, and nothing beyond the end is read.
  ("\u{2003}a\u{2003}", "\u{2003}a\u{2003}"),
])
func `blanks go at both ends and nothing else does`(_ row: (text: String, trimmed: String)) {
  #expect(row.text.withByteView { $0.trimmed.string } == row.trimmed)
}

@Test(
  arguments: [[0xC2], [0xA0], [0xE2, 0x80], [0x80, 0xAF], [0xEF, 0xBB], [0xBB, 0xBF], [0xC2, 0xA1]] as [[UInt8]])
func `a cut sequence at an end is not a blank`(_ bytes: [UInt8]) {
  #expect(bytes.withByteView { $0.trimmed.array } == bytes)
}

@Test(arguments: [
  ("ABC xyz 019", "abc XYZ 019"), ("MÜLLER", "müller"), ("Århus", "åRHUS"), ("ŁÓDŹ", "łódź"), ("ŽIŽKA", "žižka"),
  ("ΑΘΗΝΑ", "αθηνα"), ("МОСКВА", "москва"), ("ЁЖ", "ёж"), ("Ÿ", "ÿ"), ("ĲSSEL", "ĳssel"), ("ŸŹŻ", "ÿźż"),
])
func `letters of the export's scripts meet in either case`(_ row: (a: String, b: String)) {
  let (equal, folded) = row.a.withByteView { a in
    row.b.withByteView { b in
      var x = ByteBuffer()
      var y = ByteBuffer()
      a.appendFolded(to: &x)
      b.appendFolded(to: &y)
      return (a.equalsFolded(b), x.view == y.view)
    }
  }
  #expect(equal)
  #expect(folded)
}

@Test(arguments: [
  ("I", "ı"), ("İ", "i"), ("ß", "ss"), ("é", "e"), ("×", "÷"), ("abc", "abd"), ("abc", "abcd"), ("Æ", "AE"),
  ("@", "`"), ("[", "{"),
])
func `what only looks alike stays apart`(_ row: (a: String, b: String)) {
  #expect(!row.a.withByteView { a in row.b.withByteView { a.equalsFolded($0) } })
}

@Test func `folding agrees with Unicode for every two-byte letter it folds, and equality with folding`() {
  for value in UInt32(0)..<0x800 {
    guard let scalar = Unicode.Scalar(value) else { continue }
    let text = String(scalar)
    let folded = text.withByteView { view in
      var out = ByteBuffer()
      view.appendFolded(to: &out)
      return out.view.string
    }
    #expect(folded == text || folded == text.lowercased(), "\(text)")
    #expect(folded.utf8.count == text.utf8.count)
    #expect(text.withByteView { a in folded.withByteView { a.equalsFolded($0) } }, "\(text)")
  }
}

@Test func `looking for a part finds it at the start, in the middle and at the end, and not beyond`() {
  "nordwind".withByteView { text in
    for part in ["", "n", "nord", "dw", "wind", "d", "nordwind"] {
      #expect(part.withByteView { text.contains($0) }, "\(part)")
    }
    for part in ["nordwinds", "wi d", "dd", "x"] { #expect(!part.withByteView { text.contains($0) }, "\(part)") }
    #expect(text.hasPrefix(ByteView("nord")) && !text.hasPrefix(ByteView("nordwind!")))
    #expect(text.hasSuffix(ByteView("wind")) && !text.hasSuffix(ByteView("!nordwind")))
    #expect(text.firstIndex(of: UInt8(ascii: "d")) == 3)
    #expect(text.firstIndex(of: UInt8(ascii: "d"), from: 4) == 7)
    #expect(text.firstIndex(of: UInt8(ascii: "z")) == nil)
  }
}

@Test(arguments: 0...33) func `equality looks at every byte`(_ count: Int) {
  let bytes = (0..<count).map { UInt8($0) }
  #expect(bytes.withByteView { a in Array(bytes).withByteView { a == $0 } })
  for place in 0..<count {
    var other = bytes
    other[place] ^= 0x80
    #expect(!bytes.withByteView { a in other.withByteView { a == $0 } })
    #expect(bytes.withByteView { $0.isASCII })
    #expect(!other.withByteView { $0.isASCII })
  }
}

@Test(arguments: [("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 2), ("日本", 2), ("🧾", 1)])
func `characters are counted as Unicode scalars`(_ row: (text: String, count: Int)) {
  #expect(row.text.withByteView { $0.scalarCount } == row.count)
}
