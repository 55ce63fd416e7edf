import Catalogue
import Testing

@Suite struct `names` {
  @Test(arguments: [
    ("Acme GmbH", "acme  gmbh"), ("Acme GmbH", " Acme GmbH\t"), ("Caf\u{E9}", "Cafe\u{301}"), ("MÜLLER", "müller"),
    ("Acme\u{A0}GmbH", "Acme GmbH"), ("ΛΟΓΟΣ", "λογος"), ("Ｆｕｌｌ", "full"), ("ﬁsch", "fisch"), ("", "  "),
    ("a\r\nb", "a b"), ("Ærø", "ærø"), ("ЖУК", "жук"),
  ])
  func `these are one name`(_ a: String, _ b: String) { #expect(nameKey(a) == nameKey(b)) }

  @Test(arguments: [
    ("Acme GmbH", "Acme AG"), ("Müller", "Muller"), ("Acme Ltd", "Acme Limited"), ("A B", "AB"), ("Acme", "Аcme"),
    ("Acme 1", "Acme 2"), ("I", "ı"),
  ])
  func `these are two names`(_ a: String, _ b: String) { #expect(nameKey(a) != nameKey(b)) }

  @Test(arguments: [
    ("Acme Ltd", "Acme Limited"), ("Acme Ltd.", "ACME LTD"), ("Acme, Inc.", "Acme Incorporated"), ("AСME", "ACME"),
    ("Müller GmbH", "Muller GmbH"), ("Nord-Wind", "Nord Wind"), ("Nordwind", "Nord Wind"),
    ("Smith & Sons", "Smith and Sons"),
    ("Müller & Söhne", "Müller und Söhne"), ("Acme S.A.", "Acme SA"), ("Acme B.V.", "Acme BV"), ("Strauß", "Strauss"),
    ("Αcme", "Acme"), ("Acme Co", "Acme Company"), ("O'Brien", "OBrien"), ("“Acme”", "Acme"),
    ("The Acme Co", "Acme Co"),
    ("Sørensen", "Sorensen"), ("Łódź Sp. z o.o.", "Lodz Sp z oo"), ("Acme\u{200B} GmbH", "Acme GmbH"),
  ])
  func `a reader takes these for one`(_ a: String, _ b: String) { #expect(nameSkeleton(a) == nameSkeleton(b)) }

  @Test(arguments: [
    ("Acme Ltd", "Acme GmbH"), ("Acme 1", "Acme 2"), ("Acme North", "Acme South"), ("Acme", "Acne"), ("BMW", "BWM"),
  ])
  func `nobody takes these for one`(_ a: String, _ b: String) { #expect(nameSkeleton(a) != nameSkeleton(b)) }
}
