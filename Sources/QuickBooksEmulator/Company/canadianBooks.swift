/// A company with GST, HST and provincial taxes; numbers by QuickBooks, two currencies.
func canadianBooks() -> Books {
  var seed = SeedBuilder()
  seed.company(
    .init(
      name: "Tamarack Outfitters Inc.", legalName: "Tamarack Outfitters Inc.", country: "CA", currency: "CAD",
      zone: "America/Toronto", email: "books@tamarack.example",
      address: address("77 King St W", "Toronto", "ON", "M5K 1J5", "CAN"), customField: "PO Number"))
  seed.terms([("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60)])
  seed.accounts()
  seed.items(
    [
      ("Services", "110.00"), ("Consulting", "140.00"), ("Licence", "600.00"), ("Training", "850.00"),
      ("Hardware", "240.00"),
      ("Books", "32.00"), ("Installation", "400.00"), ("Shipping", "25.00"),
    ], code: "4")
  seed.awkwardItems(code: "4")
  seed.classes(["Services", "Software", "Hardware"])
  seed.departments(["Toronto", "Montréal"])
  seed.currencies([("USD", "1.3710"), ("EUR", "1.4830")], home: "CAD")
  seed.agency("1", "Canada Revenue Agency")
  seed.agency("2", "Revenu Québec")
  seed.agency("3", "Ministry of Finance (BC)")
  seed.taxCode("2", "Exempt", [("Exempt", "0")])
  seed.taxCode("3", "Zero-rated", [("GST/HST (ZR)", "0")])
  seed.taxCode("4", "HST ON", [("HST (ON)", "13")])
  seed.taxCode("5", "GST", [("GST", "5")])
  seed.taxCode("6", "GST/QST QC - 9.975", [("GST", "5"), ("QST 9.975", "9.975")], agency: "2")
  seed.taxCode("7", "GST/PST BC", [("GST", "5"), ("PST (BC)", "7")], agency: "3")
  seed.taxCode("8", "HST NS 2025", [("HST (NS) 14", "14")])
  seed.taxCode("9", "HST NB 2016", [("HST (NB) 2016", "15")])
  seed.taxCode("10", "Out of Scope", [("Out of Scope", "0")])
  seed.taxCode("11", "GST/QST QC", [("GST", "5"), ("QST", "9.975")], agency: "2")
  seed.customers([
    .init(
      name: "Maple Goods", email: "ap@maple.example", address: address("77 King St", "Toronto", "ON", "M5H 1J8", "CAN"),
      currency: "CAD", term: "3"),
    .init(
      name: "Librairie Laurier", email: "compta@laurier.example",
      address: address("5100 boul. Saint-Laurent", "Montréal", "QC", "H2T 1R8", "CAN"), currency: "CAD"),
    .init(
      name: "Harbour Kayaks (USD)", email: "pay@harbourkayaks.example",
      address: address("2 Pier", "Portland", "ME", "04101", "USA"), currency: "USD"),
    .init(
      name: "Old Growth Lumber", email: "office@oldgrowth.example",
      address: address("9 Mill Rd", "Nelson", "BC", "V1L 4B6", "CAN"), currency: "CAD", isActive: false),
  ])
  seed.others(vendor: "Northline Freight", employee: ("Otis", "Grant"))
  return seed.books
}
