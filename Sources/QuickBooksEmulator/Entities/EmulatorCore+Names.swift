extension EmulatorCore {
  /// Checks and completes a customer, vendor or employee (reference, section 4).
  func makeName(_ kind: EntityKind, _ body: JSONObject, _ old: JSONObject?, at now: Double) throws(VendorFault)
    -> JSONObject
  {
    var object = merged(body, old, readOnly: Self.readOnlyOfNames)
    try checkNameTexts(object)
    let parts = ["Title", "GivenName", "MiddleName", "FamilyName", "Suffix"].compactMap { object.text($0) }.filter {
      !$0.isEmpty
    }
    var name = object.text("DisplayName") ?? ""
    // A sparse update cannot clear the name (reference 4.1).
    if name.isEmpty, body.bool("sparse") == true { name = old?.text("DisplayName") ?? "" }
    if name.isEmpty { name = parts.joined(separator: " ") }
    if name.isEmpty {
      throw VendorFault(
        code: "6080", message: "Name is required",
        detail: "At least one of the name parts or DisplayName must be given",
        element: "DisplayName")
    }
    object["DisplayName"] = .string(name)
    if (object.text("PrintOnCheckName") ?? "").isEmpty { object["PrintOnCheckName"] = .string(name) }
    let id = old?["Id"]?.scalarText
    if let holder = books.nameHolders[Books.nameKey(name)], holder.kind != kind || holder.id != id {
      throw .duplicateName(holder.id)
    }
    if object["Active"] == nil { object["Active"] = true }
    if kind == .customer { try completeCustomer(&object, body, old, at: now) }
    let parent = object.reference("ParentRef").flatMap { books[.customer][$0] }?.json.text("FullyQualifiedName")
    object["FullyQualifiedName"] = .string((parent.map { $0 + ":" } ?? "") + name)
    return object
  }

  private func completeCustomer(_ object: inout JSONObject, _ body: JSONObject, _ old: JSONObject?, at now: Double)
    throws(VendorFault)
  {
    let isNew = old == nil
    let currency = body.reference("CurrencyRef")
    if isNew {
      let code = currency ?? books.homeCurrency
      if rate(of: code) == nil { throw .currency(code) }
      if code != books.homeCurrency, !books.isMulticurrency {
        throw .business("Multicurrency is not enabled for this company", element: "CurrencyRef")
      }
      object["CurrencyRef"] = reference(code, currencyNames[code] ?? code)
      object["Balance"] = 0
      object["BalanceWithJobs"] = 0
    } else if let currency, currency != old?.reference("CurrencyRef") {
      throw .business("The currency of a customer cannot be changed", element: "CurrencyRef")
    }
    if let term = body.reference("SalesTermRef") { object["SalesTermRef"] = try listReference(.term, term) }
    if body.bool("Active") == false, let id = old?.text("Id"), books.customerBalances[id, default: 0] != 0 {
      throw VendorFault(
        code: "6220", message: "Entity has a balance", detail: "A customer with a balance cannot be made inactive")
    }
    if object["Taxable"] == nil {
      object["Taxable"] = .bool(books.usesSalesTax && object["TaxExemptionReasonId"] == nil)
    }
    if object["PreferredDeliveryMethod"] == nil { object["PreferredDeliveryMethod"] = "Print" }
    if object["Job"] == nil { object["Job"] = false }
    if object["BillWithParent"] == nil { object["BillWithParent"] = false }
    try completeParent(&object)
  }

  private func completeParent(_ object: inout JSONObject) throws(VendorFault) {
    guard let parent = object.reference("ParentRef") else {
      if object.bool("Job") == true {
        throw VendorFault(
          code: "6150", message: "Parent is required", detail: "A job needs ParentRef", element: "ParentRef")
      }
      object["Level"] = nil
      return
    }
    guard let record = books[.customer][parent] else { throw .invalidReference("Names element id \(parent) not found") }
    let level = (record.json.number("Level")?.rounded(to: 0).mantissa ?? 0) + 1
    guard level <= 4 else {
      throw VendorFault(
        code: "6180", message: "Too many levels", detail: "At most five levels of customers are allowed")
    }
    object["Level"] = .number(Number(Int(level)))
    object["ParentRef"] = reference(parent, record.json.text("DisplayName"))
  }

  private func checkNameTexts(_ object: JSONObject) throws(VendorFault) {
    for (name, maximum) in Self.nameLengths {
      guard let text = object.text(name) else { continue }
      if text.count > maximum { throw .length(name, maximum, text.count) }
    }
    for name in ["DisplayName", "Title", "GivenName", "MiddleName", "FamilyName", "Suffix", "PrintOnCheckName"] {
      if object.text(name)?.contains(where: { ":\t\n\r".contains($0) }) == true { throw .invalidCharacters(name) }
    }
    if let address = object.object("PrimaryEmailAddr")?.text("Address"), !address.isEmpty {
      try checkEmail(address)
    }
    for name in ["PrimaryPhone", "AlternatePhone", "Mobile", "Fax"] {
      if let number = object.object(name)?.text("FreeFormNumber"), number.count > 30 {
        throw .length(name, 30, number.count)
      }
    }
    if let address = object.object("WebAddr")?.text("URI"), !address.isEmpty {
      if address.count > 1000 { throw .length("URI", 1000, address.count) }
      if !address.hasPrefix("http://"), !address.hasPrefix("https://") { throw .webAddress(address) }
    }
    for name in ["BillAddr", "ShipAddr"] { try checkAddress(object.object(name)) }
  }

  /// An address, or several with commas between, as the web page stores them.
  func checkEmail(_ text: String, maximum: Int = 100) throws(VendorFault) {
    if text.count > maximum { throw .length("Address", maximum, text.count) }
    for address in text.split(separator: ",") where !isEmail(address) { throw .email(text) }
  }

  func isEmail(_ text: some StringProtocol) -> Bool {
    let sides = text.split(separator: "@", omittingEmptySubsequences: false)
    return sides.count == 2 && !sides[0].isEmpty && sides[1].contains(".") && !text.contains(where: \.isNewline)
  }

  func checkAddress(_ address: JSONObject?) throws(VendorFault) {
    guard let address else { return }
    let limits = [
      "Line1": 500, "Line2": 500, "Line3": 500, "Line4": 500, "Line5": 500, "City": 255, "CountrySubDivisionCode": 255,
      "PostalCode": 30, "Country": 255,
    ]
    for member in address.members {
      if let limit = limits[member.key], let text = member.value.text, text.count > limit {
        throw .length(member.key, limit, text.count)
      }
    }
  }

  /// The members of `body`; on a sparse update those of `old` that it does not name, on a full one the read-only ones.
  func merged(_ body: JSONObject, _ old: JSONObject?, readOnly: Set<String>) -> JSONObject {
    var object = JSONObject(body.members.filter { !readOnly.contains($0.key) && !$0.value.isBlank })
    guard let old else { return object }
    let isSparse = body.bool("sparse") == true
    for member in old.members where object[member.key] == nil {
      if readOnly.contains(member.key) || (isSparse && body[member.key] == nil) { object[member.key] = member.value }
    }
    // A masked tax identifier that comes back is stored as it is: the client's mistake, as in the real service.
    return object
  }

  private static let readOnlyOfNames: Set<String> = [
    "Id", "SyncToken", "MetaData", "domain", "sparse", "status", "Balance", "BalanceWithJobs", "FullyQualifiedName",
    "Level", "IsProject", "CurrencyRef", "V4IDPseudonym",
  ]

  private static let nameLengths = [
    ("DisplayName", 500), ("Title", 16), ("Suffix", 16), ("GivenName", 100), ("MiddleName", 100), ("FamilyName", 100),
    ("CompanyName", 100), ("PrintOnCheckName", 110), ("Notes", 2000), ("ResaleNum", 16), ("BusinessNumber", 10),
    ("GSTIN", 15), ("PrimaryTaxIdentifier", 30), ("SecondaryTaxIdentifier", 30),
  ]
}

let currencyNames = [
  "USD": "United States Dollar", "EUR": "Euro", "GBP": "British Pound Sterling", "CAD": "Canadian Dollar",
  "AUD": "Australian Dollar", "DKK": "Danish Krone", "SEK": "Swedish Krona", "CHF": "Swiss Franc",
  "NOK": "Norwegian Krone", "JPY": "Japanese Yen", "NZD": "New Zealand Dollar", "PLN": "Polish Zloty",
  "SGD": "Singapore Dollar",
]
