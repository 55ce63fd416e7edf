extension EmulatorCore {
  init(company: SeedCompany, options: EmulatorOptions, now: Double, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let tokens = Tokens(random: &random, options: options, at: now)
    self.init(company: company, books: company.books, tokens: tokens, options: options, random: random)
    books.nextIDs[.transactions] = options.firstTransactionID
    applyCompanySettings(at: now)
  }

  private init(
    company: SeedCompany, books: Books, tokens: Tokens, options: EmulatorOptions, random: SeededRandom
  ) {
    self.company = company
    self.books = books
    self.tokens = tokens
    self.options = options
    givenOptions = options
    self.random = random
  }

  var realmID: String { company.realmID }

  // MARK: - Save

  /// Company, objects, tokens and remembered request ids, as JSON; the log and planted faults are not in it.
  func savedState() -> [UInt8] {
    var objects = JSONObject()
    for kind in EntityKind.allCases { objects[kind.name] = saved(books[kind]) }
    let sequences = Books.Sequence.allCases.map { JSON.number(Number(books.nextIDs[$0] ?? 1)) }
    let state: JSON = [
      "emulatorState": 1, "company": .string(company.name), "random": .string(String(random.state)),
      "clockOffset": milliseconds(clockOffset), "nextIds": .array(sequences),
      "nextDocNumber": .number(Number(books.nextDocNumber)), "tokens": savedTokens,
      "objects": .object(objects), "mails": .array(books.mails.map(\.json)), "requestIds": savedRequestIDs,
    ]
    return state.bytes
  }

  private func saved(_ table: Table) -> JSON {
    let records = table.ids.compactMap { id -> JSON? in
      guard let record = table[id] else { return nil }
      return [
        "created": milliseconds(record.createdAt), "updated": milliseconds(record.updatedAt),
        "json": .object(record.json),
      ]
    }
    let deleted = table.deleted.map { object -> JSON in ["id": .string(object.id), "at": milliseconds(object.at)] }
    return ["records": .array(records), "deleted": .array(deleted)]
  }

  private var savedTokens: JSON {
    [
      "clientId": .string(tokens.clientID), "clientSecret": .string(tokens.clientSecret),
      "accessToken": .string(tokens.accessToken), "accessExpires": milliseconds(tokens.access[tokens.accessToken] ?? 0),
      "refreshToken": .string(tokens.refreshToken), "refreshIssued": milliseconds(tokens.refreshIssuedAt),
      "isConnected": .bool(tokens.isConnected),
    ]
  }

  private var savedRequestIDs: JSON {
    .array(
      requestIDs.stored.sorted { $0.key < $1.key }.map { id, stored in
        [
          "id": .string(id), "content": .string(String(stored.content)), "at": milliseconds(stored.at),
          "status": .number(Number(stored.answer.status)),
          "body": .string(String(decoding: stored.answer.body, as: UTF8.self)),
          "entities": .array(stored.answer.entities.map(JSON.string)),
        ]
      })
  }

  // MARK: - Continue

  init(savedState: [UInt8], options: EmulatorOptions, now: Double, seed: UInt64) throws(EmulatorStateError) {
    guard case .object(let state)? = try? readJSON(savedState), state.number("emulatorState") == .one else {
      throw EmulatorStateError(message: "not a state that this emulator saved")
    }
    guard let company = state.text("company").flatMap({ SeedCompany(named: $0) }),
      let saved = state.object("tokens"), let clientID = saved.text("clientId"),
      let secret = saved.text("clientSecret"), let access = saved.text("accessToken"),
      let refresh = saved.text("refreshToken"), let objects = state.object("objects")
    else { throw EmulatorStateError(message: "the saved state lacks its company, tokens or objects") }
    let tokens = Tokens(
      clientID: clientID, clientSecret: secret, accessToken: access,
      accessExpiresAt: seconds(saved["accessExpires"]), refreshToken: refresh,
      refreshIssuedAt: seconds(saved["refreshIssued"]), isConnected: saved.bool("isConnected") ?? true)
    let random = SeededRandom(seed: state.text("random").flatMap { UInt64($0) } ?? seed)
    self.init(company: company, books: Books(), tokens: tokens, options: options, random: random)
    clockOffset = seconds(state["clockOffset"])
    books.nextDocNumber = Int(state.number("nextDocNumber")?.rounded(to: 0).mantissa ?? 1037)
    for (sequence, value) in zip(Books.Sequence.allCases, state.array("nextIds") ?? []) {
      books.nextIDs[sequence] = Int(value.number?.rounded(to: 0).mantissa ?? 1)
    }
    for kind in EntityKind.allCases { try restore(kind, objects.object(kind.name)) }
    books.mails = (state.array("mails") ?? []).compactMap { $0.object.flatMap(SentMail.init(json:)) }
    restoreRequestIDs(state.array("requestIds") ?? [])
    applyCompanySettings(at: now)
  }

  private mutating func restore(_ kind: EntityKind, _ table: JSONObject?) throws(EmulatorStateError) {
    for entry in table?.array("records") ?? [] {
      guard let entry = entry.object, let json = entry.object("json"), let id = json.text("Id"),
        let token = json.text("SyncToken").flatMap({ Int($0) })
      else { throw EmulatorStateError(message: "a \(kind.name) of the saved state has no Id or SyncToken") }
      books.put(
        kind, id,
        Record(
          json: json, syncToken: token, createdAt: seconds(entry["created"]), updatedAt: seconds(entry["updated"])))
    }
    let gone = (table?.array("deleted") ?? []).compactMap { entry -> DeletedObject? in
      guard let entry = entry.object, let id = entry.text("id") else { return nil }
      return DeletedObject(id: id, at: seconds(entry["at"]))
    }
    books.restore(gone, kind)
  }

  private mutating func restoreRequestIDs(_ entries: [JSON]) {
    for entry in entries {
      guard let entry = entry.object, let id = entry.text("id"),
        let content = entry.text("content").flatMap({ UInt64($0) })
      else { continue }
      let answer = Answer(
        status: Int(entry.number("status")?.rounded(to: 0).mantissa ?? 200), headers: [.json],
        body: Array((entry.text("body") ?? "").utf8), verdict: "done",
        entities: (entry.array("entities") ?? []).compactMap(\.text))
      requestIDs.stored[id] = .init(content: content, answer: answer, at: seconds(entry["at"]))
    }
  }
}

extension SentMail {
  var json: JSON {
    var object: JSONObject = ["invoiceId": .string(invoiceID), "to": .string(to), "time": milliseconds(time)]
    object["docNumber"] = docNumber.map(JSON.string)
    object["cc"] = cc.map(JSON.string)
    object["bcc"] = bcc.map(JSON.string)
    return .object(object)
  }

  init?(json: JSONObject) {
    guard let invoiceID = json.text("invoiceId"), let to = json.text("to") else { return nil }
    self.init(
      invoiceID: invoiceID, docNumber: json.text("docNumber"), to: to, cc: json.text("cc"), bcc: json.text("bcc"),
      time: seconds(json["time"]))
  }
}

/// Seconds as whole milliseconds, and back.
private func milliseconds(_ seconds: Double) -> JSON {
  .number(Number(mantissa: Int128((seconds * 1000).rounded()), scale: 0))
}

private func seconds(_ value: JSON?) -> Double {
  Double(value?.number?.rounded(to: 0).mantissa ?? 0) / 1000
}
