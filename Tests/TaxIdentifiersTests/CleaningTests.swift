import Bytes
import TaxIdentifiers
import Testing

struct CleaningTests {
  private let german = TaxIdentifierScheme.named("de.vat")

  @Test(arguments: ["", " ", "\t\r\n", "\u{A0}\u{3000}", "\u{FEFF}\u{200B}\u{2060}"])
  func `a cell of blanks and invisible characters is absent`(_ text: String) {
    for scheme in TaxIdentifierScheme.all {
      #expect(scheme.validate(text) == .absent)
      #expect(scheme.compact(text) == nil)
    }
  }

  @Test(arguments: ["-", "n/a", ".", "none", "0", "?", "DE"])
  func `a stroke or a word is malformed, not absent`(_ text: String) {
    #expect(german?.validate(text) == .malformed)
  }

  @Test(arguments: [
    "DE136695976", "de136695976", "DE 136 695 976", "DE-136.695/976", "136,695,976", "１３６６９５９７６", "ＤＥ１３６６９５９７６",
    "DE\u{2010}136\u{2011}695\u{2012}976", "DE\u{2013}136\u{2014}695\u{2015}976", "DE\u{2212}136\u{FE63}695\u{FF0D}976",
    "DE\u{A0}136\u{2000}695\u{200A}976", "DE\u{202F}136\u{205F}695\u{3000}976", "\u{FEFF}DE136695976\u{200F}",
    "DE13\u{200B}66\u{2060}95976", "\u{202D}DE136695976\u{202C}", "DE13669\u{AD}5976", "DE𝟏𝟑𝟔𝟨𝟿𝟻𝟗𝟟𝟞",
    "\tDE136695976\r\n", "DЕ136695976", "DΕ136695976", "dе136695976",
  ])
  func `typographic look-alikes count as what they look like`(_ text: String) {
    #expect(german?.validate(text) == .wellFormed)
    #expect(german?.compact(text)?.string == "136695976")
  }

  @Test(arguments: [
    "DE136695976é", "DE136695976١", "DЖ136695976", "Δε136695976", "DE13669\t5976", "DE136_695976", "DEDE136695976",
    "136695976DE",
    "136\u{2044}695976",
  ])
  func `characters without a meaning here are malformed`(_ text: String) {
    #expect(german?.validate(text) == .malformed)
  }

  @Test(arguments: [
    ("ru", "at.uid", "АТU13585627", "U13585627"), ("gr", "at.uid", "ΑΤU13585627", "U13585627"),
    ("gr", "gr.vat", "ΕΛ 094259216", "094259216"), ("gr", "gr.vat", "ΕL094259216", "094259216"),
    ("ru", "by.unp", "унп МА1953684", "MA1953684"), ("ru", "by.unp", "УНП ма1953684", "MA1953684"),
    ("mk", "mk.edb", "мк4020990116747", "4020990116747"), ("ru", "cy.vat", "СУ10246672Х", "10246672X"),
  ])
  func `letters of another alphabet that look like Latin ones count as those`(
    _ keyboard: String, _ code: String, _ text: String, _ compact: String
  ) {
    let scheme = TaxIdentifierScheme.named(code)
    #expect(scheme?.validate(text) == .wellFormed)
    #expect(scheme?.compact(text)?.string == compact)
  }

