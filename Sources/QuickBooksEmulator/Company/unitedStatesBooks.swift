/// A company with automated sales tax: the code of the ship-to state replaces what is sent.
func unitedStatesBooks() -> Books {
  var seed = SeedBuilder()
  seed.company(
    .init(
      name: "Bluebird Supply Co.", legalName: "Bluebird Supply Company", country: "US", currency: "USD",
      zone: "America/Chicago", email: "books@bluebird-supply.example",
      address: address("410 W Randolph St", "Chicago", "IL", "60606", "USA"), automatedSalesTax: true,
      multicurrency: false, customNumbers: false, onlinePayment: true, customField: "P.O. Number"))
  seed.terms([("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 45", 45), ("Net 60", 60)])
  seed.accounts()
  seed.items(
    [("Scanner", "599.50"), ("Label printer", "266.67"), ("Kit, custom built", "349.00")], taxable: true)
  seed.items([
    ("Annual plan", "480.00"), ("Installation", "1006.00"), ("Shipping", "25.00"), ("Services", "150.00"),
    ("Seats", "30.00"), ("Onboarding", "1200.00"), ("Hours", "120.00"),
  ])
  seed.awkwardItems()
  seed.classes(["Equipment", "Recurring", "Projects", "Other"])
  seed.departments(["Chicago", "Minneapolis"])
  seed.currencies([], home: "USD")
  seed.pseudoTaxCode("TAX", taxable: true)
  seed.pseudoTaxCode("NON", taxable: false)
  seed.pseudoTaxCode("CustomSalesTax", taxable: true)
  // Combined state and city rates, rounded to what a small seller meets; no table of all of them.
  let states = [
    ("IL", "10.25"), ("CA", "9.5"), ("NY", "8.875"), ("TX", "8.25"), ("MN", "8.875"), ("UT", "8.85"), ("ND", "7.5"),
    ("ME", "5.5"), ("OR", "0"), ("AZ", "8.6"), ("WA", "10.35"), ("FL", "7"), ("CO", "8.81"), ("MA", "6.25"),
    ("NH", "0"),
    ("DE", "0"), ("MT", "0"),
  ]
  for (index, state) in states.enumerated() {
    seed.agency(String(index + 1), "\(state.0) Department of Revenue")
    seed.taxCode(
      String(index + 2), "\(state.0) sales tax", [("\(state.0) sales tax", state.1)], agency: String(index + 1),
      description: state.0)
  }
  seed.taxCode("40", "Out of state", [("Out of state", "0")], description: "Out of state")
  seed.customers([
    .init(
      name: "Lakeside Clinics", email: "ap@lakeside.example",
      address: address("1 Harbor Rd", "Duluth", "MN", "55802", "USA"), currency: "USD", term: "5"),
    .init(
      name: "Canyon Bikes", email: "info@canyon.example",
      address: address("400 Mesa Dr", "Moab", "UT", "84532", "USA"), currency: "USD"),
    .init(
      name: "Northern Optics", email: "ap@northernoptics.example",
      address: address("5 Lens Ave", "Fargo", "ND", "58102", "USA"), currency: "USD", term: "3"),
    .init(
      name: "Riverbend School", email: "office@riverbend.example",
      address: address("12 School Ln", "Bend", "OR", "97701", "USA"), currency: "USD", term: "4"),
    .init(
      name: "Old Mill Bakery", email: "ap@oldmill.example",
      address: address("3 Mill St", "Elgin", "IL", "60120", "USA"), currency: "USD", isActive: false),
  ])
  seed.others(vendor: "Prairie Freight", employee: ("Ruth", "Vega"))
  return seed.books
}
