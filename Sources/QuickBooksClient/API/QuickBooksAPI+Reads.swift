public import JSONRecords

extension QuickBooksAPI {
  /// Reads one entity: `GET {entity}/{id}`.
  public func read(_ entity: String, id: String) async throws(ReadFailure) -> StoredEntity {
    precondition(isID(id), "an id that is not a number")
    let answer = try await json(APICall(path: "\(entity.lowercased())/\(id)"))
    guard let member = answer[entity], let stored = StoredEntity(member), stored.id == id else {
      throw .unreachable("the answer holds no \(entity) \(id)")
    }
    return stored
  }

  /// The same; nil when QuickBooks has no such entity, or has it no more.
  public func find(_ entity: String, id: String) async throws(ReadFailure) -> StoredEntity? {
    do throws(ReadFailure) {
      return try await read(entity, id: id)
    } catch {
      if error.isNotFound { return nil }
      throw error
    }
  }

  /// Facts of the company and its preferences, which have fixed places (reference, 5).
  public func companyInfo() async throws(ReadFailure) -> JSONValue {
    try await member("CompanyInfo", APICall(path: "companyinfo/\(percentEncoded(realm))"))
  }
  public func preferences() async throws(ReadFailure) -> JSONValue {
    try await member("Preferences", APICall(path: "preferences"))
  }

  private func member(_ name: String, _ call: APICall) async throws(ReadFailure) -> JSONValue {
    guard let value = try await json(call)[name] else { throw .unreachable("the answer holds no \(name)") }
    return value
  }

  /// One page of `select * from {entity}`, at most 1,000 rows (reference, 8).
  ///
  /// - Parameter condition: Of our own making: ids, dates, our own numbers; never text of the CRM.
  public func query(
    _ entity: String, where condition: String = "", start: Int = 1, size: Int = 1000
  ) async throws(ReadFailure) -> [JSONValue] {
    var statement = "select * from \(entity)"
    if !condition.isEmpty { statement += " where \(condition)" }
    statement += " orderby Id startposition \(start) maxresults \(size)"
    let answer = try await json(APICall(path: "query", query: [("query", statement)]))
    guard let response = answer["QueryResponse"] else { throw .unreachable("the answer holds no QueryResponse") }
    return response[entity]?.elements ?? []
  }

  /// All rows, page by page in the order of their ids, each id once.
  public func queryAll(
    _ entity: String, where condition: String = "", pageSize: Int = 1000
  ) async throws(ReadFailure) -> [JSONValue] {
    var rows: [JSONValue] = []
    var seen: Set<String> = []
    var start = 1
    while true {
      let page = try await query(entity, where: condition, start: start, size: pageSize)
      for row in page where seen.insert(row["Id"]?.text ?? "#\(rows.count)").inserted { rows.append(row) }
      if page.count < pageSize { return rows }
      start += page.count
    }
  }

  /// Changes since a time, deleted ones with their id alone; at most 30 days back and 1,000 objects (reference, 9.1).
  ///
  /// - Parameter since: `2026-03-01T00:00:00Z`.
  public func changes(of entities: [String], since: String) async throws(ReadFailure) -> [String: [JSONValue]] {
    let answer = try await json(
      APICall(
        path: "cdc", query: [("entities", entities.joined(separator: ",")), ("changedSince", since)]))
    guard let responses = answer["CDCResponse"]?.elements else { throw .unreachable("the answer holds no CDCResponse") }
    var found: [String: [JSONValue]] = [:]
    for response in responses.flatMap({ $0["QueryResponse"]?.elements ?? [] }) {
      for entity in entities { found[entity, default: []] += response[entity]?.elements ?? [] }
    }
    return found
  }

  /// The invoice as a PDF, in the company's form style (reference, 6.6).
  public func pdf(invoice id: String) async throws(ReadFailure) -> [UInt8] {
    precondition(isID(id), "an id that is not a number")
    let answer = try await answer(APICall(path: "invoice/\(id)/pdf", accept: "application/pdf, application/json"))
    guard answer.body.starts(with: Array("%PDF".utf8)) else { throw .unreachable("the answer is not a PDF") }
    guard answer.body.suffix(1024).contains(Array("%%EOF".utf8)) else {
      throw .unreachable("the PDF is not whole: its end is missing")
    }
    return answer.body
  }

  func json(_ call: APICall) async throws(ReadFailure) -> JSONValue {
    let answer = try await answer(call)
    guard let value = parse(answer.body) else { throw .unreachable("the answer is not whole JSON") }
    return value
  }

  private func answer(_ call: APICall) async throws(ReadFailure) -> HTTPAnswer {
    switch await perform(call) {
    case .answer(let answer):
      let trace = answer.header("intuit_tid") ?? ""
      if (300..<400).contains(answer.status) {
        throw .unreachable("status \(answer.status) redirects elsewhere; not followed")
      }
      if let fault = parse(answer.body).flatMap({ Fault(in: $0, status: answer.status, trace: trace) }) {
        if fault.status >= 500 || fault.isService { throw .unreachable(fault.sentence) }
        throw .refused(fault)
      }
      if answer.status >= 500 { throw .unreachable("status \(answer.status)") }
      guard answer.status == 200 else {
        throw .refused(Fault(type: "", items: [], status: answer.status, trace: trace))
      }
      return answer
    case .notSent(let reason), .unknown(let reason): throw .unreachable(reason)
    case .throttled: throw .unreachable("the request limit is reached, even after waiting")
    case .unauthorised(let reason): throw .notAuthorised(reason)
    }
  }
}
