/// A company with GST; numbers by QuickBooks, three currencies.
func australianBooks() -> Books {
  var seed = SeedBuilder()
  seed.company(
    .init(
      name: "Wattle & Stone Pty Ltd", legalName: "Wattle & Stone Pty Ltd", country: "AU", currency: "AUD",
      zone: "Australia/Melbourne", email: "accounts@wattlestone.example",
      address: address("200 Collins St", "Melbourne", "VIC", "3000", "AUS"), fiscalYearStart: "July",
      customField: "Purchase order"))
  seed.terms(
    [("Due on receipt", 0), ("Net 7", 7), ("Net 14", 14), ("Net 30", 30)], dated: [("30 days EOM", 31, 30)])
  seed.accounts()
  seed.items(
    [
      ("Services", "130.00"), ("Consulting", "165.00"), ("Licence", "700.00"), ("Training", "990.00"),
      ("Hardware", "320.00"),
      ("Books", "45.00"), ("Installation", "480.00"), ("Shipping", "25.00"), ("New sales", "500.00"),
      ("Renewals", "500.00"),
    ], code: "2")
  seed.awkwardItems(code: "2")
  seed.classes(["Services", "Software", "Hardware"])
  seed.departments(["Melbourne", "Perth"])
  seed.currencies([("USD", "1.5210"), ("NZD", "0.9170"), ("SGD", "1.1350")], home: "AUD")
  seed.agency("1", "Australian Taxation Office")
  seed.taxCode("2", "GST", [("GST", "10")], description: "GST on income")
  seed.taxCode("3", "GST free", [("GST free", "0")])
  seed.taxCode("4", "Export", [("Export", "0")])
  seed.taxCode("5", "Input taxed", [("Input taxed", "0")])
  seed.taxCode("6", "Out of scope", [("Out of scope", "0")])
  seed.taxCode("7", "GST on capital", [("GST on capital", "10")], isForSales: false)
  seed.customers([
    .init(
      name: "Banksia Homes", email: "ap@banksia.example",
      address: address("14 Beach Rd", "Fremantle", "WA", "6160", "AUS"), currency: "AUD", term: "4",
      taxID: "51824753556"),
    .init(
      name: "Kauri Travel (NZD)", email: "accounts@kauri.example",
      address: address("1 Queen St", "Auckland", nil, "1010", "NZL"), currency: "NZD"),
    .init(
      name: "Ganga Transport (USD)", email: "pay@ganga.example",
      address: address("7 Dock Rd", "Kolkata", "WB", "700001", "IND"), currency: "USD"),
    .init(
      name: "Gum Tree Cafe", email: "hi@gumtree.example",
      address: address("3 High St", "Bendigo", "VIC", "3550", "AUS"), currency: "AUD", isActive: false),
  ])
  seed.others(vendor: "Southern Paper Co", employee: ("Ana", "Reid"))
  return seed.books
}
