import JSONRecords

/// One item of a batch: a create of an entity (reference, 10.1).
public struct BatchItem: Sendable {
  /// At most 10 characters, since the server joins it with the requestid (reference, 11).
  public var id: String
  public var entity: String
  /// The bare object.
  public var body: [UInt8]
  public init(id: String, entity: String, body: [UInt8]) {
    self.id = id
    self.entity = entity
    self.body = body
  }
}

extension QuickBooksAPI {
  /// Creates up to 30 entities in one call; outcomes by item id. An item that the answer lacks is unknown.
  ///
  /// - Parameter requestID: At most 36 characters in a batch.
  public func batch(
    _ items: [BatchItem], requestID: String,
    check: (BatchItem, StoredEntity) -> EntityMatch = { _, _ in .same }
  ) async -> [String: WriteOutcome] {
    precondition(items.count <= 30 && requestID.utf8.count <= 36, "a batch over the vendor's limits")
    precondition(items.allSatisfy { $0.id.utf8.count <= 10 }, "an id of a batch item over 10 characters")
    var body = Array("{\"BatchItemRequest\":[".utf8)
    for (index, item) in items.enumerated() {
      if index > 0 { body.append(UInt8(ascii: ",")) }
      body += Array("{\"bId\":\"\(item.id)\",\"operation\":\"create\",\"\(item.entity)\":".utf8)
      body += item.body
      body.append(UInt8(ascii: "}"))
    }
    body += Array("]}".utf8)
    let call = APICall(
      method: .post, path: "batch", query: [("requestid", checked(requestID))], contentType: "application/json",
      body: body, isWrite: true)
    func all(_ outcome: WriteOutcome) -> [String: WriteOutcome] {
      Dictionary(items.map { ($0.id, outcome) }) { first, _ in first }
    }
    switch await perform(call) {
    case .notSent(let reason): return all(.notSent(reason: reason))
    case .throttled: return all(.throttled)
    case .unauthorised(let reason): return all(.unauthorised(reason: reason))
    case .unknown(let reason): return all(.unknown(UnknownReason(reason)))
    case .answer(let answer):
      guard answer.status == 200, let list = parse(answer.body)?["BatchItemResponse"]?.elements else {
        // As a whole: refused, or nothing is known.
        return all(classifyWrite(answer, entity: "BatchItemResponse"))
      }
      var outcomes = all(.unknown(UnknownReason("the answer of the batch lacks this item")))
      for entry in list {
        guard let id = entry["bId"]?.text, let item = items.first(where: { $0.id == id }) else { continue }
        outcomes[id] = classifyBatchItem(entry, item, answer, check)
      }
      return outcomes
    }
  }

  private func classifyBatchItem(
    _ entry: JSONValue, _ item: BatchItem, _ answer: HTTPAnswer, _ check: (BatchItem, StoredEntity) -> EntityMatch
  ) -> WriteOutcome {
    let trace = answer.header("intuit_tid") ?? ""
    // Within a batch the status is 200 whatever happened; a fault stands for a 400 of its own.
    if let fault = Fault(in: entry, status: 400, trace: trace) { return classify(fault) }
    guard let member = entry[item.entity], let stored = StoredEntity(member, trace: trace) else {
      return .unknown(UnknownReason("the item holds no \(item.entity) that has an id"))
    }
    switch check(item, stored) {
    case .same: return .confirmed(stored)
    case .differs(let differences): return .differs(stored, differences)
    case .another(let reason): return .unknown(UnknownReason("the answer holds another \(item.entity): \(reason)"))
    }
  }
}
