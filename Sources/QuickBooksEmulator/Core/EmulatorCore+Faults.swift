/// A planted fault and how many of its calls have passed.
struct WaitingFault: Sendable {
  let plan: PlantedFault
  var seen = 0
}

/// A write that was taken in but will be made later (F16).
struct LateCommit: Sendable {
  let request: EmulatorRequest
  let call: EmulatorCall
  let due: Double
}

extension EmulatorCore {
  mutating func plant(_ fault: PlantedFault) { plans.append(WaitingFault(plan: fault)) }

  mutating func clearFaults() {
    plans = []
    options.requestIDMode = givenOptions.requestIDMode
    options.queryLagSeconds = givenOptions.queryLagSeconds
  }

  mutating func apply(_ new: EmulatorOptions, at now: Double) {
    givenOptions = new
    options = new
    applyCompanySettings(at: now)
  }

  /// Lets every plan count the call; gives the first that strikes.
  mutating func takeFault(for call: EmulatorCall) -> PlantedFault? {
    var struck: PlantedFault?
    for index in plans.indices where call.matches(plans[index].plan.on) || batchMatches(call, plans[index].plan.on) {
      plans[index].seen += 1
      if struck == nil, plans[index].seen >= plans[index].plan.atCall { struck = plans[index].plan }
    }
    plans.removeAll { $0.seen >= $0.plan.atCall + $0.plan.times - 1 }
    return struck
  }

  /// A batch counts for an entity when one of its items writes it.
  private func batchMatches(_ call: EmulatorCall, _ on: String) -> Bool {
    guard call.verb == .batch, let kind = EntityKind(named: on) else { return false }
    return call.body?.object?.array("BatchItemRequest")?.contains { $0.object?[kind.name] != nil } ?? false
  }

  /// The reply under the fault that strikes, and the answer that the log shows.
  mutating func answerUnderFault(
    _ request: EmulatorRequest, _ call: EmulatorCall, _ fault: PlantedFault?, at now: Double, changed: inout Bool
  ) -> (EmulatorReply, Answer) {
    guard let fault else {
      let answer = answer(request, call, at: now)
      changed = answer.changed
      return (reply(answer, at: now), answer)
    }
    if let instead = answerInstead(fault, at: now) {
      return (instead.reply ?? reply(instead.answer, at: now), instead.answer)
    }
    switch fault.fault {
    case .requestIDIgnored: options.requestIDMode = .ignored
    case .replayAnswers6000: options.requestIDMode = .replayAnswers6000
    case .queryLag: options.queryLagSeconds = fault.seconds ?? 20
    case .commitDelayed where call.isWrite:
      if let refused = turnedAway(request, call, at: now) { return (reply(refused, at: now), refused) }
      lateCommits.append(LateCommit(request: request, call: call, due: now + (fault.seconds ?? 45)))
      return (.timeOut, notDone(verdict: "delayed"))
    default: break
    }
    var answer = answer(request, call, at: now)
    changed = answer.changed
    switch fault.fault {
    case .resetDone: return (.reset(afterRequest: true), answer)
    case .timeOutDone, .commitDelayed: return (.timeOut, answer)
    case .error500Done:
      answer = brokenServer(answer, at: now)
    case .truncated:
      let headers = decorated(answer.headers, at: now)
      return (
        .truncated(status: answer.status, headers: headers, body: answer.body, keep: answer.body.count / 2), answer
      )
    case .duplicateOfOwn where answer.changed || answer.verdict == "replayed":
      let own = call.body?.object?.text(call.entity == .customer ? "DisplayName" : "DocNumber") ?? ""
      let refused = refusal(call.entity == .customer ? .duplicateName(own) : .duplicateNumber(own), at: now)
      answer.status = refused.status
      answer.body = refused.body
      answer.verdict += ", refused \(call.entity == .customer ? 6240 : 6140)"
    case .batchItemMissing: answer.body = withoutOneItem(answer.body)
    case .otherCustomer where call.isWrite: answer.body = withOtherCustomer(answer.body)
    case .totalDiffers where answer.changed: raiseTotals(&answer, at: now)
    case .drip:
      let headers = decorated(answer.headers, at: now)
      return (.drip(status: answer.status, headers: headers, body: answer.body, bytesPerSecond: 1), answer)
    default: break
    }
    return (reply(answer, at: now), answer)
  }

  /// Faults under which the request is not looked at; nil for the others.
  private mutating func answerInstead(_ plan: PlantedFault, at now: Double) -> (answer: Answer, reply: EmulatorReply?)?
  {
    switch plan.fault {
    case .refused: return (notDone(), .refuseConnection)
    case .resetWhileSending: return (notDone(), .reset(afterRequest: false))
    case .resetNotDone: return (notDone(), .reset(afterRequest: true))
    case .error500: return (brokenServer(notDone(), at: now), nil)
    case .error503:
      return (notDone(503, .html, "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"), nil)
    case .throttled: return (throttleAnswer(retryAfter: plan.seconds, at: now), nil)
    case .unauthorized: return (unauthorized(at: now), nil)
    case .faultIn200:
      var answer = refusal(
        VendorFault(
          code: "10000", message: "An application error has occurred while processing your request",
          detail: "System Failure Error: An application error has occurred", status: 200, type: "SystemFault"), at: now)
      answer.verdict = "not done"
      return (answer, nil)
    case .htmlIn200: return (notDone(200, .html, "<html><body>QuickBooks is busy. Please wait.</body></html>"), nil)
    case .validation:
      var answer = refusal(.missing("Line"), at: now)
      answer.verdict = "not done, refused 2020"
      return (answer, nil)
    case .redirect:
      var answer = notDone(302, .html, "")
      answer.headers.append(EmulatorHeader("Location", "https://quickbooks.example.net/v3/company/\(realmID)"))
      return (answer, nil)
    default: return nil
    }
  }

