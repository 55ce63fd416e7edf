import Bytes
import JSONRecords

/// A name of a payload that has no id.
public struct UnresolvedName: Error, Sendable, Equatable {
  public var list: ReferenceList
  public var name: String
  public var answer: ReferenceAnswer
}

/// The names that a payload uses, by list.
func referenceNames(_ value: JSONValue, into found: inout [ReferenceList: Set<String>]) {
  switch value {
  case .object(let members):
    for member in members {
      if let list = ReferenceList(member: member.name), member.value["value"] == nil,
        let name = member.value["name"]?.text
      {
        found[list, default: []].insert(name)
      } else {
        referenceNames(member.value, into: &found)
      }
    }
  case .array(let elements): for element in elements { referenceNames(element, into: &found) }
  default: break
  }
}

/// Puts the ids of names into a payload: each reference that has a name and no `value` gets one in front of it. Every
/// other byte stays as it is.
///
/// - Parameter customerID: For `CustomerRef`.
/// - Throws: ``UnresolvedName`` for the first name that has no id.
func insertReferences(
  _ body: [UInt8], customerID: String, names: any ReferenceNames
) throws(UnresolvedName) -> [UInt8] {
  let opening = Array(":{\"name\":".utf8)
  var out: [UInt8] = []
  out.reserveCapacity(body.count + 256)
  var at = 0
  while at < body.count {
    guard body[at] == UInt8(ascii: "\"") else {
      out.append(body[at])
      at += 1
      continue
    }
    let end = stringEnd(body, at)
    let key = String(decoding: body[at + 1..<end - 1], as: UTF8.self)
    out += body[at..<end]
    at = end
    guard key.hasSuffix("Ref"), body[at...].starts(with: opening) else { continue }
    let nameStart = at + opening.count
    guard nameStart < body.count, body[nameStart] == UInt8(ascii: "\"") else { continue }
    let nameEnd = stringEnd(body, nameStart)
    let id: String
    if key == "CustomerRef" {
      id = customerID
    } else if let list = ReferenceList(member: key) {
      let name = tree(Array(body[nameStart..<nameEnd]))?.text ?? ""
      switch names.find(name, in: list) {
      case .id(let found): id = found
      case let answer: throw UnresolvedName(list: list, name: name, answer: answer)
      }
    } else {
      continue
    }
    out += Array(":{\"value\":\"\(id)\",\"name\":".utf8)
    out += body[nameStart..<nameEnd]
    at = nameEnd
  }
  return out
}

/// The place after the closing quote of the string that begins at `start`.
private func stringEnd(_ body: [UInt8], _ start: Int) -> Int {
  var at = start + 1
  while at < body.count {
    if body[at] == UInt8(ascii: "\\") {
      at += 2
    } else if body[at] == UInt8(ascii: "\"") {
      return at + 1
    } else {
      at += 1
    }
  }
  return body.count
}
