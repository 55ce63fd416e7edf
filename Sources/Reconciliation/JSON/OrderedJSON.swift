/// A small JSON value that keeps the order of its members: for reports and manifests, where people read the file.
public indirect enum OrderedJSON: Sendable {
  case object([(String, OrderedJSON)])
  case array([OrderedJSON])
  case text(String)
  case number(Int)
  case truth(Bool)
  case null

  /// Indented by two spaces, with a newline at the end.
  public var rendered: String {
    var out = ""
    write(to: &out, indent: 0)
    return out + "\n"
  }

  /// On one line, without a newline.
  public var compact: String {
    switch self {
    case .object(let members): "{" + members.map { "\(quoted($0)):\($1.compact)" }.joined(separator: ",") + "}"
    case .array(let items): "[" + items.map(\.compact).joined(separator: ",") + "]"
    case .text(let text): quoted(text)
    case .number(let number): String(number)
    case .truth(let truth): truth ? "true" : "false"
    case .null: "null"
    }
  }

  private func write(to out: inout String, indent: Int) {
    let pad = String(repeating: "  ", count: indent + 1)
    switch self {
    case .object(let members) where members.isEmpty: out += "{}"
    case .object(let members):
      out += "{\n"
      for (index, (key, value)) in members.enumerated() {
        out += "\(pad)\(quoted(key)): "
        value.write(to: &out, indent: indent + 1)
        out += index < members.count - 1 ? ",\n" : "\n"
      }
      out += String(pad.dropLast(2)) + "}"
    case .array(let items) where items.isEmpty: out += "[]"
    case .array(let items):
      out += "[\n"
      for (index, item) in items.enumerated() {
        out += pad
        item.write(to: &out, indent: indent + 1)
        out += index < items.count - 1 ? ",\n" : "\n"
      }
      out += String(pad.dropLast(2)) + "]"
    case .text(let text): out += quoted(text)
    case .number(let number): out += String(number)
    case .truth(let truth): out += truth ? "true" : "false"
    case .null: out += "null"
    }
  }

  private func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
