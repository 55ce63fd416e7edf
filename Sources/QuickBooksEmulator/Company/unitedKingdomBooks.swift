/// A company with VAT, its own invoice numbers and three currencies.
func unitedKingdomBooks() -> Books {
  var seed = SeedBuilder()
  seed.company(
    .init(
      name: "Harrow & Finch Ltd", legalName: "Harrow & Finch Limited", country: "GB", currency: "GBP",
      zone: "Europe/London", email: "accounts@harrowfinch.example",
      address: address("12 Park Row", "Leeds", nil, "LS1 5HD", "GBR"), fiscalYearStart: "April", customNumbers: true,
      customField: "Order number"))
  seed.terms(
    [("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60)],
    dated: [("30 days EOM", 31, 30), ("End of next month", 31, 28)])
  seed.accounts()
  seed.items(
    [
      ("Consulting", "95.00"), ("Installation", "450.00"), ("Insulation work", "38.50"), ("Books", "24.00"),
      ("Services", "80.00"),
    ],
    code: "2")
  seed.awkwardItems(code: "2")
  seed.classes(["Consulting", "Works", "Publishing"])
  seed.departments(["Leeds", "York"])
  seed.currencies([("EUR", "0.8612"), ("USD", "0.7924"), ("GBP", "1")], home: "GBP")
  seed.agency("1", "HM Revenue & Customs (VAT)")
  seed.taxCode("2", "20.0% S", [("20.0% S", "20")], description: "Standard rate")
  seed.taxCode("3", "5.0% R", [("5.0% R", "5")], description: "Reduced rate")
  seed.taxCode("4", "0.0% Z", [("0.0% Z", "0")], description: "Zero rate")
  seed.taxCode("5", "Exempt", [("Exempt", "0")], special: "NONE")
  seed.taxCode("6", "No VAT", [("No VAT", "0")], special: "NONE")
  seed.taxCode("7", "0.0% ECS", [("0.0% ECS", "0")], description: "EC services")
  seed.taxCode("8", "20.0% RC", [("20.0% RC", "20")], description: "Reverse charge, purchases", isForSales: false)
  seed.customers([
    .init(
      name: "Brook & Vale Ltd", email: "mary@brookvale.example",
      address: address("4 Mill Lane", "Leeds", nil, "LS1 4AB", "GBR"), currency: "GBP", term: "3", taxID: "GB980780684"),
    .init(
      name: "Marsh Housing Association", email: "ap@marshhousing.example",
      address: address("1 Fen Road", "Ely", nil, "CB7 4AA", "GBR"), currency: "GBP", term: "5"),
    .init(
      name: "Atelier du Lac (EUR)", email: "compta@atelierdulac.example",
      address: address("12 Quai du Port", "Annecy", nil, "74000", "FRA"), currency: "EUR", taxID: "FR40303265045"),
    .init(
      name: "Dale Fencing", email: "office@dalefencing.example",
      address: address("8 Dale Road", "Skipton", nil, "BD23 1AA", "GBR"), currency: "GBP", isActive: false),
  ])
  seed.others(vendor: "Aire Print Works", employee: ("Tom", "Finch"))
  return seed.books
}
