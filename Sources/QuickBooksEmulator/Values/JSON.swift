/// A JSON value whose numbers are exact and whose members keep their order.
enum JSON: Sendable {
  case null
  case bool(Bool)
  case number(Number)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  var array: [JSON]? {
    if case .array(let array) = self { array } else { nil }
  }

  /// A number, also one that was sent as text.
  var number: Number? {
    switch self {
    case .number(let number): number
    case .string(let text): Number(text)
    default: nil
    }
  }

  /// A truth value, also one that was sent as text.
  var bool: Bool? {
    switch self {
    case .bool(let flag): flag
    case .string(let text): text == "true" ? true : text == "false" ? false : nil
    default: nil
    }
  }

  /// Text, or a number or truth value as text: the service takes `"SyncToken": 0` for `"0"`.
  var scalarText: String? {
    switch self {
    case .string(let text): text
    case .number(let number): number.description
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  /// Null, or the empty text that client libraries send for what they do not set.
  var isBlank: Bool { isNull || text?.isEmpty == true }

  /// Without the blank members of the objects in it; an empty value itself stays, since it may mean "clear".
  var withoutBlanks: JSON {
    switch self {
    case .object(let object):
      .object(
        JSONObject(
          object.members.filter { !$0.value.isBlank }.map { .init(key: $0.key, value: $0.value.withoutBlanks) }))
    case .array(let elements): .array(elements.map(\.withoutBlanks))
    default: self
    }
  }

  var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByIntegerLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int) { self = .number(Number(value)) }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
}

/// The members of a JSON object, in the order they came.
struct JSONObject: Sendable {
  struct Member: Sendable {
    let key: String
    var value: JSON
  }

  private(set) var members: [Member]

  init(_ members: [Member] = []) { self.members = members }

  /// Setting nil removes the member.
  subscript(key: String) -> JSON? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  var isEmpty: Bool { members.isEmpty }

  func text(_ key: String) -> String? { self[key]?.text }
  func number(_ key: String) -> Number? { self[key]?.number }
  func bool(_ key: String) -> Bool? { self[key]?.bool }
  func object(_ key: String) -> JSONObject? { self[key]?.object }
  func array(_ key: String) -> [JSON]? { self[key]?.array }

  /// The id in a reference member such as `"CustomerRef": {"value": "58"}`; nil when it is missing or empty.
  func reference(_ key: String) -> String? {
    guard let value = object(key)?["value"]?.scalarText, !value.isEmpty else { return nil }
    return value
  }

  /// A copy without the named members.
  func without(_ keys: String...) -> JSONObject { JSONObject(members.filter { !keys.contains($0.key) }) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(elements.map { Member(key: $0.0, value: $0.1) })
  }
}

/// A reference member.
func reference(_ value: String, _ name: String? = nil) -> JSON {
  name.map { ["value": .string(value), "name": .string($0)] } ?? ["value": .string(value)]
}
