extension QuickBooksAPI {
  /// Creates an entity, or updates it when the body holds an `Id`: `POST {entity}` (reference, 1.1, 6.1).
  ///
  /// - Parameters:
  ///   - entity: In the spelling of the answer: `Invoice`.
  ///   - body: The bare object, sent as it is.
  ///   - requestID: 1 to 50 characters; the same one for every repetition of this write (reference, 11).
  ///   - check: Holds the stored entity against what was sent.
  public func write(
    _ entity: String, body: [UInt8], requestID: String, check: (StoredEntity) -> EntityMatch = { _ in .same }
  ) async -> WriteOutcome {
    await write(
      APICall(
        method: .post, path: entity.lowercased(), query: [("requestid", checked(requestID))],
        contentType: "application/json", body: body, isWrite: true),
      entity: entity, check: check)
  }

  /// Voids an invoice: the body is `Id` and `SyncToken`, nothing else (reference, 6.3).
  public func void(invoice id: String, syncToken: String, requestID: String) async -> WriteOutcome {
    await operate("void", id, syncToken, requestID)
  }

  /// Deletes an invoice for good: the body is `Id` and `SyncToken`, nothing else (reference, 6.2).
  public func delete(invoice id: String, syncToken: String, requestID: String) async -> WriteOutcome {
    await operate("delete", id, syncToken, requestID)
  }

  private func operate(_ operation: String, _ id: String, _ syncToken: String, _ requestID: String) async
    -> WriteOutcome
  {
    precondition(isID(id), "an id that is not a number")
    // The token is what QuickBooks said last.
    guard isID(syncToken) else { return .notSent(reason: "QuickBooks gave no SyncToken for invoice \(id)") }
    let body = Array("{\"Id\":\"\(id)\",\"SyncToken\":\"\(syncToken)\"}".utf8)
    return await write(
      APICall(
        method: .post, path: "invoice", query: [("operation", operation), ("requestid", checked(requestID))],
        contentType: "application/json", body: body, isWrite: true),
      entity: "Invoice", check: { $0.id == id ? .same : .another(reason: "id \($0.id)") })
  }

  /// Has QuickBooks e-mail an invoice; a repetition sends a second mail (reference, 6.4).
  ///
  /// - Parameter address: Where to; nil takes the invoice's own `BillEmail`.
  public func send(invoice id: String, to address: String?, requestID: String) async -> WriteOutcome {
    precondition(isID(id), "an id that is not a number")
    var query = [(name: "requestid", value: checked(requestID))]
    if let address { query.insert((name: "sendTo", value: address), at: 0) }
    return await write(
      APICall(
        method: .post, path: "invoice/\(id)/send", query: query, contentType: "application/octet-stream", isWrite: true),
      entity: "Invoice", check: { $0.id == id ? .same : .another(reason: "id \($0.id)") })
  }

  private func write(
    _ call: APICall, entity: String, check: (StoredEntity) -> EntityMatch
  ) async -> WriteOutcome {
    switch await perform(call) {
    case .answer(let answer): classifyWrite(answer, entity: entity, check: check)
    case .notSent(let reason): .notSent(reason: reason)
    case .throttled: .throttled
    case .unauthorised(let reason): .unauthorised(reason: reason)
    case .unknown(let reason): .unknown(UnknownReason(reason))
    }
  }

  func checked(_ requestID: String) -> String {
    precondition((1...50).contains(requestID.utf8.count), "a requestid has 1 to 50 characters")
    return requestID
  }
}

/// Digits only, 1 to 20: what an id or a SyncToken of QuickBooks is.
func isID(_ text: String) -> Bool {
  (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
}
