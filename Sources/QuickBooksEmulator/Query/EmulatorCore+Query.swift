extension EmulatorCore {
  /// Answers a statement: the members of `QueryResponse`.
  func query(_ text: String, at now: Double) throws(VendorFault) -> JSONObject {
    let statement = try parseQuery(text, today: serviceDate(now))
    guard let kind = EntityKind(named: statement.entity) else {
      throw .query("4001", "QueryValidationError: Invalid context declaration : \(statement.entity)")
    }
    let conditions = try statement.conditions.map { condition throws(VendorFault) in
      try checked(condition, kind)
    }
    if let order = statement.order { try checkQueryable(order.property, kind) }
    let hidesInactive = kind.isList && !conditions.contains { $0.path == ["active"] }
    var rows: [(id: String, json: JSONObject)] = []
    for id in candidates(kind, conditions) {
      guard let record = books[kind][id], !isHidden(kind, record, at: now) else { continue }
      if hidesInactive, !record.isActive { continue }
      let json = shown(kind, record)
      if conditions.allSatisfy({ $0.holds(json) }) { rows.append((id, json)) }
    }
    if statement.isCount { return ["totalCount": .number(Number(rows.count))] }
    sort(&rows, statement.order)
    return page(rows.map(\.json), kind, statement)
  }

  private func page(_ rows: [JSONObject], _ kind: EntityKind, _ statement: QueryStatement) -> JSONObject {
    let page = rows.dropFirst(statement.start - 1).prefix(statement.maximum)
    guard !page.isEmpty else { return JSONObject() }
    var response: JSONObject = [
      kind.name: .array(page.map(JSON.object)), "startPosition": .number(Number(statement.start)),
      "maxResults": .number(Number(page.count)),
    ]
    if page.count == rows.count { response["totalCount"] = .number(Number(rows.count)) }
    return response
  }

  /// Ids worth looking at: those named, or those with a number, else all.
  private func candidates(_ kind: EntityKind, _ conditions: [QueryCondition]) -> [String] {
    for condition in conditions where condition.comparison == .equal || condition.comparison == .oneOf {
      if condition.path == ["id"] {
        var seen: Set<String> = []
        return condition.values.filter { seen.insert($0).inserted }
      }
      if kind == .invoice, condition.path == ["docnumber"] {
        return condition.values.flatMap { books.invoicesByNumber[$0.lowercased()] ?? [] }
      }
    }
    return books[kind].ids
  }

  /// Whether the index has not caught up with the object yet (F19).
  func isHidden(_ kind: EntityKind, _ record: Record, at now: Double) -> Bool {
    options.queryLagSeconds > 0 && kind != .preferences && kind != .companyInfo
      && record.createdAt > now - options.queryLagSeconds
  }

  private func sort(_ rows: inout [(id: String, json: JSONObject)], _ order: (property: String, isDescending: Bool)?) {
    guard let order else { return }
    let path = QueryCondition.path(order.property)
    let keyed = rows.enumerated().map { (place: $0.offset, key: queryKey($0.element.json, path), row: $0.element) }
    rows = keyed.sorted { left, right in
      if left.key == right.key { return left.place < right.place }
      return order.isDescending ? right.key < left.key : left.key < right.key
    }.map(\.row)
  }

  // MARK: - What may be asked

  private func checked(_ condition: QueryStatement.Condition, _ kind: EntityKind) throws(VendorFault) -> QueryCondition
  {
    try checkQueryable(condition.property, kind)
    let path = QueryCondition.path(condition.property)
    if path == ["id"], ![.equal, .oneOf].contains(condition.comparison) {
      throw .query(
        "4001", "QueryValidationError: Operator \(condition.comparison.rawValue) is not supported for property Id")
    }
    if path.last == "lastupdatedtime" || path.last == "createtime" {
      for value in condition.values where parseTime(value) == nil {
        throw .query("4001", "QueryValidationError: Invalid date time value \(value)")
      }
    }
    return QueryCondition(path: path, comparison: condition.comparison, values: condition.values)
  }

  private func checkQueryable(_ property: String, _ kind: EntityKind) throws(VendorFault) {
    let lower = property.lowercased()
    let allowed = filterable[kind] ?? []
    if allowed.contains(lower) || lower == "id" && kind != .exchangeRate { return }
    if ["metadata.lastupdatedtime", "metadata.createtime"].contains(lower) { return }
    if VendorSchema.shared.has(property, in: kind.name) {
      throw .query("4001", "QueryValidationError: property '\(property)' is not queryable")
    }
    throw .query("4001", "QueryValidationError: Property \(property) not found for Entity \(kind.name)")
  }
}