  @Test func `bytes that are no UTF-8 are malformed`() {
    for bytes: [UInt8] in [
      [0xFF], [0xC3], [0xE2, 0x80], [0xF0, 0x9D, 0x9F], [0x31, 0x80], [0xE2, 0x28, 0xA1], [0xC0, 0xB1],
    ] {
      for scheme in TaxIdentifierScheme.all { #expect(bytes.withByteView { scheme.validate($0) } == .malformed) }
    }
  }

  @Test func `a cell of any length is judged, and what does not fit is malformed`() {
    let long = String(repeating: "1", count: 33)
    for scheme in TaxIdentifierScheme.all {
      #expect(scheme.validate(long) == .malformed)
      #expect(scheme.compact(long) == nil)
    }
    #expect(german?.validate(String(repeating: " ", count: 100_000) + "136695976") == .wellFormed)
    #expect(german?.validate("136695976" + String(repeating: " ", count: 100_000)) == .wellFormed)
    #expect(german?.validate(String(repeating: "-", count: 100_000)) == .malformed)
    #expect(german?.compact(String(repeating: "1", count: 32))?.count == 32)
  }

  @Test func `writing a malformed number down does no harm`() {
    for scheme in TaxIdentifierScheme.all {
      for text in ["1", "A", "12", "é", "EU", "CHE", "12345678901234567890123456789012"] {
        guard let compact = scheme.compact(text) else { continue }
        #expect(scheme.format(compact).utf8.count <= 64)
      }
    }
  }

  @Test(arguments: [
    ("us.ein", "04-2103594", TaxIdentifierOutcome.formatOnly), ("us.ein", "042-103594", .malformed),
    ("us.ein", "04 2103594", .malformed), ("us.ein", "07-2103594", .malformed), ("us.ssn", "078-05-1120", .malformed),
    ("gr.vat", "EL 094259216", .wellFormed), ("gr.vat", "GR094259216", .wellFormed),
    ("gr.vat", "EL94259216", .wellFormed),
    ("be.vat", "BE (0)428.759.497", .wellFormed), ("be.vat", "BE428759497", .wellFormed),
    ("nl.btw", "NL4495445B01", .wellFormed), ("fr.tva", "FR 40 303 265 045", .wellFormed),
    ("at.uid", "AT U 1358 5627", .wellFormed), ("at.uid", "AT13585627", .malformed),
    ("om.vat", "1100006083", .malformed),
    ("ch.vat", "CHE-107.787.577 IVA", .wellFormed), ("ch.vat", "107787577 IVA", .malformed),
    ("ch.uid", "100.155.212", .wellFormed),
    ("by.unp", "УНП 200988541", .wellFormed), ("by.unp", "унп 200988541", .wellFormed),
    ("by.unp", "ма1953684", .wellFormed),
    ("mk.edb", "МК4030000375897", .wellFormed), ("eg.tn", "١٠٠-٥٣١-٣٨٥", .formatOnly),
    ("kr.brn", "116-82-00276", .formatOnly),
    ("tw.ubn", "00501503", .wellFormed), ("in.gstin", "27AAPFU0939F1ZV", .wellFormed),
    ("za.vat", "4123456789", .formatOnly),
  ])
  func `prefixes, padding and separators are taken as the country has them`(
    _ code: String, _ text: String, _ outcome: TaxIdentifierOutcome
  ) {
    #expect(TaxIdentifierScheme.named(code)?.validate(text) == outcome)
  }

  @Test func `check characters that look like the French prefix stay`() throws {
    let french = try #require(TaxIdentifierScheme.named("fr.tva"))
    // The key FR of a SIREN: found by trying, so that no number of a company stands here.
    let number = try #require(
      (100_000_000..<100_002_000).lazy.map { "FR\($0)" }.first { frenchVAT($0) == .wellFormed })
    for spelling in [number, "FR\(number)", "FR FR \(number.dropFirst(2))"] {
      #expect(french.validate(spelling) == .wellFormed)
      #expect(french.compact(spelling)?.string == number)
    }
    #expect(french.compact(number).map { french.format($0) } == "FR\(number)")
  }

  @Test func `a small ñ counts as the capital`() {
    let mexican = TaxIdentifierScheme.named("mx.rfc")
    #expect(mexican?.compact("a&ñ 931116-9p8")?.string == "A&Ñ9311169P8")
    #expect(mexican?.compact("a&ñ 931116-9p8")?.count == 13)
    #expect(mexican?.validate("a&ñ 931116-9p8") == mexican?.validate("A&Ñ9311169P8"))
  }
}
