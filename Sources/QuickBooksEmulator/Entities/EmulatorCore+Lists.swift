extension EmulatorCore {
  /// Checks and completes an object of a plain list: item, term, class, currency …
  func makeListObject(_ kind: EntityKind, _ body: JSONObject, _ old: JSONObject?) throws(VendorFault) -> JSONObject {
    var object = merged(
      body, old, readOnly: ["Id", "SyncToken", "MetaData", "domain", "sparse", "status", "FullyQualifiedName", "Level"])
    if kind == .exchangeRate { return try makeExchangeRate(object) }
    let member = kind.nameMember
    guard let name = object.text(member), !name.isEmpty else { throw .missing(member) }
    let maximum = kind == .term ? 31 : 100
    if name.count > maximum { throw .length(member, maximum, name.count) }
    if [.item, .classification, .department].contains(kind), name.contains(where: { ":\t\n\"".contains($0) }) {
      throw .invalidCharacters(member)
    }
    try checkUnique(kind, member, name, old?["Id"]?.scalarText, parent: object.reference("ParentRef"))
    if object["Active"] == nil { object["Active"] = true }
    switch kind {
    case .item: try completeItem(&object)
    case .term: object["Type"] = object["DueDays"] != nil ? "STANDARD" : "DATE_DRIVEN"
    case .companyCurrency:
      guard let code = object.text("Code"), rate(of: code) != nil else { throw .currency(object.text("Code") ?? "") }
    default: break
    }
    if [.item, .classification, .department, .account].contains(kind) {
      let parent = object.reference("ParentRef").flatMap { books[kind][$0] }?.json.text("FullyQualifiedName")
      object["FullyQualifiedName"] = .string((parent.map { $0 + ":" } ?? "") + name)
    }
    return object
  }

  private func checkUnique(
    _ kind: EntityKind, _ member: String, _ name: String, _ id: String?, parent: String?
  ) throws(VendorFault) {
    let key = name.lowercased()
    for other in books[kind].ids where other != id {
      guard let json = books[kind][other]?.json else { continue }
      if json.text(member)?.lowercased() == key, json.reference("ParentRef") == parent { throw .duplicateName(other) }
    }
  }

  private func completeItem(_ object: inout JSONObject) throws(VendorFault) {
    guard let type = object.text("Type") else { throw .missing("Type") }
    if ["Service", "NonInventory", "Inventory"].contains(type) {
      guard let account = object.reference("IncomeAccountRef") else { throw .missing("IncomeAccountRef") }
      object["IncomeAccountRef"] = try listReference(.account, account)
    }
    if type == "Inventory", object["QtyOnHand"] == nil || object["InvStartDate"] == nil {
      throw VendorFault(code: "6520", message: "Quantity missing", detail: "QtyOnHand and InvStartDate are required")
    }
    if let sku = object.text("Sku"), sku.count > 100 { throw .length("Sku", 100, sku.count) }
    if let text = object.text("Description"), text.count > 4000 { throw .length("Description", 4000, text.count) }
    if type != "Category", object["UnitPrice"] == nil { object["UnitPrice"] = 0 }
  }

  private func makeExchangeRate(_ object: JSONObject) throws(VendorFault) -> JSONObject {
    guard let source = object.text("SourceCurrencyCode") else { throw .missing("SourceCurrencyCode") }
    guard let rate = object.number("Rate"), !rate.isNegative, !rate.isZero else { throw .missing("Rate") }
    guard
      let held = books[.exchangeRate].ids.first(where: {
        books[.exchangeRate][$0]?.json.text("SourceCurrencyCode") == source
      })
    else { throw .currency(source) }
    var object = object
    object["Id"] = .string(held)
    object["TargetCurrencyCode"] = .string(books.homeCurrency)
    return object
  }

  /// A reference with its name, when the object exists and is active.
  func listReference(_ kind: EntityKind, _ id: String) throws(VendorFault) -> JSON {
    guard let record = books[kind][id] else {
      throw .invalidReference("\(kind.faultWord) element id \(id) not found")
    }
    guard record.isActive else {
      let name = record.json.text("FullyQualifiedName") ?? record.json.text(kind.nameMember) ?? ""
      throw .invalidReference(
        "Something you're trying to use has been made inactive. "
          + "Check the fields with accounts, customers, items, vendors or employees. \(kind.name) \(name)")
    }
    return reference(id, record.json.text("FullyQualifiedName") ?? record.json.text(kind.nameMember))
  }
}
