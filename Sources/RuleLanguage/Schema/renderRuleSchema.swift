import YAMLTree

/// Where the published schema stands, relative to a rule file beside it.
public let ruleSchemaName = "invoice-rules.v1.schema.json"

/// The JSON Schema (draft 2020-12) of the rule language, made from the definitions that the checker reads by.
///
/// Scalars are read as text by the checker whatever YAML makes of them, so a text accepts numbers and yes or no too.
/// A file with `extends` need not be whole: its base has the rest. A file with nothing but `tests` is one of tests.
public func renderRuleSchema() -> String {
  let groups = KeyGroup.allCases
  let defs =
    groups.map { ($0.rawValue, SchemaValue.object(groupMembers($0, .whole))) }
    + groups.map { (Extent.overlay.name(of: $0), .object(groupMembers($0, .overlay))) }
    + [(removalName, .object(removal))]
  let tests = SchemaValue.object([
    ("type", .text("object")),
    ("properties", .object([("tests", .object(shapeMembers(.list(.group(.ruleTest)), .whole)))])),
  ])
  let root: [(String, SchemaValue)] = [
    ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
    ("title", .text("dealbill rules, version 1")),
    ("if", .object([("required", .array([.text("extends")]))])),
    ("then", .object(shapeMembers(.group(.file), .overlay))),
    (
      "else",
      .object([
        ("if", .object([("required", .array([.text("tests")])), ("maxProperties", .number(1))])),
        ("then", tests),
        ("else", .object(shapeMembers(.group(.file), .whole))),
      ])
    ),
    ("$defs", .object(defs)),
  ]
  var text = ""
  SchemaValue.object(root).write(to: &text, indent: 0)
  return text + "\n"
}

/// Whether a file says everything, or lies over a base that has the rest.
private enum Extent {
  case whole, overlay

  func name(of group: KeyGroup) -> String { self == .whole ? group.rawValue : "overlay_\(group.rawValue)" }
}

private func groupMembers(_ group: KeyGroup, _ extent: Extent) -> [(String, SchemaValue)] {
  var properties = group.keys.map { ($0.name, SchemaValue.object(keyMembers($0, extent))) }
  if extent == .overlay, [.skip, .check, .line, .ruleTest].contains(group) { properties.append(removeKey) }
  var members: [(String, SchemaValue)] = [
    ("description", .text(group.summary)), ("type", .text("object")), ("properties", .object(properties)),
  ]
  let required = group.keys.filter { $0.isRequired && extent == .whole }.map { SchemaValue.text($0.name) }
  if !required.isEmpty { members.append(("required", .array(required))) }
  members.append(
    ("additionalProperties", group.others.map { .object(entryMembers($0, extent)) } ?? .truth(false)))
  return members
}

private let removalName = "overlay_removal"

private var removeKey: (String, SchemaValue) {
  let summary = ("description", SchemaValue.text("Takes what the base has under this name away."))
  let example = ("examples", SchemaValue.array([.text("yes")]))
  return ("remove", .object([summary] + shapeMembers(.yesNo, .overlay) + [example]))
}

/// `NAME: { remove: yes }` in an overlay.
private var removal: [(String, SchemaValue)] {
  [
    ("description", .text("Nothing but this: the base's entry of this name goes.")), ("type", .text("object")),
    ("properties", .object([removeKey])), ("required", .array([.text("remove")])),
    ("additionalProperties", .truth(false)),
  ]
}

/// An entry under a name of the file's own: what stands there, or in an overlay that it goes.
private func entryMembers(_ shape: KeyShape, _ extent: Extent) -> [(String, SchemaValue)] {
  let members = shapeMembers(shape, extent)
  if extent == .whole { return members }
  return [("anyOf", .array([.object(members), .object([("$ref", .text("#/$defs/\(removalName)"))])]))]
}

private func keyMembers(_ key: KeyDefinition, _ extent: Extent) -> [(String, SchemaValue)] {
  [("description", .text(key.summary))] + shapeMembers(key.shape, extent) + [("examples", .array([example(key)]))]
}

