/// The state of an ``Emulator`` and its one entry, ``handle(_:clock:)``.
struct EmulatorCore: Sendable {
  var books: Books
  var options: EmulatorOptions
  /// The options as they were given, to undo F17 to F19.
  var givenOptions: EmulatorOptions
  var random: SeededRandom
  var tokens: Tokens
  let company: SeedCompany
  var log: [EmulatorLogEntry] = []
  var plans: [WaitingFault] = []
  var requestIDs = RequestIDs()
  var throttle = Throttle()
  var lateCommits: [LateCommit] = []
  var clockOffset = 0.0
  var authorizationFaults = 0

  /// An answer before faults: what an undisturbed client would get.
  struct Answer {
    var status = 200
    var headers: [EmulatorHeader] = []
    var body: [UInt8]
    var verdict: String
    var entities: [String] = []
    var changed = false
  }

  mutating func handle(_ request: EmulatorRequest, clock: Double) -> EmulatorReply {
    let now = clock + clockOffset
    commitLate(at: now, all: false)
    let target = RequestTarget(request.target)
    if target.path.first == "emulator" { return control(request, target, at: now) }
    let call = classify(request, target)
    let fault = takeFault(for: call)
    var changesMade = false
    let (reply, answer) = answerUnderFault(request, call, fault, at: now, changed: &changesMade)
    record(request, call, answer, fault: fault, changed: changesMade, at: now)
    return reply
  }

  // MARK: - Classification

  private func classify(_ request: EmulatorRequest, _ target: RequestTarget) -> EmulatorCall {
    var call = EmulatorCall(verb: .unknown, parameters: target.parameters)
    let path = target.path
    guard path.count >= 4, path[0] == "v3", path[1] == "company" else {
      switch path.joined(separator: "/") {
      case "connect/oauth2": call.verb = .authorize
      case "oauth2/v1/tokens/bearer": call.verb = .token
      case "v2/oauth2/tokens/revoke": call.verb = .revoke
      case ".well-known/openid_configuration", ".well-known/openid_sandbox_configuration": call.verb = .discovery
      default: break
      }
      return call
    }
    call.realm = path[2]
    let isPost = request.method == "POST"
    switch (path[3].lowercased(), path.count) {
    case ("query", 4):
      call.verb = .query
      let statement = isPost ? String(decoding: request.body, as: UTF8.self) : call.parameters["query"] ?? ""
      call.entity = entityOfQuery(statement)
    case ("cdc", 4) where !isPost: call.verb = .cdc
    case ("batch", 4) where isPost:
      call.verb = .batch
      call.body = try? readJSON(request.body)
    case (let name, _):
      guard let kind = EntityKind(named: name) else { break }
      call.entity = kind
      if path.count > 4 { call.id = path[4] }
      call.verb = verb(kind, path, isPost, request, &call)
    }
    return call
  }

  private func verb(
    _ kind: EntityKind, _ path: [String], _ isPost: Bool, _ request: EmulatorRequest, _ call: inout EmulatorCall
  ) -> EmulatorCall.Verb {
    guard isPost else {
      if request.method != "GET" { return .unknown }
      if path.count == 6, path[5] == "pdf", kind == .invoice { return .pdf }
      return path.count == 5 || (path.count == 4 && (kind == .preferences || kind == .exchangeRate)) ? .read : .unknown
    }
    if path.count == 6, path[5] == "send", kind == .invoice { return .send }
    guard path.count == 4 else { return .unknown }
    call.body = try? readJSON(request.body)
    switch call.parameters["operation"]?.lowercased() {
    case "delete": return .delete
    case "void": return .void
    case "update" where call.parameters["include"] == "void" && kind == .payment: return .void
    default:
      let id = call.body?.object?["Id"]?.scalarText ?? ""
      return id.isEmpty && kind != .companyInfo && kind != .preferences ? .create : .update
    }
  }

  // MARK: - The undisturbed answer

  /// Checks who asks and how often, then does what is asked.
  mutating func answer(_ request: EmulatorRequest, _ call: EmulatorCall, at now: Double) -> Answer {
    turnedAway(request, call, at: now) ?? carriedOut(request, call, at: now)
  }

