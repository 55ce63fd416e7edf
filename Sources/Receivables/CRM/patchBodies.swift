import Bytes
import JSONRecords
import Reconciliation

/// Which custom fields of the CRM take which facts.
public struct CRMFieldKeys: Sendable, Equatable {
  /// The CRM's key by our name of the fact.
  public var keys: [String: String]
  /// The CRM's option id by the label of a status, when the field is a single option.
  public var statusOptions: [String: Int]

  /// Reads `{ "number": "<key>", "status": "<key>", "status_options": { "Open": 27 }, … }`.
  ///
  /// - Throws: What is wrong, in a sentence.
  public init(json: [UInt8], file: String) throws(CRMFieldsError) {
    let value = json.withByteView { try? JSONValue.parse($0, file: file) }
    guard let members = value?.members else {
      throw CRMFieldsError("\(file) must be a JSON object of facts to the CRM's keys")
    }
    keys = [:]
    statusOptions = [:]
    for member in members {
      if member.name == "status_options" {
        for option in member.value.members ?? [] {
          guard let id = option.value.text.flatMap({ Int($0) }) else {
            throw CRMFieldsError("\(file): the option of '\(option.name)' must be a whole number")
          }
          statusOptions[option.name] = id
        }
        continue
      }
      guard CRMUpdate.names.contains(member.name), member.name != "deal", member.name != "currency" else {
        let known = CRMUpdate.names.filter { $0 != "deal" && $0 != "currency" }.joined(separator: ", ")
        throw CRMFieldsError("\(file): there is no fact '\(member.name)'; there are \(known) and status_options")
      }
      guard let key = member.value.text, !key.isEmpty else {
        throw CRMFieldsError("\(file): '\(member.name)' needs the CRM's key as text")
      }
      keys[member.name] = key
    }
    guard !keys.isEmpty else { throw CRMFieldsError("\(file) names no field") }
  }
}

/// A file of CRM keys that cannot be used: exit code 65.
public struct CRMFieldsError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}

/// One request a line: `{"method":"PATCH","path":"/api/v2/deals/412","body":{"custom_fields":{…}}}` (Pipedrive reference,
/// 5.2). Amounts are numbers with all their digits, dates and texts are texts, an option is its id.
///
/// - Throws: When a status has no option id though the keys name options.
public func patchBodies(_ updates: [CRMUpdate], _ keys: CRMFieldKeys) throws(CRMFieldsError) -> String {
  var out = ByteBuffer()
  for update in updates {
    out.append("{\"method\":\"PATCH\",\"path\":\"/api/v2/deals/")
    out.append(text: percentEncodedPath(update.deal))
    out.append("\",\"body\":{\"custom_fields\":{")
    var isFirst = true
    for (name, value) in zip(CRMUpdate.names, update.values) {
      guard let key = keys.keys[name] else { continue }
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      out.append(text: jsonText(key))
      out.append(UInt8(ascii: ":"))
      switch name {
      case "total", "balance":
        out.append(text: "{\"value\":\(value.isEmpty ? "0" : value),\"currency\":\(jsonText(update.currency))}")
      case "status" where !keys.statusOptions.isEmpty:
        guard let option = keys.statusOptions[value] else {
          throw CRMFieldsError("status_options has no option for '\(value)'")
        }
        out.append(decimal: option)
      case "date", "due_date": out.append(text: value.isEmpty ? "null" : jsonText(value))
      default: out.append(text: jsonText(value))
      }
    }
    out.append("}}}\n")
  }
  return out.view.string
}

private func jsonText(_ text: String) -> String { String(OrderedJSON.text(text).rendered.dropLast()) }

private func percentEncodedPath(_ text: String) -> String {
  text.utf8.map { byte in
    let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x2E || byte == 0x5F
    if isPlain { return String(UnicodeScalar(byte)) }
    let hex = String(byte, radix: 16, uppercase: true)
    return "%" + (hex.count < 2 ? "0" : "") + hex
  }.joined()
}
