/// One object of the company, in the form in which it is answered.
struct Record: Sendable {
  var json: JSONObject
  var syncToken: Int
  /// Seconds since 1970.
  var createdAt: Double
  var updatedAt: Double

  var isActive: Bool { json.bool("Active") ?? true }
}

/// What change data capture tells of an object that is gone.
struct DeletedObject: Sendable {
  let id: String
  let at: Double
}

/// The objects of one kind, in the order of their creation.
struct Table: Sendable {
  private(set) var ids: [String] = []
  private(set) var records: [String: Record] = [:]
  private(set) var deleted: [DeletedObject] = []

  subscript(id: String) -> Record? { records[id] }

  mutating func put(_ record: Record, id: String) {
    if records.updateValue(record, forKey: id) == nil { ids.append(id) }
  }

  mutating func delete(_ id: String, at time: Double) {
    guard records.removeValue(forKey: id) != nil else { return }
    ids.removeAll { $0 == id }
    deleted.append(DeletedObject(id: id, at: time))
  }

  mutating func restore(deleted gone: [DeletedObject]) { deleted = gone }
}