  private func notDone(
    _ status: Int = 0, _ type: EmulatorHeader = .json, _ body: String = "", verdict: String = "not done"
  ) -> Answer {
    Answer(status: status, headers: [type], body: Array(body.utf8), verdict: verdict)
  }

  private func brokenServer(_ done: Answer, at now: Double) -> Answer {
    var answer = refusal(
      VendorFault(
        code: "10000", message: "An application error has occurred while processing your request",
        detail: "System Failure Error: null", status: 500, type: "SystemFault"), at: now)
    answer.verdict = done.verdict
    answer.entities = done.entities
    answer.changed = done.changed
    return answer
  }

  private mutating func reply(_ answer: Answer, at now: Double) -> EmulatorReply {
    .answer(status: answer.status, headers: decorated(answer.headers, at: now), body: answer.body)
  }

  /// The headers that stand on every answer.
  private mutating func decorated(_ headers: [EmulatorHeader], at now: Double) -> [EmulatorHeader] {
    let mark = hexadecimal(random.next())
    return headers + [
      EmulatorHeader("intuit_tid", "1-\(String(Int(now), radix: 16))-\(mark)"),
      EmulatorHeader("QBO-Version", "1975.158"), EmulatorHeader("Date", httpDate(now)),
    ]
  }

  // MARK: - Late commits

  /// Makes the changes that are due; one whose `requestid` has been served meanwhile replays, and so changes nothing.
  mutating func commitLate(at now: Double, all: Bool) {
    while let index = lateCommits.firstIndex(where: { all || $0.due <= now }) {
      let late = lateCommits.remove(at: index)
      let answer = carriedOut(late.request, late.call, at: now)
      var entry = answer
      entry.verdict = answer.changed ? "late" : "late, " + answer.verdict
      record(late.request, late.call, entry, fault: nil, changed: answer.changed, at: now)
    }
  }

  // MARK: - Changed answers

  private mutating func withoutOneItem(_ body: [UInt8]) -> [UInt8] {
    guard case .object(var envelope)? = try? readJSON(body), var items = envelope.array("BatchItemResponse"),
      !items.isEmpty
    else { return body }
    items.remove(at: Int(random.next() % UInt64(items.count)))
    envelope["BatchItemResponse"] = .array(items)
    return JSON.object(envelope).bytes
  }

  private func withOtherCustomer(_ body: [UInt8]) -> [UInt8] {
    guard case .object(var envelope)? = try? readJSON(body), case .object(var object)? = envelope.members.first?.value,
      let name = envelope.members.first?.key
    else { return body }
    let own = object.reference("CustomerRef") ?? object.text("Id")
    guard let other = books[.customer].ids.first(where: { $0 != own }), let record = books[.customer][other] else {
      return body
    }
    if name == "Customer" {
      object = shown(.customer, record)
    } else {
      object["CustomerRef"] = reference(other, record.json.text("DisplayName"))
    }
    envelope[name] = .object(object)
    return JSON.object(envelope).bytes
  }

  /// One cent more, in the books as in the answer.
  private mutating func raiseTotals(_ answer: inout Answer, at now: Double) {
    guard case .object(var envelope)? = try? readJSON(answer.body),
      let id = answer.entities.first?.split(separator: " ").last.map(String.init),
      answer.entities.first?.hasPrefix("Invoice ") == true, var record = books[.invoice][id]
    else { return }
    let cent = Number(mantissa: 1, scale: 2)
    for name in ["TotalAmt", "Balance"] {
      if let value = record.json.number(name) { record.json[name] = .number(value + cent) }
    }
    if var detail = record.json.object("TxnTaxDetail"), let tax = detail.number("TotalTax") {
      detail["TotalTax"] = .number(tax + cent)
      record.json["TxnTaxDetail"] = .object(detail)
    }
    books.put(.invoice, id, record)
    guard envelope["Invoice"] != nil else { return }
    envelope["Invoice"] = .object(record.json)
    answer.body = JSON.object(envelope).bytes
  }

  // MARK: - Log

  mutating func record(
    _ request: EmulatorRequest, _ call: EmulatorCall, _ answer: Answer, fault: PlantedFault?, changed: Bool,
    at now: Double
  ) {
    let isSecret = [.token, .revoke, .authorize].contains(call.verb)
    let headers = request.headers.map { header in
      guard ["authorization", "cookie"].contains(header.name.lowercased()) else { return header }
      let kind = header.value.split(separator: " ").first.map(String.init) ?? ""
      return EmulatorHeader(header.name, "\(kind) #\(fingerprint(header.value))")
    }
    var body = request.body
    if isSecret {
      body = Array(formParameters(String(decoding: body, as: UTF8.self)).keys.sorted().joined(separator: "&").utf8)
      if call.verb == .revoke { body = [] }
    }
    let path = request.target.split(separator: "?").first.map(String.init) ?? ""
    log.append(
      EmulatorLogEntry(
        number: log.count + 1, time: now, method: request.method,
        target: isSecret && path != request.target ? "\(path)?#\(fingerprint(request.target))" : request.target,
        headers: headers, body: body, call: call.name, verdict: answer.verdict, status: answer.status,
        fault: fault?.fault.rawValue, changed: changed, entities: changed ? answer.entities : [],
        requestID: call.requestID))
  }
}
