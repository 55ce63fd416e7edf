/// The controls over HTTP, told to people in one place.
public let controlHelp = """
  GET  /emulator/credentials    realmId, clientId and clientSecret, for 'dealbill connect --test-endpoint'
  GET  /emulator/log[?from=N]   every request so far: what was asked, what came of it, which objects changed
  GET  /emulator/state          the company's objects, tax identifiers unmasked, without tokens
  GET  /emulator/mails          what was mailed
  GET  /emulator/faults         the faults that wait; DELETE takes them away
  POST /emulator/faults         {"fault":"F4","atCall":3,"on":"create invoice","times":1,"seconds":45}
                                on: any, read, write, an entity (writes of it), or a call as the log names it
  POST /emulator/pay            {"invoice":"1001","amount":"120.00"}; without amount all that is open
  POST /emulator/edit           {"entity":"Invoice","id":"1001","changes":{"PrivateNote":"by hand"}}
  POST /emulator/void           {"entity":"Invoice","id":"1001"}
  POST /emulator/delete         {"entity":"Invoice","id":"1001"}
  POST /emulator/close-books    {"through":"2026-03-31"}; null opens them
  POST /emulator/clock          {"advanceSeconds":3600}
  POST /emulator/settle         makes the changes that F16 holds back
  POST /emulator/tokens         {"end":"access"} or {"end":"connection"}
  POST /emulator/requestid-mode {"mode":"honoured"}, "ignored" or "replayAnswers6000"; "retentionSeconds":86400
  POST /emulator/throttle       {"on":true}; "retryAfter":true
  POST /emulator/options        {"subscriptionEnded":true, …}: see EmulatorOptions for the names

  Faults (done: the change is in the books): F1 refused · F2 reset while sending · F3 reset, not done · F4 done, reset ·
  F5 done, time-out · F6 done, 500 · F7 500 · F8 503 · F9 429 · F10 401 · F11 200 with a Fault · F12 done, body cut ·
  F13 200 with HTML · F14 400 validation · F15 done, 400 duplicate · F16 time-out, done later · F17 requestid ignored from
  now on · F18 replay answers 6000 from now on · F19 queries lag from now on · F20 batch item missing · F21 done, answer
  with another customer · F22 done, total 0.01 higher · F23 done, one byte a second · F24 redirect to another host
  """

extension EmulatorCore {
  /// Answers `/emulator/…`. A POST must be `application/json`, so that no web page can send one unasked.
  mutating func control(_ request: EmulatorRequest, _ target: RequestTarget, at now: Double) -> EmulatorReply {
    let name = target.path.count == 2 ? target.path[1] : ""
    do throws(EmulatorControlError) {
      let body: JSON
      if request.method == "POST" {
        guard request.header("Content-Type")?.lowercased().hasPrefix("application/json") == true else {
          throw EmulatorControlError(message: "Content-Type must be application/json")
        }
        guard case .object(let members)? = request.body.isEmpty ? .object([:]) : try? readJSON(request.body) else {
          throw EmulatorControlError(message: "the body must be a JSON object")
        }
        body = try act(name, members, at: now)
      } else {
        body = try look(name, request.method, target.parameters, at: now)
      }
      return .answer(status: 200, headers: [.json], body: body.bytes)
    } catch {
      let body: JSON = ["error": .string(error.message)]
      return .answer(status: 400, headers: [.json], body: body.bytes)
    }
  }

  private mutating func look(
    _ name: String, _ method: String, _ parameters: [String: String], at now: Double
  ) throws(EmulatorControlError) -> JSON {
    switch (method, name) {
    case ("GET", "credentials"):
      let credentials = credentials
      return [
        "realmId": .string(credentials.realmID), "clientId": .string(credentials.clientID),
        "clientSecret": .string(credentials.clientSecret),
      ]
    case ("GET", "log"):
      let first = parameters["from"].flatMap { Int($0) } ?? 1
      return ["entries": .array(log.dropFirst(max(0, first - 1)).map(\.json))]
    case ("GET", "state"):
      var objects = JSONObject()
      for kind in EntityKind.allCases {
        objects[kind.name] = .array(books[kind].ids.compactMap { books[kind][$0].map { .object($0.json) } })
      }
      return [
        "company": .string(company.name), "realmId": .string(realmID),
        "time": .string(isoTime(now, milliseconds: true)),
        "waitingFaults": .number(Number(plans.count)), "lateCommits": .number(Number(lateCommits.count)),
        "objects": .object(objects),
      ]
    case ("GET", "mails"): return ["mails": .array(books.mails.map(\.json))]
    case ("GET", "faults"): return waiting
    case ("DELETE", "faults"):
      clearFaults()
      return waiting
    default: throw EmulatorControlError(message: "there is no control \(method) /emulator/\(name)")
    }
  }

  private var waiting: JSON {
    [
      "waiting": .array(
        plans.map { plan in
          [
            "fault": .string(plan.plan.fault.rawValue), "on": .string(plan.plan.on),
            "atCall": .number(Number(plan.plan.atCall)), "seen": .number(Number(plan.seen)),
          ]
        })
    ]
  }

