import Bytes
import Countries
import Testing

private func find(_ text: String) -> String? { text.withByteView { Country.find($0) }?.alpha2.string }
private func suggest(_ text: String) -> String? { text.withByteView { Country.suggestion(for: $0) }?.alpha2.string }

private let listed = iso3166.split(separator: "\n").map { line -> (alpha2: String, alpha3: String, name: String) in
  let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
  return (String(parts[0]), String(parts[1]), String(parts[2]))
}

@Test func `all 249 countries are found by both codes in either case and by ISO's name`() throws {
  #expect(listed.count == 249)
  for row in listed {
    for text in [
      row.alpha2, row.alpha2.lowercased(), row.alpha3, row.alpha3.lowercased(), " \(row.alpha3)\u{A0}", row.name,
      row.name.uppercased(), row.name.lowercased(), "  \(row.name)\t",
    ] { #expect(find(text) == row.alpha2, "\(text)") }
    let country = try #require(row.alpha2.withByteView { Country.find($0) })
    #expect(country.alpha3.string == row.alpha3)
    #expect(find(country.name) == row.alpha2)
    #expect(country.isInISO3166)
  }
}

@Test func `the list holds those and two more, in order`() {
  #expect(Country.all.map(\.alpha2.string) == listed.map(\.alpha2) + ["XI", "XK"])
  #expect(Country.all.map { Int($0.index) } == Array(0..<251))
  #expect(Country.all.filter { !$0.isInISO3166 }.map(\.name) == ["Northern Ireland", "Kosovo"])
}

@Test func `no other two or three letters are a code`() {
  let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
  let two = Set(listed.map(\.alpha2) + ["XI", "XK", "EL", "UK"])
  // Abbreviations that are names.
  let three = Set(listed.map(\.alpha3) + ["XKX", "UAE", "DRC", "PRC", "FRG", "KSA", "LAO"])
  for a in letters {
    for b in letters {
      #expect((find(a + b) != nil) == two.contains(a + b), "\(a + b)")
      for c in letters where (find(a + b + c) != nil) != three.contains(a + b + c) { Issue.record("\(a + b + c)") }
    }
  }
}

@Test(arguments: [
  ("Czech Republic", "CZ"), ("Czechia", "CZ"), ("The Czech Republic", "CZ"), ("UK", "GB"), ("uk", "GB"),
  ("U.K.", "GB"), ("Great Britain", "GB"), ("England", "GB"), ("Scotland", "GB"), ("Wales", "GB"),
  ("United Kingdom of Great Britain and Northern Ireland", "GB"), ("XI", "XI"), ("Northern Ireland", "XI"),
  ("EL", "GR"), ("el", "GR"), ("GR", "GR"), ("USA", "US"), ("U.S.A.", "US"), ("U.S.", "US"), ("United States", "US"),
  ("United States of America", "US"), ("THE UNITED STATES OF AMERICA", "US"), ("Holland", "NL"),
  ("The Netherlands", "NL"), ("South Korea", "KR"), ("Korea, Republic of", "KR"), ("Republic of Korea", "KR"),
  ("North Korea", "KP"), ("Russia", "RU"), ("Russian Federation", "RU"), ("Vietnam", "VN"), ("Viet Nam", "VN"),
  ("Turkey", "TR"), ("Türkiye", "TR"), ("TÜRKİYE", "TR"), ("turkiye", "TR"), ("Tu\u{308}rkiye", "TR"),
  ("Ivory Coast", "CI"), ("Côte d’Ivoire", "CI"), ("Cote D'Ivoire", "CI"), ("Curacao", "CW"), ("CURAÇAO", "CW"),
  ("Reunion", "RE"), ("Aland Islands", "AX"), ("Bosnia & Herzegovina", "BA"), ("Bosnia-Herzegovina", "BA"),
  ("Trinidad & Tobago", "TT"), ("Guinea–Bissau", "GW"), ("Guinea Bissau", "GW"), ("Congo - Kinshasa", "CD"),
  ("Congo (Brazzaville)", "CG"), ("St. Lucia", "LC"), ("St. Kitts & Nevis", "KN"), ("Macau", "MO"), ("Burma", "MM"),
  ("Myanmar (Burma)", "MM"), ("Hong Kong SAR China", "HK"), ("Swaziland", "SZ"), ("Cape Verde", "CV"),
  ("East Timor", "TL"), ("Macedonia", "MK"), ("Vatican", "VA"), ("Iran (Islamic Republic of)", "IR"),
  ("Tanzania", "TZ"), ("Palestinian Territories", "PS"), ("UAE", "AE"), ("Kosovo", "XK"), ("Georgia", "GE"),
  ("Niger", "NE"), ("Nigeria", "NG"), ("Dominica", "DM"), ("Dominican Republic", "DO"), ("Guinea", "GN"),
  ("Federal Republic of Germany", "DE"), ("Republic of Ireland", "IE"), ("Ireland", "IE"), ("Samoa", "WS"),
])
func `common English names are found`(_ row: (text: String, alpha2: String)) { #expect(find(row.text) == row.alpha2) }

@Test(arguments: [
  "", " ", "X", "D", "EU", "Deutschland", "España", "Korea", "America", "Virgin Islands", "Virgin", "Germ", "Germany1",
  "GER", "-", "&", "the", "United", "Germany\u{0}France", "12", "Ü", "日本",
])
func `other texts are not guessed into a country`(_ text: String) { #expect(find(text) == nil) }

@Test func `texts of any length and of bytes that are not UTF-8 do no harm`() {
  for length in 0..<300 {
    for byte in [UInt8(ascii: "a"), UInt8(ascii: "&"), 0xC3, 0xC4, 0xCC, 0xE2, 0xFF, 0] {
      [UInt8](repeating: byte, count: length).withByteView { view in
        let found = Country.find(view)
        #expect(found == nil || (length == 3 && byte == 0x61))
      }
    }
  }
}

@Test(arguments: [
  ("Deutschland", "DE"), ("DEUTSCHLAND", "DE"), ("España", "ES"), ("Espana", "ES"), ("Österreich", "AT"),
  ("Oesterreich", "AT"), ("Česko", "CZ"), ("Cesko", "CZ"), ("Česká republika", "CZ"), ("Suomi", "FI"),
  ("Schweiz", "CH"), ("Suisse", "CH"), ("België", "BE"), ("Sverige", "SE"), ("Polska", "PL"), ("Magyarország", "HU"),
  ("Brasil", "BR"), ("México", "MX"), ("Italia", "IT"), ("Ελλάδα Hellas", nil), ("Hellas", "GR"), ("Éire", "IE"),
  ("România", "RO"), ("Hrvatska", "HR"), ("Việt Nam", "VN"), ("GER", "DE"), ("SUI", "CH"), ("Korea", "KR"),
  ("America", "US"), ("Germny", "DE"), ("Gemrany", "DE"), ("Frnace", "FR"), ("Netherland", "NL"), ("Swizerland", "CH"),
  ("United Kindgom", "GB"), ("Untied States", "US"), ("Austrlia", nil), ("Australa", "AU"), ("Denmark", "DK"),
  ("Deutshland", "DE"),
  ("Nigera", nil), ("QQQ", nil), ("", nil), ("Atlantis", nil), ("xyzzy plugh", nil),
])
func `a local name or a near spelling is suggested`(_ row: (text: String, alpha2: String?)) {
  #expect(suggest(row.text) == row.alpha2)
}

@Test func `the European Union has its 27 members of 2026`() {
  let members = """
    Austria Belgium Bulgaria Croatia Cyprus Czechia Denmark Estonia Finland France Germany Greece Hungary Ireland Italy
    Latvia Lithuania Luxembourg Malta Netherlands Poland Portugal Romania Slovakia Slovenia Spain Sweden
    """
  let expected = members.split(whereSeparator: \.isWhitespace).map(String.init)
  #expect(expected.count == 27)
  #expect(Set(Country.all.filter(\.isInEUVATArea).map(\.name)) == Set(expected))
  for outside in ["XI", "GB", "CH", "NO", "MC", "IS", "AX", "TR", "XK"] {
    #expect(outside.withByteView { Country.find($0) }?.isInEUVATArea == false)
  }
  #expect(Country.all.filter(\.isNorthernIreland).map(\.alpha2.string) == ["XI"])
}