  /// The answer to who may not ask, or asks for something else than the company's data; nil when it is to be done.
  mutating func turnedAway(_ request: EmulatorRequest, _ call: EmulatorCall, at now: Double) -> Answer? {
    switch call.verb {
    case .authorize: return authorize(call, at: now)
    case .token: return token(request, at: now)
    case .revoke: return revoke(request)
    case .discovery: return discovery(request)
    default: break
    }
    guard let realm = call.realm else {
      return Answer(
        status: 404, headers: [.html], body: Array("<html><body>Not Found</body></html>".utf8), verdict: "refused 404")
    }
    guard tokens.accepts(request.header("Authorization"), at: now) else { return unauthorized(at: now) }
    guard realm == realmID else { return refusal(.wrongRealm, at: now) }
    if options.throttle, let answer = throttled(request, call, at: now) { return answer }
    if call.verb == .unknown {
      return Answer(status: 404, headers: [.json], body: Array("{}".utf8), verdict: "refused 404")
    }
    return nil
  }

  /// What was let in is done, whatever became of its token meanwhile.
  mutating func carriedOut(_ request: EmulatorRequest, _ call: EmulatorCall, at now: Double) -> Answer {
    do throws(VendorFault) {
      return try replayedOrDone(request, call, at: now)
    } catch {
      return refusal(error, at: now)
    }
  }

  func refusal(_ fault: VendorFault, at now: Double) -> Answer {
    var envelope = fault.json.object ?? JSONObject()
    envelope["time"] = .string(isoTime(now, milliseconds: true))
    return Answer(
      status: fault.status, headers: [.json], body: JSON.object(envelope).bytes, verdict: "refused \(fault.code)")
  }

  /// An envelope with the time, as JSON.
  func success(_ envelope: JSONObject, verdict: String, entities: [String] = [], changed: Bool = false, at now: Double)
    -> Answer
  {
    var envelope = envelope
    envelope["time"] = .string(isoTime(now, milliseconds: true))
    return Answer(
      headers: [.json], body: JSON.object(envelope).bytes, verdict: verdict, entities: entities, changed: changed)
  }

  /// Does what the call asks, without looking at its `requestid`.
  mutating func perform(_ request: EmulatorRequest, _ call: EmulatorCall, at now: Double) throws(VendorFault) -> Answer
  {
    try checkForm(request, call)
    switch call.verb {
    case .read, .pdf: return try read(call, at: now)
    case .query:
      let statement =
        request.method == "POST" ? String(decoding: request.body, as: UTF8.self) : call.parameters["query"]
      return success(["QueryResponse": .object(try query(statement ?? "", at: now))], verdict: "read", at: now)
    case .cdc: return success(try changes(call, at: now), verdict: "read", at: now)
    case .batch: return try batch(call, at: now)
    case .send:
      let (kind, id) = try send(call.id ?? "", to: call.parameters["sendTo"], at: now)
      return try written(kind, id, verdict: "done", at: now)
    case .create, .update, .delete, .void:
      guard let kind = call.entity, case .object(let body)? = call.body else { throw .malformedJSON }
      let result = try write(call.verb, kind, body, include: call.parameters["include"], at: now)
      return success(
        [kind.name: .object(result.answer)], verdict: "done", entities: ["\(kind.name) \(result.id)"], changed: true,
        at: now)
    default: throw .unsupported("Operation \(call.name) is not supported")
    }
  }

  func written(_ kind: EntityKind, _ id: String, verdict: String, at now: Double) throws(VendorFault) -> Answer {
    guard let record = books[kind][id] else { throw .notFound("\(kind.faultWord) element id \(id) not found") }
    return success(
      [kind.name: .object(shown(kind, record))], verdict: verdict, entities: ["\(kind.name) \(id)"], changed: true,
      at: now)
  }

  /// What every request must have, whatever it asks.
  private func checkForm(_ request: EmulatorRequest, _ call: EmulatorCall) throws(VendorFault) {
    if let version = call.parameters["minorversion"], Int(version) == nil { throw .number("minorversion", version) }
    guard request.method == "POST", call.verb != .send else { return }
    let type = request.header("Content-Type")?.lowercased() ?? ""
    if call.verb == .query {
      guard type.hasPrefix("application/text") || type.hasPrefix("text/plain") else { throw .contentType }
      return
    }
    guard type.hasPrefix("application/json") else { throw .contentType }
    do throws(JSONFault) {
      if call.body == nil { _ = try readJSON(request.body) }
    } catch {
      switch error {
      case .notUTF8:
        throw .unsupported("Operation is not supported. MalformedByteSequenceException: Invalid byte of UTF-8 sequence")
      case .malformed: throw .malformedJSON
      }
    }
  }
}

extension EmulatorHeader {
  static let json = EmulatorHeader("Content-Type", "application/json;charset=UTF-8")
  static let html = EmulatorHeader("Content-Type", "text/html;charset=UTF-8")
}