  private mutating func act(_ name: String, _ body: JSONObject, at now: Double) throws(EmulatorControlError) -> JSON {
    let entity = body.text("entity") ?? "Invoice"
    let id = (body["id"] ?? body["invoice"])?.scalarText ?? ""
    switch name {
    case "faults": plant(try plannedFault(body))
    case "pay": return ["payment": .string(try pay(id, body["amount"]?.scalarText, at: now))]
    case "edit": try edit(entity, id, (body["changes"] ?? [:]).bytes, at: now)
    case "void": try voidByHand(entity, id, at: now)
    case "delete": try deleteByHand(entity, id, at: now)
    case "close-books": try closeBooks(body.text("through"), at: now)
    case "clock":
      guard let value = body.number("advanceSeconds"), !value.isNegative else {
        throw EmulatorControlError(message: "advanceSeconds must be a number of seconds, 0 or more")
      }
      clockOffset += Double(value.rounded(to: 3).mantissa) / 1000
      commitLate(at: now + Double(value.rounded(to: 3).mantissa) / 1000, all: false)
    case "settle": commitLate(at: now, all: true)
    case "tokens": tokens.end(connection: body.text("end") == "connection")
    case "requestid-mode":
      guard let mode = EmulatorOptions.RequestIDMode(rawValue: body.text("mode") ?? "") else {
        throw EmulatorControlError(message: "mode must be one of \(Self.names(EmulatorOptions.RequestIDMode.self))")
      }
      try change(at: now) { options throws(EmulatorControlError) in
        options.requestIDMode = mode
        if let value = body.number("retentionSeconds") {
          options.requestIDRetentionSeconds = Double(value.rounded(to: 0).mantissa)
        }
      }
    case "throttle":
      try change(at: now) { options throws(EmulatorControlError) in
        options.throttle = body.bool("on") ?? true
        options.sendsRetryAfter = body.bool("retryAfter") ?? options.sendsRetryAfter
      }
    case "options":
      try change(at: now) { options throws(EmulatorControlError) in
        for member in body.members { try options.set(member.key, member.value) }
      }
    default: throw EmulatorControlError(message: "there is no control POST /emulator/\(name)")
    }
    return ["done": true]
  }

  private mutating func change(
    at now: Double, _ edit: (inout EmulatorOptions) throws(EmulatorControlError) -> Void
  ) throws(EmulatorControlError) {
    var changed = options
    try edit(&changed)
    apply(changed, at: now)
  }

  private func plannedFault(_ body: JSONObject) throws(EmulatorControlError) -> PlantedFault {
    guard let fault = EmulatorFault(rawValue: body.text("fault")?.uppercased() ?? "") else {
      throw EmulatorControlError(message: "fault must be one of F1 to F24")
    }
    func whole(_ name: String) throws(EmulatorControlError) -> Int {
      guard let value = body[name] else { return 1 }
      guard let number = value.number, number >= .one, let whole = Int(number.description) else {
        throw EmulatorControlError(message: "\(name) must be a whole number from 1")
      }
      return whole
    }
    return PlantedFault(
      fault, atCall: try whole("atCall"), on: body.text("on"), times: try whole("times"),
      seconds: body.number("seconds").map { Double($0.rounded(to: 0).mantissa) })
  }

  private static func names<T: RawRepresentable<String> & CaseIterable>(_ type: T.Type) -> String {
    T.allCases.map(\.rawValue).joined(separator: ", ")
  }
}

extension EmulatorOptions {
  /// Sets one option by its name.
  mutating func set(_ name: String, _ value: JSON) throws(EmulatorControlError) {
    let flags: [String: WritableKeyPath<Self, Bool>] = [
      "subscriptionEnded": \.subscriptionEnded, "warnsOfDuplicateNumbers": \.warnsOfDuplicateNumbers,
      "refusesTemplate": \.refusesTemplate, "refusesConsent": \.refusesConsent, "shufflesBatches": \.shufflesBatches,
      "requestIDGuardsSend": \.requestIDGuardsSend, "throttle": \.throttle, "sendsRetryAfter": \.sendsRetryAfter,
      "refusesRequestIDWithOtherContent": \.refusesRequestIDWithOtherContent,
    ]
    let settings: [String: WritableKeyPath<Self, Bool?>] = [
      "customTransactionNumbers": \.customTransactionNumbers, "multicurrency": \.multicurrency,
      "automatedSalesTax": \.automatedSalesTax,
    ]
    let seconds: [String: WritableKeyPath<Self, Double>] = [
      "requestIDRetentionSeconds": \.requestIDRetentionSeconds, "queryLagSeconds": \.queryLagSeconds,
      "accessTokenSeconds": \.accessTokenSeconds, "refreshRotationSeconds": \.refreshRotationSeconds,
      "refreshTokenSeconds": \.refreshTokenSeconds,
    ]
    if let path = flags[name], let flag = value.bool {
      self[keyPath: path] = flag
    } else if let path = settings[name], value.isNull || value.bool != nil {
      self[keyPath: path] = value.bool
    } else if let path = seconds[name], let number = value.number, !number.isNegative {
      self[keyPath: path] = Double(number.rounded(to: 0).mantissa)
    } else if name == "taxRounding", let rounding = TaxRounding(rawValue: value.text ?? "") {
      taxRounding = rounding
    } else if name == "authorizationFault", let fault = AuthorizationFault(rawValue: value.text ?? "") {
      authorizationFault = fault
    } else {
      let names = [
        Array(flags.keys), Array(settings.keys), Array(seconds.keys), ["taxRounding", "authorizationFault"],
      ]
      throw EmulatorControlError(
        message: "'\(name)' is no option or has another kind of value; options: "
          + names.joined().sorted().joined(separator: ", "))
    }
  }
}
