/// What people do in QuickBooks beside the API.
extension EmulatorCore {
  mutating func pay(_ id: String, _ amount: String?, at now: Double) throws(EmulatorControlError) -> String {
    guard let invoice = books[.invoice][id]?.json, let customer = invoice.reference("CustomerRef") else {
      throw EmulatorControlError(message: "there is no invoice \(id)")
    }
    let balance = invoice.number("Balance") ?? .zero
    guard let paid = amount.map({ Number($0) }) ?? balance, !paid.isZero, !paid.isNegative else {
      throw EmulatorControlError(message: "nothing to pay: invoice \(id) has a balance of \(balance)")
    }
    var body: JSONObject = [
      "CustomerRef": reference(customer), "TotalAmt": .number(paid.rounded(to: 2)),
      "TxnDate": .string(serviceDate(now)),
      "Line": [["Amount": .number(paid.rounded(to: 2)), "LinkedTxn": [["TxnId": .string(id), "TxnType": "Invoice"]]]],
    ]
    body["CurrencyRef"] = invoice["CurrencyRef"]
    return try vendor { core throws(VendorFault) in try core.write(.create, .payment, body, include: nil, at: now).id }
  }

  mutating func edit(_ entity: String, _ id: String, _ changes: [UInt8], at now: Double) throws(EmulatorControlError) {
    let (kind, record) = try object(entity, id)
    guard case .object(let members)? = try? readJSON(changes), !members.isEmpty else {
      throw EmulatorControlError(message: "the changes must be a JSON object with members")
    }
    var json = record.json
    for member in members.members where !["Id", "SyncToken", "MetaData"].contains(member.key) {
      json[member.key] = member.value.isNull ? nil : member.value
    }
    store(kind, json, at: now)
  }

  mutating func voidByHand(_ entity: String, _ id: String, at now: Double) throws(EmulatorControlError) {
    let (kind, record) = try object(entity, id)
    guard kind.isTransaction else { throw EmulatorControlError(message: "only invoices and payments can be voided") }
    makeVoid(kind, id, record, at: now)
  }

  mutating func deleteByHand(_ entity: String, _ id: String, at now: Double) throws(EmulatorControlError) {
    let (kind, _) = try object(entity, id)
    remove(kind, id, at: now)
  }

  mutating func closeBooks(_ date: String?, at now: Double) throws(EmulatorControlError) {
    if let date, dayNumber(date) == nil || date.utf8.count != 10 {
      throw EmulatorControlError(message: "'\(date)' is not a date such as 2026-03-31")
    }
    books.setPreference("AccountingInfoPrefs", "BookCloseDate", date.map(JSON.string), at: now)
  }

  private func object(_ entity: String, _ id: String) throws(EmulatorControlError) -> (EntityKind, Record) {
    guard let kind = EntityKind(named: entity) else {
      throw EmulatorControlError(message: "there are no objects called '\(entity)'")
    }
    guard let record = books[kind][id] else { throw EmulatorControlError(message: "there is no \(kind.name) \(id)") }
    return (kind, record)
  }

  private mutating func vendor<T>(
    _ act: (inout EmulatorCore) throws(VendorFault) -> T
  ) throws(EmulatorControlError) -> T {
    do throws(VendorFault) { return try act(&self) } catch {
      throw EmulatorControlError(message: "\(error.code): \(error.detail)")
    }
  }

  /// Puts the options that stand for company settings into the Preferences.
  mutating func applyCompanySettings(at now: Double) {
    if let value = options.customTransactionNumbers {
      books.setPreference("SalesFormsPrefs", "CustomTxnNumbers", .bool(value), at: now)
    }
    if let value = options.multicurrency {
      books.setPreference("CurrencyPrefs", "MultiCurrencyEnabled", .bool(value), at: now)
    }
    if let value = options.automatedSalesTax, books.isUnitedStates {
      books.setPreference("TaxPrefs", "PartnerTaxEnabled", value ? true : nil, at: now)
    }
  }
}
