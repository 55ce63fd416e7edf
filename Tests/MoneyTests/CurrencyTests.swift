import Bytes
import Money
import Testing

/// ISO 4217 of 2026-01-01, written down a second time by number of decimals.
private let digits: [(Int, String)] = [
  (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF UYI"),
  (3, "BHD IQD JOD KWD LYD OMR TND"),
  (4, "CLF UYW"),
  (
    2,
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD
    BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR
    FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS
    KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD
    TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG BOV CHE CHW COU MXV USN XAD
    """
  ),
]

private func find(_ code: String) -> Currency.Lookup { code.withByteView { Currency.find($0) } }

@Test(arguments: digits) func `every current code is found and has its decimals`(_ row: (Int, String)) throws {
  for code in row.1.split(whereSeparator: \.isWhitespace).map(String.init) {
    let currency = try #require(find(code).currency, "\(code)")
    #expect(currency.code == code)
    #expect(currency.codeView.string == code)
    #expect(currency.minorDigits == row.0, "\(code)")
  }
}

@Test func `there are no other currencies, and all is in order`() {
  let expected = digits.flatMap { $0.1.split(whereSeparator: \.isWhitespace).map(String.init) }.sorted()
  #expect(Currency.all.map(\.code) == expected)
  #expect(Currency.count == 165)
  #expect(Currency.all.sorted() == Currency.all)
  #expect(Currency.all.map { Int($0.index) } == Array(0..<Currency.count))
}

@Test func `of all three letter texts only the listed ones are something`() {
  var current = 0
  var withdrawn = 0
  var notMoney = 0
  for a in UInt8(65)...90 {
    for b in UInt8(65)...90 {
      for c in UInt8(65)...90 {
        switch [a, b, c].withByteView({ Currency.find($0) }) {
        case .current(let currency):
          current += 1
          #expect(currency.codeView.array == [a, b, c])
        case .withdrawn(let successor, let note):
          withdrawn += 1
          #expect(!note.isEmpty)
          // A successor that is itself gone would send the reader in circles.
          if let successor { #expect(find(successor).currency != nil, "\(successor)") }
        case .notMoney: notMoney += 1
        case .unknown: break
        }
      }
    }
  }
  #expect(current == 165)
  #expect(withdrawn == 65)
  #expect(notMoney == 13)
}

@Test(arguments: [
  ("HRK", "EUR"), ("BGN", "EUR"), ("ANG", "XCG"), ("SLL", "SLE"), ("ZWL", "ZWG"), ("CUC", "CUP"), ("VEF", "VES"),
  ("BYR", "BYN"), ("MRO", "MRU"), ("STD", "STN"), ("DEM", "EUR"), ("FRF", "EUR"), ("ITL", "EUR"), ("TRL", "TRY"),
])
func `a withdrawn code names its successor`(_ row: (code: String, successor: String)) {
  guard case .withdrawn(let successor, let note) = find(row.code) else {
    Issue.record("\(row.code) is not withdrawn")
    return
  }
  #expect(successor == row.successor)
  #expect(!note.isEmpty)
}

@Test func `a withdrawn code without one heir has no successor`() {
  for code in ["CSK", "SUR", "YUM"] {
    guard case .withdrawn(nil, _) = find(code) else {
      Issue.record("\(code)")
      continue
    }
  }
}

@Test(arguments: "XAU XAG XPT XPD XDR XBA XBB XBC XBD XSU XUA XTS XXX".split(separator: " ").map(String.init))
func `metals, units and test codes are not money`(_ code: String) { #expect(find(code) == .notMoney) }

@Test(arguments: [
  "", "E", "EU", "eur", "Eur", "EURO", "EU1", " EUR", "EUR ", "€", "$", "QQQ", "ÄÖÜ", "EU\0", "@AA", "[[[",
])
func `anything else is unknown`(_ text: String) { #expect(find(text) == .unknown) }

@Test(arguments: [
  ("eur", "EUR"), (" Usd ", "USD"), ("EURO", "EUR"), ("euros", "EUR"), ("€", "EUR"), ("£", "GBP"), ("rmb", "CNY"),
  ("zł", "PLN"), ("Kč", "CZK"), ("R$", "BRL"),
])
func `what was probably meant is suggested`(_ row: (text: String, code: String)) {
  #expect(row.text.withByteView { Currency.suggestion(for: $0) }?.code == row.code)
}

@Test(arguments: ["", "$", "kr", "hrk", "XAU", "dollar", "12"])
func `nothing is suggested where several or none could be meant`(_ text: String) {
  #expect(text.withByteView { Currency.suggestion(for: $0) } == nil)
}
