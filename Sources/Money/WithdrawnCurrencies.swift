/// A code that ISO 4217 once had.
struct WithdrawnCurrency {
  let code: StaticString
  /// A code of today, nil where the old money had no single heir.
  let successor: String?
  /// What became of it and at which rate, a clause for a message.
  let note: String

  init(_ code: StaticString, _ successor: String?, _ note: String) {
    self.code = code
    self.successor = successor
    self.note = note
  }
}

extension CurrencyTable {
  /// Withdrawn codes that an export of our days may still hold, newest first, then the others by group.
  ///
  /// Rates into the euro: Council Regulations (EC) 2866/98 and its successors for later members.
  static let withdrawn: [WithdrawnCurrency] = [
    .init("BGN", "EUR", "Bulgaria uses the euro since 2026-01-01, 1 EUR = 1.95583 BGN"),
    .init("ANG", "XCG", "the Caribbean guilder replaced it 1 to 1 on 2025-03-31"),
    .init("CUC", "CUP", "Cuba ended the convertible peso on 2021-01-01, 1 CUC = 24 CUP"),
    .init("HRK", "EUR", "Croatia uses the euro since 2023-01-01, 1 EUR = 7.53450 HRK"),
    .init("SLL", "SLE", "Sierra Leone struck off three zeros in 2022, 1 SLE = 1000 SLL"),
    .init("ZWL", "ZWG", "Zimbabwe Gold replaced it in 2024, 1 ZWG = 2498.7242 ZWL"),
    .init("VEF", "VES", "Venezuela struck off five zeros on 2018-08-20, 1 VES = 100000 VEF"),
    .init("MRO", "MRU", "Mauritania struck off one zero on 2018-01-01, 1 MRU = 10 MRO"),
    .init("STD", "STN", "São Tomé and Príncipe struck off three zeros on 2018-01-01, 1 STN = 1000 STD"),
    .init("BYR", "BYN", "Belarus struck off four zeros on 2016-07-01, 1 BYN = 10000 BYR"),
    // Into the euro.
    .init("LTL", "EUR", "Lithuania uses the euro since 2015-01-01, 1 EUR = 3.45280 LTL"),
    .init("LVL", "EUR", "Latvia uses the euro since 2014-01-01, 1 EUR = 0.702804 LVL"),
    .init("EEK", "EUR", "Estonia uses the euro since 2011-01-01, 1 EUR = 15.6466 EEK"),
    .init("SKK", "EUR", "Slovakia uses the euro since 2009-01-01, 1 EUR = 30.1260 SKK"),
    .init("CYP", "EUR", "Cyprus uses the euro since 2008-01-01, 1 EUR = 0.585274 CYP"),
    .init("MTL", "EUR", "Malta uses the euro since 2008-01-01, 1 EUR = 0.429300 MTL"),
    .init("SIT", "EUR", "Slovenia uses the euro since 2007-01-01, 1 EUR = 239.640 SIT"),
    .init("GRD", "EUR", "Greece uses the euro since 2001-01-01, 1 EUR = 340.750 GRD"),
    .init("ATS", "EUR", "Austria uses the euro since 1999-01-01, 1 EUR = 13.7603 ATS"),
    .init("BEF", "EUR", "Belgium uses the euro since 1999-01-01, 1 EUR = 40.3399 BEF"),
    .init("DEM", "EUR", "Germany uses the euro since 1999-01-01, 1 EUR = 1.95583 DEM"),
    .init("ESP", "EUR", "Spain uses the euro since 1999-01-01, 1 EUR = 166.386 ESP"),
    .init("FIM", "EUR", "Finland uses the euro since 1999-01-01, 1 EUR = 5.94573 FIM"),
    .init("FRF", "EUR", "France uses the euro since 1999-01-01, 1 EUR = 6.55957 FRF"),
    .init("IEP", "EUR", "Ireland uses the euro since 1999-01-01, 1 EUR = 0.787564 IEP"),
    .init("ITL", "EUR", "Italy uses the euro since 1999-01-01, 1 EUR = 1936.27 ITL"),
    .init("LUF", "EUR", "Luxembourg uses the euro since 1999-01-01, 1 EUR = 40.3399 LUF"),
    .init("NLG", "EUR", "the Netherlands use the euro since 1999-01-01, 1 EUR = 2.20371 NLG"),
    .init("PTE", "EUR", "Portugal uses the euro since 1999-01-01, 1 EUR = 200.482 PTE"),
    .init("ADP", "EUR", "Andorra uses the euro, 1 EUR = 166.386 ADP"),
    .init("XEU", "EUR", "the euro replaced the European Currency Unit 1 to 1 on 1999-01-01"),
    // New money in the same country.
    .init("AFA", "AFN", "Afghanistan struck off three zeros, 1 AFN = 1000 AFA"),
    .init("AZM", "AZN", "Azerbaijan replaced it in 2006, 1 AZN = 5000 AZM"),
    .init("BYB", "BYN", "Belarus replaced it twice, in 2000 and in 2016"),
    .init("CSD", "RSD", "the code of the Serbian dinar is RSD since 2006"),
    .init("GHC", "GHS", "Ghana struck off four zeros in 2007, 1 GHS = 10000 GHC"),
    .init("MGF", "MGA", "Madagascar replaced it in 2005, 1 MGA = 5 MGF"),
    .init("MXP", "MXN", "Mexico struck off three zeros in 1993, 1 MXN = 1000 MXP"),
    .init("MZM", "MZN", "Mozambique struck off three zeros in 2006, 1 MZN = 1000 MZM"),
    .init("PLZ", "PLN", "Poland struck off four zeros in 1995, 1 PLN = 10000 PLZ"),
    .init("ROL", "RON", "Romania struck off four zeros in 2005, 1 RON = 10000 ROL"),
    .init("RUR", "RUB", "Russia struck off three zeros in 1998, 1 RUB = 1000 RUR"),
    .init("SDD", "SDG", "Sudan replaced the dinar in 2007, 1 SDG = 100 SDD"),
    .init("SRG", "SRD", "Suriname struck off three zeros in 2004, 1 SRD = 1000 SRG"),
    .init("TMM", "TMT", "Turkmenistan replaced it in 2009, 1 TMT = 5000 TMM"),
    .init("TRL", "TRY", "Turkey struck off six zeros in 2005, 1 TRY = 1000000 TRL"),
    .init("UAK", "UAH", "Ukraine struck off five zeros in 1996, 1 UAH = 100000 UAK"),
    .init("VEB", "VES", "Venezuela replaced it twice, in 2008 and in 2018"),
    .init("ZMK", "ZMW", "Zambia struck off three zeros in 2013, 1 ZMW = 1000 ZMK"),
    .init("ZWD", "ZWG", "Zimbabwe has replaced its dollar several times"),
    .init("ZWN", "ZWG", "Zimbabwe has replaced its dollar several times"),
    .init("ZWR", "ZWG", "Zimbabwe has replaced its dollar several times"),
    .init("ECS", "USD", "Ecuador uses the US dollar since 2000, 1 USD = 25000 ECS"),
    .init("USS", "USD", "the code for same-day US dollars was withdrawn in 2014"),
    // Older, or without one heir.
    .init("ARA", "ARS", "Argentina replaced the austral in 1992, 1 ARS = 10000 ARA"),
    .init("BGL", "EUR", "Bulgaria struck off three zeros in 1999 and uses the euro since 2026-01-01"),
    .init("BRE", "BRL", "Brazil replaced it twice by 1994"),
    .init("BRR", "BRL", "Brazil replaced it in 1994, 1 BRL = 2750 BRR"),
    .init("CSK", nil, "Czechoslovakia ended in 1992; its heirs are CZK and, later, EUR"),
    .init("DDM", "EUR", "the German Democratic Republic ended in 1990"),
    .init("ILR", "ILS", "Israel struck off three zeros in 1985, 1 ILS = 1000 ILR"),
    .init("PEI", "PEN", "Peru struck off six zeros in 1991, 1 PEN = 1000000 PEI"),
    .init("SUR", nil, "the Soviet Union ended in 1991; each of its states has its own money"),
    .init("YUM", nil, "Yugoslavia ended; its heirs are RSD and, in Montenegro, EUR"),
    .init("ZRN", "CDF", "Congo replaced it in 1998, 1 CDF = 100000 ZRN"),
  ]
}
