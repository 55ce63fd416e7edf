import Bytes

/// The list of ISO 4217 as published on 2026-01-01 (SIX, list one; withdrawn codes from list three).
enum CurrencyTable {
  /// Code and number of decimals, by code; includes fund codes and units of account, which have decimals.
  private static let text: StaticString = """
    AED2 AFN2 ALL2 AMD2 AOA2 ARS2 AUD2 AWG2 AZN2 BAM2 BBD2 BDT2 BHD3 BIF0 BMD2 BND2 \
    BOB2 BOV2 BRL2 BSD2 BTN2 BWP2 BYN2 BZD2 CAD2 CDF2 CHE2 CHF2 CHW2 CLF4 CLP0 CNY2 \
    COP2 COU2 CRC2 CUP2 CVE2 CZK2 DJF0 DKK2 DOP2 DZD2 EGP2 ERN2 ETB2 EUR2 FJD2 FKP2 \
    GBP2 GEL2 GHS2 GIP2 GMD2 GNF0 GTQ2 GYD2 HKD2 HNL2 HTG2 HUF2 IDR2 ILS2 INR2 IQD3 \
    IRR2 ISK0 JMD2 JOD3 JPY0 KES2 KGS2 KHR2 KMF0 KPW2 KRW0 KWD3 KYD2 KZT2 LAK2 LBP2 \
    LKR2 LRD2 LSL2 LYD3 MAD2 MDL2 MGA2 MKD2 MMK2 MNT2 MOP2 MRU2 MUR2 MVR2 MWK2 MXN2 \
    MXV2 MYR2 MZN2 NAD2 NGN2 NIO2 NOK2 NPR2 NZD2 OMR3 PAB2 PEN2 PGK2 PHP2 PKR2 PLN2 \
    PYG0 QAR2 RON2 RSD2 RUB2 RWF0 SAR2 SBD2 SCR2 SDG2 SEK2 SGD2 SHP2 SLE2 SOS2 SRD2 \
    SSP2 STN2 SVC2 SYP2 SZL2 THB2 TJS2 TMT2 TND3 TOP2 TRY2 TTD2 TWD2 TZS2 UAH2 UGX0 \
    USD2 USN2 UYI0 UYU2 UYW4 UZS2 VED2 VES2 VND0 VUV0 WST2 XAD2 XAF0 XCD2 XCG2 XOF0 \
    XPF0 YER2 ZAR2 ZMW2 ZWG2
    """
  private static let stride = 5

  /// Listed, but not money: metals, bond market units, drawing rights, regional units, testing, no currency.
  static let notMoney: StaticString = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX"

  // One blank between two entries, none after the last.
  static let count = (ByteView(text).count + 1) / stride

  static func code(at index: Int) -> ByteView { ByteView(text).slice(index * stride, index * stride + 3) }

  static func minorDigits(at index: Int) -> Int { Int(ByteView(text)[index * stride + 3] - UInt8(ascii: "0")) }

  /// Index + 1 of the code that stands for each place, 0 where there is none.
  static let indexByPlace: [UInt8] = {
    var table = [UInt8](repeating: 0, count: 26 * 26 * 26)
    for index in 0..<count {
      if let place = place(of: code(at: index)) { table[place] = UInt8(index + 1) }
    }
    return table
  }()

  /// Three capital letters as a number of base 26; nil for anything else.
  static func place(of code: ByteView) -> Int? {
    guard code.count == 3 else { return nil }
    let first = Int(code[0]) - 65
    let second = Int(code[1]) - 65
    let third = Int(code[2]) - 65
    guard 0..<26 ~= first, 0..<26 ~= second, 0..<26 ~= third else { return nil }
    return (first * 26 + second) * 26 + third
  }

  /// What a code that is not money of today is. Rare, so it is looked for from front to back.
  static func retired(_ code: ByteView) -> Currency.Lookup {
    for entry in withdrawn where code.equals(entry.code) {
      return .withdrawn(successor: entry.successor, note: entry.note)
    }
    let listed = ByteView(notMoney)
    for at in Swift.stride(from: 0, to: listed.count, by: 4) where listed.slice(at, at + 3) == code {
      return .notMoney
    }
    return .unknown
  }

  /// Signs and names (in capitals) that in trade mean one currency.
  static let otherNames: [(name: StaticString, code: StaticString)] = [
    ("EURO", "EUR"), ("EUROS", "EUR"), ("€", "EUR"), ("US$", "USD"), ("USD$", "USD"), ("£", "GBP"), ("STG", "GBP"),
    ("UKP", "GBP"), ("SFR", "CHF"), ("SFR.", "CHF"), ("RMB", "CNY"), ("CNH", "CNY"), ("YEN", "JPY"), ("NIS", "ILS"),
    ("₪", "ILS"), ("NTD", "TWD"), ("NT$", "TWD"), ("₹", "INR"), ("₩", "KRW"), ("₺", "TRY"), ("₴", "UAH"), ("₫", "VND"),
    ("R$", "BRL"), ("A$", "AUD"), ("AU$", "AUD"), ("CA$", "CAD"), ("CDN", "CAD"), ("NZ$", "NZD"),
    ("HK$", "HKD"), ("S$", "SGD"), ("MX$", "MXN"), ("KČ", "CZK"), ("Kč", "CZK"), ("ZŁ", "PLN"), ("Zł", "PLN"),
  ]
}
