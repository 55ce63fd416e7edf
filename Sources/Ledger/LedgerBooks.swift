import Bytes

/// The bookkeeping that all storages share: which event a change makes, and whether it may be made.
struct LedgerBooks {
  var sequence: Int64 = 0
  var hash = LedgerEvent.origin

  mutating func event(
    for change: LedgerChange, present: LedgerEntry?, at time: Int64
  ) throws(LedgerError) -> LedgerEvent {
    var event = LedgerEvent(
      sequence: sequence + 1, time: time, kind: "", key: "", state: "", id: "", detail: "", hash: "")
    switch change {
    case .entry(let entry):
      guard EntryState.allows(present?.state, entry.state) else {
        throw .notAllowed("\(entry.key): \(entry.state.rawValue) after \(present?.state.rawValue ?? "nothing")")
      }
      if let present, present.state.isTerminal, entry.generation <= present.generation {
        throw .notAllowed("\(entry.key): billed anew as generation \(entry.generation) after \(present.generation)")
      }
      event.kind = entry.state.rawValue
      event.key = entry.key.description
      event.state = entry.state.rawValue
      event.id = entry.id
      event.detail = entry.detail(after: present)
    case .link(let link):
      event.kind = "linked"
      event.key = link.party
      event.id = link.customerID
      event.detail = lines([("how", link.how), ("name", link.displayName)])
    case .unlink(let party):
      event.kind = "unlinked"
      event.key = party
    case .observed(let observation):
      event.kind = "observed"
      event.key = observation.key.description
      event.detail = lines(
        [("invoice", observation.id)] + observation.fields.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) })
    case .fact(let name, let value):
      event.kind = "fact"
      event.key = name
      event.detail = value
    case .note(let kind, let key, let detail):
      event.kind = kind
      event.key = key
      event.detail = detail
    }
    event.hash = try event.hash(after: hash)
    sequence = event.sequence
    hash = event.hash
    return event
  }
}

extension LedgerEntry {
  /// Every field that the step changed, so that the history alone tells all.
  func detail(after present: LedgerEntry?) -> String {
    let old = present?.fields ?? []
    let changed = fields.enumerated().filter { index, field in
      old.isEmpty ? !field.1.isEmpty : old[index].1 != field.1
    }
    return lines(changed.map(\.element))
  }

  /// What the history keeps of an entry beside its state, its id and the time of its last change. When it was first sent
  /// (`intendedAt`) stands in no event.
  var fields: [(String, String)] {
    [
      ("content", contentHash), ("deal", dealHash), ("generation", String(generation)), ("request", requestID),
      ("attempts", String(attempts)), ("was-unknown", wasUnknown ? "yes" : ""), ("customer", customer),
      ("number", number), ("currency", currency), ("net", String(net)), ("tax", String(tax)), ("total", String(total)),
      ("sync-token", syncToken), ("stored-total", storedTotal), ("stored-tax", storedTax),
      ("stored-number", storedNumber), ("reason", reason), ("payload", payload),
    ]
  }
}

/// `name=value` a line; line ends and backslashes in values are escaped.
func lines(_ fields: [(String, String)]) -> String {
  fields.map { name, value in "\(name)=\(escaped(value))" }.joined(separator: "\n")
}

/// A value without line ends, as ``lines(_:)`` writes it.
func escaped(_ value: String) -> String {
  guard value.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0x5C }) else { return value }
  var out = ""
  for scalar in value.unicodeScalars {
    switch scalar {
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\\": out += "\\\\"
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out
}

/// Hands every line's name and value to `body`, the value still escaped.
///
/// Looked for by bytes: a value that begins with a combining mark makes one character with the sign before it.
func eachFact(of detail: String, _ body: (_ name: Substring, _ value: Substring) -> Void) {
  for line in detail.utf8.split(separator: UInt8(ascii: "\n")) {
    guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
    body(Substring(line[..<sign]), Substring(line[line.index(after: sign)...]))
  }
}

/// What ``lines(_:)`` wrote, by name.
func facts(of detail: String) -> [String: String] {
  var found: [String: String] = [:]
  eachFact(of: detail) { name, escaped in
    var value = ""
    var isEscaped = false
    for scalar in escaped.unicodeScalars {
      if isEscaped {
        value.unicodeScalars.append(scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        value.unicodeScalars.append(scalar)
      }
    }
    found[String(name)] = value
  }
  return found
}
