public import Bytes
public import Diagnostics

/// A whole JSON text as a tree: for small files beside the exports, such as the list of deal fields.
///
/// Numbers keep their characters. Members keep their order; none stands twice.
public indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// The number as written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// Reads exactly one value, with or without a byte order mark before it.
  ///
  /// - Parameter file: Its name in messages.
  /// - Throws: The first thing wrong, with line and column.
  public static func parse(_ bytes: ByteView, file: String) throws(RefusedInput) -> JSONValue {
    let mark = bytes.hasPrefix(ByteView("\u{FEFF}")) ? 3 : 0
    let text = bytes.dropFirst(mark)
    do throws(JSONError) {
      var scanner = JSONScanner(text)
      var arena = Arena(pageSize: 4096)
      let value = try value(try scanner.next(), &scanner, &arena)
      _ = try scanner.next()
      return value
    } catch {
      let place = JSONPosition().advanced(over: text.slice(0, error.offset))
      throw RefusedInput(error.diagnostic(at: SourceRange(file: file, place)))
    }
  }

  private static func value(
    _ token: JSONToken, _ scanner: inout JSONScanner, _ arena: inout Arena
  ) throws(JSONError) -> JSONValue {
    switch token {
    case .null: return .null
    case .true: return .bool(true)
    case .false: return .bool(false)
    case .number(let digits): return .number(digits.string)
    case .string(let text): return .string(string(text, &arena))
    case .arrayStart:
      var elements: [JSONValue] = []
      while true {
        let next = try scanner.next()
        if case .arrayEnd = next { return .array(elements) }
        elements.append(try value(next, &scanner, &arena))
      }
    case .objectStart:
      var members: [JSONMember] = []
      var names: Set<String> = []
      while case .key(let key) = try scanner.next() {
        let name = string(key, &arena)
        if !names.insert(name).inserted { throw JSONError(.duplicateKey, at: scanner.tokenOffset) }
        members.append(JSONMember(name: name, value: try value(try scanner.next(), &scanner, &arena)))
      }
      return .object(members)
    case .key, .objectEnd, .arrayEnd, .end: throw JSONError(.valueExpected, at: scanner.tokenOffset)
    }
  }

  private static func string(_ text: JSONString, _ arena: inout Arena) -> String {
    defer { arena.reset() }
    return text.text(in: &arena).string
  }

  /// The value of an object's member, or nil.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The elements of an array, or nil.
  public var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members of an object, or nil.
  public var members: [JSONMember]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// Text as it is, a number as written, `true` or `false`; nil for null, arrays and objects.
  public var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}

/// A name and its value in an object.
public struct JSONMember: Sendable, Equatable {
  public let name: String
  public let value: JSONValue

  public init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
  }
}
