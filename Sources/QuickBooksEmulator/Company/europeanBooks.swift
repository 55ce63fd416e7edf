/// A company in Germany on the service's global edition: VAT, reverse charge, five currencies.
func europeanBooks() -> Books {
  var seed = SeedBuilder()
  seed.company(
    .init(
      name: "Nordwind GmbH", legalName: "Nordwind GmbH", country: "DE", currency: "EUR", zone: "Europe/Berlin",
      email: "buchhaltung@nordwind.example", address: address("Speicherstraße 8", "Hamburg", nil, "20457", "DEU"),
      customNumbers: true, customField: "Order number"))
  seed.terms([("Due on receipt", 0), ("Net 14", 14), ("Net 30", 30), ("Net 60", 60)])
  seed.accounts()
  seed.items(
    [
      ("LICENCE", "390.00"), ("SUPPORT", "110.00"), ("WORKSHOP", "1450.00"), ("HANDBOOK", "39.00"),
      ("SERVICES", "120.00"),
      ("Ydelser", "900.00"), ("New sales", "500.00"), ("Renewals", "500.00"),
    ], code: "2")
  seed.awkwardItems(code: "2")
  seed.classes(["Software", "Services", "Print"])
  seed.departments(["Hamburg", "Aarhus"])
  seed.currencies(
    [("DKK", "0.1340"), ("SEK", "0.0871"), ("CHF", "1.0620"), ("USD", "0.9230"), ("GBP", "1.1612")], home: "EUR")
  seed.agency("1", "Finanzamt Hamburg-Mitte")
  seed.agency("2", "Skattestyrelsen")
  seed.taxCode("2", "19% USt", [("19% USt", "19")], description: "Regelsteuersatz")
  seed.taxCode("3", "7% USt", [("7% USt", "7")], description: "Ermäßigter Steuersatz")
  seed.taxCode("4", "0% Reverse Charge", [("0% Reverse Charge", "0")], special: "REVERSE_CHARGE")
  seed.taxCode("5", "0% Drittland", [("0% Drittland", "0")])
  seed.taxCode("6", "25% Moms", [("25% Moms", "25")], agency: "2")
  seed.taxCode("7", "0% EU", [("0% EU", "0")], agency: "2")
  seed.taxCode("8", "19% Vorsteuer", [("19% Vorsteuer", "19")], isForSales: false)
  seed.customers([
    .init(
      name: "Nordlys ApS", email: "ida@nordlys.example",
      address: address("Havnegade 4", "Aarhus C", nil, "8000", "DNK"), currency: "EUR", term: "3", taxID: "DK13585628"),
    .init(
      name: "Müller & Söhne GmbH", email: "rechnung@mueller-soehne.example",
      address: address("Marktplatz 3", "Ulm", nil, "89073", "DEU"), currency: "EUR", taxID: "DE136695976"),
    .init(
      name: "Acme OÜ", email: "arved@acme.example", address: address("Pikk 12", "Tallinn", nil, "10123", "EST"),
      currency: "EUR", taxID: "EE100594102"),
    .init(
      name: "Sakura KK (USD)", email: "ap@sakura.example",
      address: address("2-1 Marunouchi", "Tokyo", nil, "100-0005", "JPN"), currency: "USD", term: "2"),
    .init(
      name: "Sønderborg Tømrer A/S (DKK)", email: "faktura@toemrer.example",
      address: address("Perlegade 10", "Sønderborg", nil, "6400", "DNK"), currency: "DKK", taxID: "DK13585628"),
    .init(
      name: "Elbe Druck KG", email: "post@elbedruck.example",
      address: address("Am Kai 1", "Dresden", nil, "01067", "DEU"), currency: "EUR", isActive: false),
  ])
  seed.others(vendor: "Hansa Papier GmbH", employee: ("Ida", "Holm"))
  return seed.books
}
