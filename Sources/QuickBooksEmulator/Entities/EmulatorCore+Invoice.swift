extension EmulatorCore {
  /// Checks and completes an invoice (reference, section 3): what is stored, and so what is answered.
  ///
  /// - Parameters:
  ///   - body: The request. With `sparse` and an old invoice, what it does not name stays.
  ///   - old: The stored invoice on an update.
  ///   - include: The `include` parameter; `allowduplicatedocnum` lets a number be used twice.
  mutating func makeInvoice(_ body: JSONObject, _ old: JSONObject?, include: String?, at now: Double)
    throws(VendorFault) -> JSONObject
  {
    if options.refusesTemplate, body["TemplateRef"] != nil { throw .unsupportedProperty("TemplateRef") }
    let isSparse = old != nil && body.bool("sparse") == true
    if !isSparse { try checkMandatory(body) }
    var object = JSONObject(
      body.members.filter { Self.writable.contains($0.key) && !$0.value.isBlank })
    if let old, isSparse {
      for member in old.members where object[member.key] == nil {
        if body[member.key] != nil, Self.writable.contains(member.key) { continue }
        object[member.key] = member.value
      }
    }
    try checkTexts(object)
    let customer = try invoiceCustomer(object)
    object["CustomerRef"] = reference(customer.id, customer.json.text("DisplayName"))
    try setDates(&object, customer.json, body, at: now)
    try checkOpen(old?.text("TxnDate"))
    try setCurrency(&object, customer.json, old)
    try setNumber(&object, old, include)
    try setReferences(&object)
    try setEmail(&object, body)
    setAddresses(&object, body, old, customer.json)
    setCustomFields(&object)
    setOnlinePayment(&object)
    try setAmounts(&object, body, old, isSparse: isSparse)
    object["Id"] = old?["Id"]
    object["LinkedTxn"] = old?["LinkedTxn"] ?? []
    if old?["DeliveryInfo"] != nil { object["DeliveryInfo"] = old?["DeliveryInfo"] }
    return object
  }

  /// The members that a client may set; all others are read-only or not kept, and are ignored.
  private static let writable: Set<String> = [
    "CustomerRef", "Line", "TxnDate", "DocNumber", "DueDate", "SalesTermRef", "CurrencyRef", "ExchangeRate",
    "GlobalTaxCalculation", "TxnTaxDetail", "BillEmail", "BillEmailCc", "BillEmailBcc", "EmailStatus", "PrintStatus",
    "PrivateNote", "CustomerMemo", "BillAddr", "ShipAddr", "ShipFromAddr", "CustomField", "ClassRef", "DepartmentRef",
    "Deposit", "DepositToAccountRef", "AllowOnlineCreditCardPayment", "AllowOnlineACHPayment", "ShipDate",
    "TrackingNum", "ShipMethodRef", "ApplyTaxAfterDiscount", "ProjectRef", "TransactionLocationType",
  ]

  private func checkMandatory(_ body: JSONObject) throws(VendorFault) {
    guard let lines = body.array("Line"), !lines.isEmpty else { throw .missing("Line") }
    if body.reference("CustomerRef") == nil { throw .missing("CustomerRef") }
  }

  private func checkTexts(_ object: JSONObject) throws(VendorFault) {
    for (name, maximum) in [("DocNumber", 21), ("PrivateNote", 4000), ("TrackingNum", 100)] {
      if let text = object[name]?.scalarText, text.count > maximum { throw .length(name, maximum, text.count) }
    }
    if let memo = object.object("CustomerMemo")?.text("value"), memo.count > 1000 {
      throw .length("CustomerMemo", 1000, memo.count)
    }
    for name in ["BillAddr", "ShipAddr", "ShipFromAddr"] { try checkAddress(object.object(name)) }
  }

  private func invoiceCustomer(_ object: JSONObject) throws(VendorFault) -> (id: String, json: JSONObject) {
    guard let id = object.reference("CustomerRef") else {
      throw .business("Select a customer before saving.", code: "6560", element: "CustomerRef")
    }
    guard let record = books[.customer][id] else { throw .invalidReference("Names element id \(id) not found") }
    if !record.isActive { throw .inactive }
    return (id, record.json)
  }

  // MARK: - Header

  private func setDates(_ object: inout JSONObject, _ customer: JSONObject, _ body: JSONObject, at now: Double)
    throws(VendorFault)
  {
    let date = String((object.text("TxnDate") ?? serviceDate(now)).prefix(10))
    try checkOpen(date)
    object["TxnDate"] = .string(date)
    var term = object.reference("SalesTermRef")
    if let id = term {
      object["SalesTermRef"] = try listReference(.term, id)
    } else {
      term = customer.reference("SalesTermRef") ?? books.salesFormsPreferences?.reference("DefaultTerms")
    }
    let keepsDue =
      object.text("DueDate") != nil
      && (body["DueDate"] != nil || (body["SalesTermRef"] == nil && body["TxnDate"] == nil))
    if !keepsDue { object["DueDate"] = .string(dueDate(date, term.flatMap { books[.term][$0]?.json })) }
    if let due = object.text("DueDate") { object["DueDate"] = .string(String(due.prefix(10))) }
  }

  /// TxnDate plus the term's days; 30 days without a term (reference, section 15, point 11).
  private func dueDate(_ date: String, _ term: JSONObject?) -> String {
    guard let day = dayNumber(date) else { return date }
    guard let term else { return isoDate(day: day + 30) }
    if let days = term.number("DueDays") { return isoDate(day: day + Int(days.rounded(to: 0).mantissa)) }
    var (year, month, dayOfMonth) = civil(day: day)
    let due = Int(term.number("DayOfMonthDue")?.rounded(to: 0).mantissa ?? 1)
    let grace = Int(term.number("DueNextMonthDays")?.rounded(to: 0).mantissa ?? 0)
    func dueDay() -> Int { dayNumber(year, month, min(due, daysInMonth(year, month))) }
    func nextMonth() { (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1) }
    if dayOfMonth > due { nextMonth() }
    if dueDay() - day <= grace { nextMonth() }
    dayOfMonth = 1
    return isoDate(day: dueDay())
  }

  private func setCurrency(_ object: inout JSONObject, _ customer: JSONObject, _ old: JSONObject?) throws(VendorFault) {
    let home = books.homeCurrency
    let sent = object.reference("CurrencyRef")
    if let sent, rate(of: sent) == nil { throw .currency(sent) }
    guard books.isMulticurrency else {
      if let sent, sent != home {
        throw .business("Multicurrency is not enabled for this company", element: "CurrencyRef")
      }
      object["CurrencyRef"] = reference(home, currencyNames[home])
      object["ExchangeRate"] = nil
      return
    }
    guard let currency = sent ?? old?.reference("CurrencyRef") else { throw .missing("CurrencyRef") }
    let own = customer.reference("CurrencyRef") ?? home
    if currency != own {
      throw .business(
        "The transaction currency \(currency) differs from the currency \(own) of the customer", element: "CurrencyRef")
    }
    object["CurrencyRef"] = reference(currency, currencyNames[currency])
    if currency == home {
      object["ExchangeRate"] = 1
    } else if let rate = object.number("ExchangeRate") {
      if rate.isZero || rate.isNegative { throw .number("ExchangeRate", rate.description) }
    } else {
      object["ExchangeRate"] = rate(of: currency).map(JSON.number)
    }
  }

  /// Custom numbers: the client's or none. Otherwise the next of the sequence, unless one is sent (reference 3.7).
  private mutating func setNumber(_ object: inout JSONObject, _ old: JSONObject?, _ include: String?)
    throws(VendorFault)
  {
    let sent = object["DocNumber"]?.scalarText ?? ""
    if sent.isEmpty {
      guard books.numbersInvoices else {
        object["DocNumber"] = nil
        return
      }
      object["DocNumber"] = old?["DocNumber"] ?? .string(String(books.nextDocNumber))
      if old == nil { books.nextDocNumber += 1 }
      return
    }
    object["DocNumber"] = .string(sent)
    let own = old?["Id"]?.scalarText
    let holder = books.invoicesByNumber[sent.lowercased()]?.first { $0 != own }
    let isAllowed = (include ?? "").split(separator: ",").contains("allowduplicatedocnum")
    if holder != nil, !isAllowed, !books.numbersInvoices, options.warnsOfDuplicateNumbers {
      throw .duplicateNumber(sent)
    }
  }

  private func setReferences(_ object: inout JSONObject) throws(VendorFault) {
    if let id = object.reference("ClassRef"), books.tracksClassPerTransaction {
      object["ClassRef"] = try listReference(.classification, id)
    } else {
      object["ClassRef"] = nil
    }
    if let id = object.reference("DepartmentRef"), books.tracksDepartments {
      object["DepartmentRef"] = try listReference(.department, id)
    } else {
      object["DepartmentRef"] = nil
    }
    if let method = object.reference("ShipMethodRef") { object["ShipMethodRef"] = reference(method, method) }
  }

  private func setEmail(_ object: inout JSONObject, _ body: JSONObject) throws(VendorFault) {
    let address = object.object("BillEmail")?.text("Address") ?? ""
    if address.isEmpty { object["BillEmail"] = nil } else { try checkEmail(address) }
    for (name, preference) in [("BillEmailCc", "SalesEmailCc"), ("BillEmailBcc", "SalesEmailBcc")] {
      let sent = object.object(name)?.text("Address") ?? ""
      if !sent.isEmpty {
        // An invalid address of a copy is dropped without an error.
        if sent.count > 200 { throw .length(name, 200, sent.count) }
        if !sent.split(separator: ",").allSatisfy({ isEmail($0) }) { object[name] = nil }
      } else {
        object[name] = books.salesFormsPreferences?[preference]
      }
    }
    if object.text("EmailStatus") == nil { object["EmailStatus"] = "NotSet" }
    if object.text("PrintStatus") == nil { object["PrintStatus"] = "NeedToPrint" }
    if object.text("EmailStatus") == "NeedToSend", address.isEmpty {
      throw .business("An email address is required to send the transaction", code: "6420", element: "BillEmail")
    }
  }

  // MARK: - Addresses

  private mutating func setAddresses(
    _ object: inout JSONObject, _ body: JSONObject, _ old: JSONObject?, _ customer: JSONObject
  ) {
    for name in ["BillAddr", "ShipAddr"] {
      if var address = object.object(name) {
        let before = old?.object(name)
        if let before, body[name] != nil, !isSame(address, before) { address = flattened(address, customer) }
        if address["Id"]?.scalarText == nil { address["Id"] = before?["Id"] ?? .string(books.newID(.addresses)) }
        object[name] = .object(address)
      } else if var address = customer.object(name), old == nil {
        address["Id"] = .string(books.newID(.addresses))
        object[name] = .object(address)
      }
    }
  }

  private func isSame(_ left: JSONObject, _ right: JSONObject) -> Bool {
    ["Line1", "Line2", "Line3", "Line4", "Line5", "City", "CountrySubDivisionCode", "PostalCode", "Country"]
      .allSatisfy { (left.text($0) ?? "") == (right.text($0) ?? "") }
  }

  /// What an address becomes when it is changed inside a transaction (reference 3.9): free lines below the names.
  private func flattened(_ address: JSONObject, _ customer: JSONObject) -> JSONObject {
    func joined(_ names: [String], _ separator: String) -> String {
      names.compactMap { address.text($0) }.filter { !$0.isEmpty }.joined(separator: separator)
    }
    let lines = [
      customer.text("DisplayName") ?? "", customer.text("CompanyName") ?? "",
      joined(["Line1", "Line2", "Line3", "Line4", "Line5"], ", "),
      joined(["City", "CountrySubDivisionCode", "PostalCode"], " "), joined(["Country"], ""),
    ].filter { !$0.isEmpty }
    var flat = JSONObject()
    flat["Id"] = address["Id"]
    for (index, line) in lines.enumerated() { flat["Line\(index + 1)"] = .string(line) }
    return flat
  }

  // MARK: - Small things

  /// The enabled fields, with the values that were sent; a definition that does not exist is dropped silently.
  private func setCustomFields(_ object: inout JSONObject) {
    let sent = (object.array("CustomField") ?? []).compactMap(\.object)
    let fields = books.customFields.map { field -> JSON in
      var entry: JSONObject = [
        "DefinitionId": .string(field.id), "Name": .string(field.name), "Type": "StringType",
      ]
      let value = sent.first { $0["DefinitionId"]?.scalarText == field.id }?["StringValue"]?.scalarText ?? ""
      if !value.isEmpty { entry["StringValue"] = .string(String(value.prefix(31))) }
      return .object(entry)
    }
    object["CustomField"] = fields.isEmpty ? nil : .array(fields)
  }

  private func setOnlinePayment(_ object: inout JSONObject) {
    let isOn = books.salesForm("ETransactionPaymentEnabled")
    for name in ["AllowOnlineCreditCardPayment", "AllowOnlineACHPayment"] {
      object[name] = .bool(isOn && object.bool(name) == true)
    }
    object["AllowOnlinePayment"] = false
    object["AllowIPNPayment"] = false
    if !books.salesForm("AllowDeposit") {
      object["Deposit"] = nil
      object["DepositToAccountRef"] = nil
    }
  }
}