private func shapeMembers(_ shape: KeyShape, _ extent: Extent) -> [(String, SchemaValue)] {
  switch shape {
  case .text, .formula: [("type", .array(["string", "number", "boolean", "null"].map { .text($0) }))]
  case .number:
    [("type", .array([.text("number"), .text("string")])), ("pattern", .text("^[+-]?[0-9]+([.][0-9]+)?$"))]
  case .wholeNumber(let range):
    [
      ("type", .array([.text("integer"), .text("string")])), ("pattern", .text("^[+-]?[0-9]+$")),
      ("minimum", .number(range.lowerBound)), ("maximum", .number(range.upperBound)),
    ]
  case .date: [("type", .text("string")), ("pattern", .text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
  case .yesNo:
    [("enum", .array([.text("yes"), .text("no"), .text("true"), .text("false"), .truth(true), .truth(false)]))]
  case .word(let words): [("enum", .array(words.flatMap(written)))]
  case .texts:
    [("anyOf", .array([.object(shapeMembers(.text, extent)), .object(shapeMembers(.list(.text), extent))]))]
  case .list(let item): [("type", .text("array")), ("items", .object(shapeMembers(item, extent)))]
  case .named(let value): [("type", .text("object")), ("additionalProperties", .object(entryMembers(value, extent)))]
  case .group(let group): [("$ref", .text("#/$defs/\(extent.name(of: group))"))]
  case .oneOf(let shapes): [("anyOf", .array(shapes.map { .object(shapeMembers($0, extent)) }))]
  }
}

/// A word as an editor's YAML reader may see it: digits are a number to it.
private func written(_ word: String) -> [SchemaValue] {
  Int(word).map { [.text(word), .number($0)] } ?? [.text(word)]
}

/// The example as a value; scalars stay the text that stands in the file.
private func example(_ key: KeyDefinition) -> SchemaValue {
  let (root, _) = parseYAML(Array("example: \(key.example)\n".utf8), file: "example")
  return root?["example"].map(SchemaValue.init) ?? .text(key.example)
}

/// A JSON value with its members in order.
private indirect enum SchemaValue {
  case text(String)
  case number(Int)
  case truth(Bool)
  case array([SchemaValue])
  case object([(String, SchemaValue)])

  init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let scalar): self = .text(scalar.text)
    case .sequence(let items): self = .array(items.map(SchemaValue.init))
    case .mapping(let entries): self = .object(entries.map { ($0.key.text, SchemaValue($0.value)) })
    }
  }

  private var isLeaf: Bool {
    switch self {
    case .array, .object: false
    case .text, .number, .truth: true
    }
  }

  func write(to out: inout String, indent: Int) {
    switch self {
    case .text(let text): Self.quote(text, &out)
    case .number(let number): out += String(number)
    case .truth(let truth): out += truth ? "true" : "false"
    case .array(let items) where items.allSatisfy(\.isLeaf):
      out += "["
      for (index, item) in items.enumerated() {
        if index > 0 { out += ", " }
        item.write(to: &out, indent: 0)
      }
      out += "]"
    case .array(let items): Self.block("[", "]", items.map { (nil, $0) }, &out, indent)
    case .object(let members): Self.block("{", "}", members.map { ($0.0, $0.1) }, &out, indent)
    }
  }

  private static func block(
    _ open: String, _ close: String, _ members: [(String?, SchemaValue)], _ out: inout String, _ indent: Int
  ) {
    guard !members.isEmpty else {
      out += open + close
      return
    }
    let margin = String(repeating: "  ", count: indent + 1)
    out += open
    for (index, (name, value)) in members.enumerated() {
      out += (index > 0 ? "," : "") + "\n" + margin
      if let name {
        quote(name, &out)
        out += ": "
      }
      value.write(to: &out, indent: indent + 1)
    }
    out += "\n" + String(repeating: "  ", count: indent) + close
  }

  private static func quote(_ text: String, _ out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
