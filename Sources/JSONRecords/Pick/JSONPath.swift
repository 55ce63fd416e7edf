/// The way to a value inside a record: `title`, `org_id.name`, `email[].value`, `prices[0].price`.
///
/// - A name goes to that member; a name with dots, brackets, backticks or backslashes is put between backticks
///   (doubled inside) or has `\` before each of them.
/// - `[0]` goes to that element of an array, counted from 0.
/// - `[]`, at most once, goes to all elements; what they yield is joined (see ``JSONPathSet``). At the end of a path it
///   may be left out.
public struct JSONPath: Sendable, Hashable {
  enum Step: Sendable, Hashable {
    case member([UInt8])
    case element(Int)
    case all
  }

  let steps: [Step]
  /// The path as it was written.
  public let text: String

  /// - Throws: ``JSONPathError`` when `text` is not a path.
  public init(_ text: String) throws(JSONPathError) {
    self.text = text
    var parser = JSONPathParser(text)
    steps = try parser.parse()
  }

  /// The path to the member `name` of the record, whatever characters it holds.
  public init(member name: String) {
    text = "`\(name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``"))`"
    steps = [.member(Array(name.utf8))]
  }
}

/// Why a text is not a ``JSONPath``.
public struct JSONPathError: Error, Equatable, Sendable {
  /// One sentence without a full stop.
  public let message: String
  /// Unicode scalars of the text before the fault.
  public let offset: Int
}

private struct JSONPathParser {
  private let scalars: [Unicode.Scalar]
  private var at = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parse() throws(JSONPathError) -> [JSONPath.Step] {
    var steps = [try member()]
    while at < scalars.count {
      if steps.count == 16 { throw fault("a path has at most 16 steps") }
      switch scalars[at] {
      case ".":
        at += 1
        steps.append(try member())
      case "[":
        let start = at
        let step = try element()
        if step == .all, steps.contains(.all) { throw JSONPathError(message: "'[]' stands twice", offset: start) }
        steps.append(step)
      default: throw fault("'.' or '[' was expected")
      }
    }
    if steps.last == .all { steps.removeLast() }
    return steps
  }

  private mutating func member() throws(JSONPathError) -> JSONPath.Step {
    var name = String.UnicodeScalarView()
    if at < scalars.count, scalars[at] == "`" {
      let start = at
      at += 1
      while true {
        guard at < scalars.count else { throw JSONPathError(message: "a backtick is not closed", offset: start) }
        let scalar = scalars[at]
        at += 1
        if scalar == "`" {
          guard at < scalars.count, scalars[at] == "`" else { break }
          at += 1
        }
        name.append(scalar)
      }
    } else {
      scan: while at < scalars.count {
        var scalar = scalars[at]
        switch scalar {
        case ".", "[", "]", "`": break scan
        case "\\":
          guard at + 1 < scalars.count else { throw fault("nothing follows the backslash") }
          at += 1
          scalar = scalars[at]
        default: break
        }
        name.append(scalar)
        at += 1
      }
    }
    if name.isEmpty { throw fault("the name of a member was expected") }
    return .member(Array(String(name).utf8))
  }

  private mutating func element() throws(JSONPathError) -> JSONPath.Step {
    at += 1
    var digits = ""
    while at < scalars.count, ("0"..."9").contains(scalars[at]), digits.count < 7 {
      digits.unicodeScalars.append(scalars[at])
      at += 1
    }
    guard at < scalars.count, scalars[at] == "]" else { throw fault("']' or a number of an element was expected") }
    at += 1
    guard !digits.isEmpty else { return .all }
    guard let number = Int(digits) else { throw fault("a number of an element was expected") }
    return .element(number)
  }

  private func fault(_ message: String) -> JSONPathError { JSONPathError(message: message, offset: at) }
}
