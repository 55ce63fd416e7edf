extension EmulatorCore {
  /// Checks a payment and lowers the balances of the invoices it pays.
  mutating func makePayment(_ body: JSONObject, _ old: JSONObject?, at now: Double) throws(VendorFault) -> JSONObject {
    var object = merged(
      body, old,
      readOnly: [
        "Id", "SyncToken", "MetaData", "domain", "sparse", "status", "UnappliedAmt", "HomeTotalAmt", "LinkedTxn",
      ])
    guard let customer = object.reference("CustomerRef") else { throw .missing("CustomerRef") }
    object["CustomerRef"] = try listReference(.customer, customer)
    guard let total = object.number("TotalAmt"), !total.isNegative else { throw .missing("TotalAmt") }
    let date = object.text("TxnDate") ?? serviceDate(now)
    try checkOpen(date)
    object["TxnDate"] = .string(date)
    var applied: Int128 = 0
    for element in object.array("Line") ?? [] {
      guard let line = element.object, let amount = line.number("Amount") else { throw .missing("Line.Amount") }
      for link in line.array("LinkedTxn") ?? [] {
        guard let link = link.object, link.text("TxnType") == "Invoice", let id = link["TxnId"]?.scalarText else {
          continue
        }
        guard let invoice = books[.invoice][id] else { throw .invalidReference("Txn element id \(id) not found") }
        guard invoice.json.reference("CustomerRef") == customer else {
          throw VendorFault(
            code: "620", message: "Transaction cannot be linked", detail: "The invoice is another customer's")
        }
        let old = old.map { self.applied($0, to: id) } ?? 0
        guard amount.cents <= (invoice.json.number("Balance")?.cents ?? 0) + old else {
          throw .business("The payment is larger than the balance of invoice \(id)", element: "Line.Amount")
        }
        applied += amount.cents
      }
    }
    guard applied <= total.cents else { throw .business("The amounts applied exceed the payment", element: "TotalAmt") }
    object["UnappliedAmt"] = .number(Number(cents: total.cents - applied))
    let id = old?["Id"]?.scalarText ?? books.newID(.transactions)
    if old != nil { unapply(payment: id, at: now) }
    object["Id"] = .string(id)
    apply(object, id, at: now)
    return object
  }

  private func applied(_ payment: JSONObject, to invoice: String) -> Int128 {
    (payment.array("Line") ?? []).compactMap(\.object).filter { line in
      line.array("LinkedTxn")?.contains { $0.object?["TxnId"]?.scalarText == invoice } ?? false
    }.reduce(0) { $0 + ($1.number("Amount")?.cents ?? 0) }
  }

  private mutating func apply(_ payment: JSONObject, _ id: String, at now: Double) {
    for invoice in linkedInvoices(payment) {
      changeBalance(invoice, by: -applied(payment, to: invoice), at: now) { links in
        links + [["TxnId": .string(id), "TxnType": "Payment"]]
      }
    }
  }

  /// Takes a payment off the invoices it pays.
  mutating func unapply(payment id: String, at now: Double) {
    guard let payment = books[.payment][id]?.json else { return }
    for invoice in linkedInvoices(payment) {
      changeBalance(invoice, by: applied(payment, to: invoice), at: now) { links in
        links.filter { $0.object?["TxnId"]?.scalarText != id }
      }
    }
  }

  /// Takes an invoice off the payments that pay it: their amounts become unapplied.
  mutating func unlink(invoice id: String, at now: Double) {
    for payment in books[.payment].ids {
      guard let record = books[.payment][payment], linkedInvoices(record.json).contains(id) else { continue }
      var object = record.json
      let amount = applied(object, to: id)
      object["Line"] = .array(
        (object.array("Line") ?? []).filter { line in
          line.object?.array("LinkedTxn")?.contains { $0.object?["TxnId"]?.scalarText == id } != true
        })
      object["UnappliedAmt"] = .number(Number(cents: (object.number("UnappliedAmt")?.cents ?? 0) + amount))
      store(.payment, object, at: now)
      changeBalance(id, by: amount, at: now) { links in links.filter { $0.object?["TxnId"]?.scalarText != payment } }
    }
  }

  private func linkedInvoices(_ payment: JSONObject) -> [String] {
    var ids: [String] = []
    for line in payment.array("Line") ?? [] {
      for link in line.object?.array("LinkedTxn") ?? [] where link.object?.text("TxnType") == "Invoice" {
        if let id = link.object?["TxnId"]?.scalarText, !ids.contains(id) { ids.append(id) }
      }
    }
    return ids
  }

  private mutating func changeBalance(
    _ invoice: String, by cents: Int128, at now: Double, links: ([JSON]) -> [JSON]
  ) {
    guard var object = books[.invoice][invoice]?.json else { return }
    let balance = Number(cents: (object.number("Balance")?.cents ?? 0) + cents)
    object["Balance"] = .number(balance)
    if object["HomeBalance"] != nil {
      object["HomeBalance"] = .number((balance * (object.number("ExchangeRate") ?? .one)).rounded(to: 2))
    }
    object["LinkedTxn"] = .array(links(object.array("LinkedTxn") ?? []))
    store(.invoice, object, at: now)
  }
}
