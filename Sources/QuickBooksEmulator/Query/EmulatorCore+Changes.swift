extension EmulatorCore {
  /// Change data capture (reference 9.1): per asked entity the objects changed since, deleted ones last.
  func changes(_ call: EmulatorCall, at now: Double) throws(VendorFault) -> JSONObject {
    guard let names = call.parameters["entities"], !names.isEmpty else { throw .missing("entities") }
    guard let text = call.parameters["changedSince"] else { throw .missing("changedSince") }
    guard let since = parseTime(text) else { throw .dateFormat("changedSince", text) }
    if now - since > 30 * 86_400 {
      throw VendorFault(
        code: "2070", message: "Invalid date value", detail: "changedSince can be at most 30 days in the past",
        element: "changedSince")
    }
    var left = 1000
    var responses: [JSON] = []
    for name in names.split(separator: ",") {
      guard let kind = EntityKind(named: name.filter { $0 != " " }), kind.isInChangeData else {
        throw .unsupported("Change data capture is not supported for \(name)")
      }
      responses.append(.object(changes(kind, since, &left, at: now)))
    }
    return ["CDCResponse": [["QueryResponse": .array(responses)]]]
  }

  private func changes(_ kind: EntityKind, _ since: Double, _ left: inout Int, at now: Double) -> JSONObject {
    let table = books[kind]
    var changed = table.ids.compactMap { table[$0] }.filter { $0.updatedAt >= since && !isHidden(kind, $0, at: now) }
    changed.sort { $0.updatedAt < $1.updatedAt }
    var objects = changed.map { JSON.object(shown(kind, $0)) }
    objects += table.deleted.filter { $0.at >= since }.map { object in
      [
        "domain": "QBO", "status": "Deleted", "Id": .string(object.id),
        "MetaData": ["LastUpdatedTime": .string(isoTime(object.at))],
      ]
    }
    objects = Array(objects.prefix(left))
    left -= objects.count
    guard !objects.isEmpty else { return JSONObject() }
    return [
      kind.name: .array(objects), "startPosition": 1, "maxResults": .number(Number(objects.count)),
      "totalCount": .number(Number(objects.count)),
    ]
  }
}