/// What the reference's table of section 8 lists, in lower case; `Id` and the times are everywhere.
private let filterable: [EntityKind: Set<String>] = [
  .invoice: ["customerref", "docnumber", "txndate", "duedate", "salestermref", "projectref", "balance", "totalamt"],
  .customer: [
    "displayname", "givenname", "middlename", "familyname", "companyname", "fullyqualifiedname", "printoncheckname",
    "primaryemailaddr", "active", "balance",
  ],
  .vendor: [
    "displayname", "givenname", "middlename", "familyname", "companyname", "printoncheckname", "active", "balance",
  ],
  .employee: ["displayname", "givenname", "middlename", "familyname", "printoncheckname", "active"],
  .item: ["name", "type", "taxable", "active", "fullyqualifiedname", "subitem", "sku"],
  .term: ["name", "active"],
  .taxCode: ["name", "active", "description"],
  .taxRate: ["name", "agencyref", "active", "description"],
  .taxAgency: ["displayname"],
  .classification: ["active", "fullyqualifiedname", "name"],
  .department: ["active", "fullyqualifiedname", "name"],
  .account: ["name", "active", "accounttype", "fullyqualifiedname", "classification"],
  .paymentMethod: ["name", "active"],
  .companyCurrency: ["active"],
  .exchangeRate: ["sourcecurrencycode", "asofdate"],
  .payment: ["totalamt", "customerref", "txndate", "paymentmethodref", "paymentrefnum"],
]

/// A condition that was checked.
struct QueryCondition {
  let path: [String]
  let comparison: QueryStatement.Comparison
  let values: [String]

  static func path(_ property: String) -> [String] {
    property.lowercased().split(separator: ".").map(String.init)
  }

  func holds(_ object: JSONObject) -> Bool {
    let key = queryKey(object, path)
    switch comparison {
    case .equal, .oneOf: return values.contains { QueryKey($0, like: key) == key }
    case .less: return key.isPresent && key < QueryKey(values[0], like: key)
    case .greater: return key.isPresent && QueryKey(values[0], like: key) < key
    case .lessOrEqual: return key.isPresent && !(QueryKey(values[0], like: key) < key)
    case .greaterOrEqual: return key.isPresent && !(key < QueryKey(values[0], like: key))
    case .like: return matches(Array(key.text.utf8)[...], Array(values[0].lowercased().utf8)[...])
    }
  }

  /// `%` stands for any text.
  private func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == UInt8(ascii: "%") {
      let rest = pattern.dropFirst()
      return (text.startIndex...text.endIndex).contains { matches(text[$0...], rest) }
    }
    return text.first == first && matches(text.dropFirst(), pattern.dropFirst())
  }
}

/// A value in the form in which it compares: numbers by size, times by instant, all else as text without case.
struct QueryKey: Equatable {
  var text = ""
  var number: Number?
  var isPresent = true

  init() { isPresent = false }

  init(_ text: String) { self.text = text.lowercased() }

  init(number: Number) { self.number = number }

  /// A value of a statement, read as what it is compared with.
  init(_ text: String, like other: QueryKey) {
    self.init(text)
    if other.number != nil {
      number = Number(text) ?? parseTime(text).map { Number(Int(($0 * 1000).rounded())) }
    }
    if !other.isPresent { isPresent = text.trimmingBlanks.isEmpty ? false : true }
    if !isPresent { self.text = "" }
  }

  static func == (left: Self, right: Self) -> Bool {
    if left.isPresent != right.isPresent { return false }
    if let a = left.number, let b = right.number { return a == b }
    return left.number == nil && right.number == nil && left.text == right.text
  }

  static func < (left: Self, right: Self) -> Bool {
    if let a = left.number, let b = right.number { return a < b }
    return left.text < right.text
  }
}

extension String {
  fileprivate var trimmingBlanks: Substring { drop { $0 == " " } }
}

/// The value of a property of an object, by its path in lower case.
func queryKey(_ object: JSONObject, _ path: [String]) -> QueryKey {
  guard let name = path.first,
    let member = object.members.first(where: { $0.key.utf8.count == name.utf8.count && $0.key.lowercased() == name })
  else { return QueryKey() }
  if path.count > 1 {
    guard let inner = member.value.object else { return QueryKey() }
    return queryKey(inner, Array(path.dropFirst()))
  }
  switch member.value {
  case .string(let text):
    if name == "lastupdatedtime" || name == "createtime", let time = parseTime(text) {
      return QueryKey(number: Number(Int((time * 1000).rounded())))
    }
    // Ids order by number.
    if name == "id", let number = Number(text) { return QueryKey(number: number) }
    return QueryKey(text)
  case .number(let number): return QueryKey(number: number)
  case .bool(let flag): return QueryKey(flag ? "true" : "false")
  case .object(let inner):
    return (inner["value"] ?? inner["Address"])?.scalarText.map { QueryKey($0) } ?? QueryKey()
  case .array, .null: return QueryKey()
  }
}
