extension EmulatorCore {
  /// The `bId`s of a batch, in order; empty for an item that has none.
  func batchIDs(_ call: EmulatorCall) -> [String] {
    (call.body?.object?.array("BatchItemRequest") ?? []).map { $0.object?["bId"]?.scalarText ?? "" }
  }

  /// Does the items one by one; each has its own result or fault, and none takes back another (reference, section 10).
  mutating func batch(_ call: EmulatorCall, at now: Double) throws(VendorFault) -> Answer {
    guard let items = call.body?.object?.array("BatchItemRequest") else { throw .missing("BatchItemRequest") }
    if items.count > 30 { throw .batchTooLarge(items.count) }
    var responses: [JSON] = []
    var entities: [String] = []
    for item in items {
      guard let item = item.object else { throw .malformedJSON }
      var response = JSONObject()
      response["bId"] = item["bId"].flatMap(\.scalarText).map(JSON.string)
      do throws(VendorFault) {
        let (name, value, entity) = try batchItem(item, at: now)
        response[name] = value
        if let entity { entities.append(entity) }
      } catch {
        response["Fault"] = error.json.object?["Fault"]
      }
      responses.append(.object(response))
    }
    if options.shufflesBatches { responses.shuffle(using: &random) }
    return success(
      ["BatchItemResponse": .array(responses)], verdict: "done", entities: entities, changed: !entities.isEmpty, at: now
    )
  }

  private mutating func batchItem(
    _ item: JSONObject, at now: Double
  ) throws(VendorFault) -> (name: String, value: JSON, entity: String?) {
    if let statement = item["Query"]?.text {
      return ("QueryResponse", .object(try query(statement, at: now)), nil)
    }
    let member = item.members.first { EntityKind(named: $0.key) != nil }
    guard let member, let kind = EntityKind(named: member.key), member.key == kind.name, let body = member.value.object
    else {
      throw .unsupportedProperty(
        item.members.last { $0.key != "bId" && $0.key != "operation" }?.key ?? "BatchItemRequest")
    }
    let verb: EmulatorCall.Verb
    switch item.text("operation") {
    case "create": verb = .create
    case "update": verb = .update
    case "delete": verb = .delete
    // Void and send stand in the schema only; nobody has been seen to use them (reference 10.1).
    case let other: throw .enumeration("operation", other ?? "")
    }
    if verb == .create, body["Id"]?.scalarText?.isEmpty == false { throw .unsupportedProperty("Id") }
    if verb == .update, (body["Id"]?.scalarText ?? "").isEmpty { throw .missing("Id") }
    let written = try write(verb, kind, body, include: optionInclude(item), isBatch: true, at: now)
    return (kind.name, .object(written.answer), "\(kind.name) \(written.id)")
  }

  /// The `include` in an item's `optionsData`, `include=allowduplicatedocnum`.
  private func optionInclude(_ item: JSONObject) -> String? {
    item.text("optionsData").flatMap { formParameters($0)["include"] }
  }
}
