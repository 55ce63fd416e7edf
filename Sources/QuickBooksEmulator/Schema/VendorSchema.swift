/// The vendor's schema as a table, and the check of a request against it.
///
/// It finds unknown names, wrong nesting, wrong scalar types and wrong enumeration values; lengths and business rules
/// are checked elsewhere (reference, section 16).
struct VendorSchema: Sendable {
  static let shared = VendorSchema(vendorSchemaText)

  enum Kind: Sendable {
    case text, decimal, integer, boolean, date, time, anything
    case enumeration(Set<String>)
    case object(String)
  }

  struct Member: Sendable {
    let kind: Kind
    let isList: Bool
  }

  private let types: [String: [String: Member]]

  init(_ text: String) {
    var sections: [(name: String, words: [Substring])] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.hasPrefix(" ") {
        if !sections.isEmpty { sections[sections.count - 1].words += words }
      } else if let name = words.first {
        sections.append((String(name), Array(words.dropFirst())))
      }
    }
    var enumerations: [String: Set<String>] = [:]
    for section in sections where section.name.hasSuffix("=") {
      enumerations[String(section.name.dropLast())] = Set(
        section.words.map { String($0.map { $0 == "~" ? " " : $0 }) })
    }
    var types: [String: [String: Member]] = [:]
    for section in sections where !section.name.hasSuffix("=") {
      var members: [String: Member] = [:]
      var name = section.name
      if name.hasSuffix("+") {
        name.removeLast()
        members = types["IntuitEntity"] ?? [:]
      }
      for word in section.words {
        let parts = word.split(separator: ":")
        guard parts.count == 2 else { continue }
        let isList = parts[1].hasSuffix("*")
        let type = isList ? String(parts[1].dropLast()) : String(parts[1])
        members[String(parts[0])] = Member(kind: Self.kind(type, enumerations), isList: isList)
      }
      types[name] = members
    }
    self.types = types
  }

  private static func kind(_ type: String, _ enumerations: [String: Set<String>]) -> Kind {
    switch type {
    case "s": .text
    case "n": .decimal
    case "i": .integer
    case "b": .boolean
    case "d": .date
    case "t": .time
    case "x": .anything
    default: type.hasPrefix("e") ? .enumeration(enumerations[String(type.dropFirst())] ?? []) : .object(type)
    }
  }

  /// Whether an entity has the property `path`, of one name or two joined by a dot.
  func has(_ path: String, in type: String) -> Bool {
    var type = type.lowercased()
    for part in path.lowercased().split(separator: ".") {
      guard let members = types.first(where: { $0.key.lowercased() == type })?.value,
        let member = members.first(where: { $0.key.lowercased() == part })?.value
      else { return false }
      if case .object(let name) = member.kind { type = name.lowercased() }
    }
    return true
  }

  /// Throws the vendor's fault for the first member of `object` that `type` does not have or that has another shape.
  func check(_ object: JSONObject, as type: String) throws(VendorFault) {
    guard let members = types[type] else { return }
    for entry in object.members where !entry.value.isNull {
      guard let member = members[entry.key] else { throw .unsupportedProperty(entry.key) }
      if member.isList {
        guard case .array(let elements) = entry.value else { throw .malformedJSON }
        for element in elements { try check(element, member.kind, entry.key) }
      } else {
        try check(entry.value, member.kind, entry.key)
      }
    }
  }

  private func check(_ value: JSON, _ kind: Kind, _ name: String) throws(VendorFault) {
    if case .object(let type) = kind {
      guard case .object(let object) = value else { throw .malformedJSON }
      return try check(object, as: type)
    }
    if case .anything = kind { return }
    guard let text = value.scalarText else { throw .malformedJSON }
    // Client libraries send "" for what they do not set, and the service takes it as nothing.
    if text.isEmpty { return }
    switch kind {
    case .decimal, .integer:
      guard let number = value.number else { throw .number(name, text) }
      if case .integer = kind, number.rounded(to: 0) != number { throw .number(name, text) }
    case .boolean:
      guard value.bool != nil else { throw .boolean(name, text) }
    case .date:
      guard dayNumber(text) != nil else { throw .dateFormat(name, text) }
    case .time:
      guard parseTime(text) != nil else { throw .dateFormat(name, text) }
    case .enumeration(let values):
      guard values.contains(text) else { throw .enumeration(name, text) }
    case .text, .object, .anything: break
    }
  }
}
