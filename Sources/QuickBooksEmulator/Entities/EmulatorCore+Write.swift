/// What a write answers.
struct Written {
  let id: String
  let answer: JSONObject
}

extension EmulatorCore {
  /// Creates, updates, deletes or voids one object.
  ///
  /// - Parameter isBatch: A batch deletes by a whole object too, as one client library does; a single call must not.
  mutating func write(
    _ verb: EmulatorCall.Verb, _ kind: EntityKind, _ body: JSONObject, include: String?, isBatch: Bool = false,
    at now: Double
  ) throws(VendorFault) -> Written {
    if options.subscriptionEnded { throw .subscriptionEnded }
    guard kind.isWritable else { throw .unsupported("Operation \(verb.rawValue) is not supported for \(kind.name)") }
    switch verb {
    case .delete:
      let named = isBatch ? JSONObject(body.members.filter { ["Id", "SyncToken"].contains($0.key) }) : body
      return try delete(kind, named, at: now)
    case .void: return try void(kind, body, at: now)
    default: break
    }
    try VendorSchema.shared.check(body, as: kind.name)
    let body = JSONObject(body.members.map { .init(key: $0.key, value: $0.value.withoutBlanks) })
    var existing: Record?
    if let id = body["Id"]?.scalarText, !id.isEmpty { existing = try current(kind, body, id: id) }
    let old = existing?.json
    let object: JSONObject
    switch kind {
    case .invoice: object = try makeInvoice(body, old, include: include, at: now)
    case .payment: object = try makePayment(body, old, at: now)
    case .customer, .vendor, .employee: object = try makeName(kind, body, old, at: now)
    default: object = try makeListObject(kind, body, old)
    }
    let id = store(kind, object, at: now)
    guard let record = books[kind][id] else { throw .notFound("\(kind.faultWord) element id \(id) not found") }
    return Written(id: id, answer: shown(kind, record))
  }

  /// The stored object that an update, delete or void means, when its SyncToken is the newest.
  private func current(_ kind: EntityKind, _ body: JSONObject, id: String) throws(VendorFault) -> Record {
    guard id.utf8.allSatisfy({ (48...57).contains($0) }) else { throw .invalidID("Id", id) }
    guard let record = books[kind][id] else {
      throw kind.isTransaction ? .deletedTransaction : .notFound("\(kind.faultWord) element id \(id) not found")
    }
    guard let token = body["SyncToken"]?.scalarText, !token.isEmpty else { throw .missing("SyncToken") }
    guard token == String(record.syncToken) else { throw .stale }
    return record
  }

  /// Puts an object into the books with its Id, SyncToken and times, and gives its id.
  @discardableResult
  mutating func store(_ kind: EntityKind, _ object: JSONObject, at now: Double) -> String {
    let id = object["Id"]?.scalarText ?? ""
    if let old = books[kind][id] {
      let token = old.syncToken + 1
      books.put(
        kind, id,
        Record(
          json: framed(object, id, token, created: old.createdAt, updated: now), syncToken: token,
          createdAt: old.createdAt, updatedAt: now))
      return id
    }
    let new = id.isEmpty ? books.newID(of: kind) : id
    books.put(
      kind, new,
      Record(json: framed(object, new, 0, created: now, updated: now), syncToken: 0, createdAt: now, updatedAt: now))
    return new
  }

  private func framed(_ object: JSONObject, _ id: String, _ token: Int, created: Double, updated: Double) -> JSONObject
  {
    var framed: JSONObject = [
      "domain": "QBO", "sparse": false, "Id": .string(id), "SyncToken": .string(String(token)),
      "MetaData": ["CreateTime": .string(isoTime(created)), "LastUpdatedTime": .string(isoTime(updated))],
    ]
    let taken = ["domain", "sparse", "Id", "SyncToken", "MetaData"]
    framed = JSONObject(framed.members + object.members.filter { !taken.contains($0.key) && !$0.value.isNull })
    return framed
  }

  /// The object as clients see it: tax identifiers masked, ` (deleted)` on the names of inactive list objects.
  func shown(_ kind: EntityKind, _ record: Record) -> JSONObject {
    guard kind.isList else { return record.json }
    var object = record.json
    if kind == .customer, let id = object.text("Id") {
      let balance = Number(cents: books.customerBalances[id] ?? 0)
      object["Balance"] = .number(balance)
      object["BalanceWithJobs"] = .number(balance)
    }
    if kind.isName {
      for member in ["PrimaryTaxIdentifier", "SecondaryTaxIdentifier"] {
        if let value = object.text(member), !value.isEmpty { object[member] = .string(masked(value)) }
      }
    }
    if !record.isActive {
      for member in [kind.nameMember, "FullyQualifiedName"] {
        if let name = object.text(member) { object[member] = .string(name + " (deleted)") }
      }
    }
    return object
  }

  /// `123-45-6789` as `XXXXXX56789`: the last five characters stay (reference 4.3).
  private func masked(_ value: String) -> String {
    String(repeating: "X", count: max(0, value.count - 5)) + value.suffix(5)
  }

  // MARK: - Delete and void

  private mutating func delete(_ kind: EntityKind, _ body: JSONObject, at now: Double) throws(VendorFault) -> Written {
    guard kind.isTransaction else { throw .unsupported("Operation delete is not supported for \(kind.name)") }
    let id = try bareID(body)
    let record = try current(kind, body, id: id)
    try checkOpen(record.json.text("TxnDate"))
    remove(kind, id, at: now)
    return Written(id: id, answer: ["status": "Deleted", "domain": "QBO", "Id": .string(id)])
  }

  /// Takes a transaction out of the books, and its links out of others.
  mutating func remove(_ kind: EntityKind, _ id: String, at now: Double) {
    if kind == .payment { unapply(payment: id, at: now) }
    if kind == .invoice { unlink(invoice: id, at: now) }
    books.delete(kind, id, at: now)
  }

  private mutating func void(_ kind: EntityKind, _ body: JSONObject, at now: Double) throws(VendorFault) -> Written {
    guard kind.isTransaction else { throw .unsupported("Operation void is not supported for \(kind.name)") }
    let id = try bareID(body)
    let record = try current(kind, body, id: id)
    try checkOpen(record.json.text("TxnDate"))
    makeVoid(kind, id, record, at: now)
    return Written(id: id, answer: books[kind][id]?.json ?? JSONObject())
  }

  /// The id of a body that has Id and SyncToken and nothing else (a `sparse` flag is tolerated).
  private func bareID(_ body: JSONObject) throws(VendorFault) -> String {
    for member in body.members where !["Id", "SyncToken", "sparse", "domain"].contains(member.key) {
      throw .unsupportedProperty(member.key)
    }
    guard let id = body["Id"]?.scalarText, !id.isEmpty else { throw .missing("Id") }
    return id
  }

  /// What a voided transaction looks like (reference 6.3).
  mutating func makeVoid(_ kind: EntityKind, _ id: String, _ record: Record, at now: Double) {
    var object = record.json
    if kind == .payment {
      unapply(payment: id, at: now)
      object["UnappliedAmt"] = 0
    } else {
      unlink(invoice: id, at: now)
      object = books[kind][id]?.json ?? object
    }
    object["Line"] = .array((object.array("Line") ?? []).compactMap { kind == .payment ? nil : voided($0) })
    for name in ["TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance", "Deposit"]
    where object[name] != nil || name == "TotalAmt" {
      object[name] = 0
    }
    if kind == .invoice {
      object["Deposit"] = 0
      object["TxnTaxDetail"] = ["TotalTax": 0]
    }
    object["LinkedTxn"] = []
    let note = object.text("PrivateNote") ?? ""
    object["PrivateNote"] = .string(note.isEmpty ? "Voided" : "Voided - \(note)")
    store(kind, object, at: now)
  }

  private func voided(_ line: JSON) -> JSON? {
    guard var object = line.object, object.text("DetailType") != "SubTotalLineDetail" else { return nil }
    if object["Amount"] != nil { object["Amount"] = 0 }
    if var detail = object.object("SalesItemLineDetail") {
      detail["UnitPrice"] = nil
      detail["TaxInclusiveAmt"] = nil
      detail["Qty"] = 0
      object["SalesItemLineDetail"] = .object(detail)
    }
    return .object(object)
  }

  /// Throws when the books are closed on that day.
  func checkOpen(_ date: String?) throws(VendorFault) {
    guard let closed = books.booksClosedThrough, let date else { return }
    if date.prefix(10) <= closed { throw .closedPeriod(closed) }
  }

  // MARK: - Read

  mutating func read(_ call: EmulatorCall, at now: Double) throws(VendorFault) -> Answer {
    guard let kind = call.entity else { throw .unsupported("Operation read is not supported") }
    if kind == .exchangeRate {
      return success(["ExchangeRate": .object(try exchangeRate(call, at: now))], verdict: "read", at: now)
    }
    var id = call.id ?? "1"
    if kind == .companyInfo {
      // The company's id in the path is the realm; the object's own is always 1.
      guard id == realmID || id == "1" else { throw .wrongRealm }
      id = "1"
    }
    guard id.utf8.allSatisfy({ (48...57).contains($0) }) || kind == .taxCode else { throw .invalidID("Id", id) }
    guard let record = books[kind][id] else {
      let isDeleted = books[kind].deleted.contains { $0.id == id }
      throw isDeleted ? .deletedTransaction : .notFound("\(kind.faultWord) element id \(id) not found")
    }
    if call.verb == .pdf {
      return Answer(
        headers: [EmulatorHeader("Content-Type", "application/pdf")],
        body: invoicePDF(record.json, company: books.company.text("CompanyName") ?? ""), verdict: "read")
    }
    return success([kind.name: .object(shown(kind, record))], verdict: "read", at: now)
  }

  private func exchangeRate(_ call: EmulatorCall, at now: Double) throws(VendorFault) -> JSONObject {
    guard let source = call.parameters["sourcecurrencycode"]?.uppercased() else { throw .missing("sourcecurrencycode") }
    let date = call.parameters["asofdate"] ?? serviceDate(now)
    guard dayNumber(date) != nil else { throw .dateFormat("asofdate", date) }
    guard let rate = rate(of: source) else { throw .currency(source) }
    return [
      "SourceCurrencyCode": .string(source), "TargetCurrencyCode": .string(books.homeCurrency),
      "Rate": .number(rate), "AsOfDate": .string(date), "domain": "QBO", "sparse": false,
      "MetaData": ["LastUpdatedTime": .string(isoTime(now))],
    ]
  }

  /// Home units for one unit of a currency; nil when the company does not know it.
  func rate(of currency: String) -> Number? {
    if currency == books.homeCurrency { return .one }
    return books[.exchangeRate].ids.lazy.compactMap { books[.exchangeRate][$0]?.json }
      .first { $0.text("SourceCurrencyCode") == currency }?.number("Rate")
  }
}
