import Bytes
import Money

/// A formula as it was written: the tree of the tiny expression language, every part with its place in the text.
struct Formula {
  indirect enum Kind {
    case number(ExactDecimal)
    case text(String)
    case name(String)
    /// `[Header text]`: a column by its header.
    case header(String)
    case operation(Operator, Formula, Formula)
    case negate(Formula)
    case call(String, [Formula])
  }
  enum Operator { case add, subtract, multiply, divide, join }

  var kind: Kind
  /// Offset and length in Unicode scalars from the start of the formula's text.
  var offset: Int
  var length: Int
}

extension Formula {
  /// The names that it asks for, headers in their brackets.
  var names: [String] {
    switch kind {
    case .number, .text: []
    case .name(let name): [name]
    case .header(let header): ["[\(header)]"]
    case .operation(_, let a, let b): a.names + b.names
    case .negate(let inner): inner.names
    case .call(_, let arguments): arguments.flatMap(\.names)
    }
  }

  var hasKnownFunctions: Bool {
    switch kind {
    case .number, .text, .name, .header: true
    case .operation(_, let a, let b): a.hasKnownFunctions && b.hasKnownFunctions
    case .negate(let inner): inner.hasKnownFunctions
    case .call(let name, let arguments):
      Function(rawValue: name) != nil && arguments.allSatisfy(\.hasKnownFunctions)
    }
  }
}

/// What is wrong with a formula's text, at which Unicode scalar.
struct FormulaProblem: Error {
  var message: String
  var offset: Int
  var length = 1
  var help: String?
}

/// Reads formulas: `price * quantity`, `title & " / " & id`, `add_days(won_time, 14)`, `[Setup fee] + 10`.
///
/// Precedence, lowest first: `&`, then `+ -`, then `* /` (also `−`, `×`, `÷`), then a sign. No comparison, no loops.
struct FormulaParser {
  private let text: [Unicode.Scalar]
  private var at = 0
  private var depth = 0

  /// Parses all of `text`; its offsets start at `base`.
  static func parse(_ text: String) throws(FormulaProblem) -> Formula {
    var parser = FormulaParser(Array(text.unicodeScalars))
    let formula = try parser.joined()
    parser.skipBlanks()
    guard parser.at == parser.text.count else {
      throw parser.problem("expected an operator here", help: parser.helpForStray())
    }
    return formula
  }

  private init(_ text: [Unicode.Scalar]) { self.text = text }

  private func problem(_ message: String, help: String? = nil) -> FormulaProblem {
    FormulaProblem(message: message, offset: min(at, max(0, text.count - 1)), help: help)
  }

  private func helpForStray() -> String? {
    switch text[at] {
    case "<", ">", "=", "!": "comparisons are conditions: write { column: { above: 0 } }"
    case "{", "}": "braces belong in texts; a formula names columns without them"
    case ",": "a decimal number has a point: 1.5"
    default: "to use a column whose header has blanks or signs, write [its header]"
    }
  }

  private mutating func skipBlanks() {
    while at < text.count, text[at] == " " || text[at] == "\t" || text[at] == "\n" { at += 1 }
  }

  private mutating func take(_ scalars: [Unicode.Scalar]) -> Unicode.Scalar? {
    skipBlanks()
    guard at < text.count, scalars.contains(text[at]) else { return nil }
    at += 1
    return text[at - 1]
  }

  private mutating func joined() throws(FormulaProblem) -> Formula {
    depth += 1
    defer { depth -= 1 }
    if depth > 40 { throw problem("this formula is nested more than 40 deep") }
    var left = try sum()
    while take(["&"]) != nil { left = combined(.join, left, try sum()) }
    return left
  }

  private mutating func sum() throws(FormulaProblem) -> Formula {
    var left = try product()
    while let sign = take(["+", "-", "\u{2212}"]) {
      left = combined(sign == "+" ? .add : .subtract, left, try product())
    }
    return left
  }

  private mutating func product() throws(FormulaProblem) -> Formula {
    var left = try signed()
    while let sign = take(["*", "/", "\u{D7}", "\u{F7}"]) {
      left = combined(sign == "*" || sign == "\u{D7}" ? .multiply : .divide, left, try signed())
    }
    return left
  }

  private func combined(_ op: Formula.Operator, _ a: Formula, _ b: Formula) -> Formula {
    Formula(kind: .operation(op, a, b), offset: a.offset, length: b.offset + b.length - a.offset)
  }

  private mutating func signed() throws(FormulaProblem) -> Formula {
    skipBlanks()
    let start = at
    if take(["-", "\u{2212}"]) != nil {
      depth += 1
      defer { depth -= 1 }
      if depth > 40 { throw problem("this formula is nested more than 40 deep") }
      let inner = try signed()
      return Formula(kind: .negate(inner), offset: start, length: at - start)
    }
    return try atom()
  }

  private mutating func atom() throws(FormulaProblem) -> Formula {
    skipBlanks()
    guard at < text.count else { throw problem("expected a column, a number or a text here") }
    let start = at
    switch text[at] {
    case "(":
      at += 1
      var inner = try joined()
      guard take([")"]) != nil else { throw problem("a '(' is not closed") }
      inner.offset = start
      inner.length = at - start
      return inner
    case "\"", "'": return try quoted(text[at])
    case "[":
      at += 1
      while at < text.count, text[at] != "]" { at += 1 }
      guard at < text.count else { throw FormulaProblem(message: "a '[' is not closed", offset: start) }
      at += 1
      return Formula(kind: .header(string(start + 1, at - 1)), offset: start, length: at - start)
    case "0"..."9": return try number()
    case _ where isNameStart(text[at]): return try nameOrCall()
    default: throw problem("expected a column, a number or a text here", help: helpForStray())
    }
  }

  private mutating func quoted(_ quote: Unicode.Scalar) throws(FormulaProblem) -> Formula {
    let start = at
    at += 1
    while at < text.count, text[at] != quote { at += 1 }
    guard at < text.count else { throw FormulaProblem(message: "a text is not closed", offset: start) }
    at += 1
    return Formula(kind: .text(string(start + 1, at - 1)), offset: start, length: at - start)
  }

  private mutating func number() throws(FormulaProblem) -> Formula {
    let start = at
    while at < text.count, ("0"..."9").contains(text[at]) || text[at] == "." { at += 1 }
    let digits = string(start, at)
    guard case .success(let value) = Array(digits.utf8).withByteView({ ExactDecimal.parse($0, .plain) }) else {
      throw FormulaProblem(
        message: "'\(digits)' is not a number", offset: start, length: at - start,
        help: "write it with a point and at most 18 digits: 1234.50")
    }
    return Formula(kind: .number(value), offset: start, length: at - start)
  }

  private mutating func nameOrCall() throws(FormulaProblem) -> Formula {
    let start = at
    while at < text.count, isNameStart(text[at]) || ("0"..."9").contains(text[at]) || text[at] == "." { at += 1 }
    let name = string(start, at)
    let end = at
    guard take(["("]) != nil else {
      return Formula(kind: .name(name), offset: start, length: end - start)
    }
    var arguments: [Formula] = []
    if take([")"]) == nil {
      repeat { arguments.append(try joined()) } while take([","]) != nil
      guard take([")"]) != nil else {
        throw problem(
          "expected ',' or ')' here",
          help: at >= text.count ? "inside { } or [ ] a comma ends the text: put the formula in quotes" : nil)
      }
    }
    return Formula(kind: .call(name, arguments), offset: start, length: at - start)
  }

  private func isNameStart(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || scalar.properties.isAlphabetic }

  private func string(_ lower: Int, _ upper: Int) -> String {
    var out = ""
    out.unicodeScalars.append(contentsOf: text[lower..<upper])
    return out
  }
}

/// A text with holes: `Deal {id} for {title}`; `{{` and `}}` stand for braces.
enum TextPart {
  case words(String)
  /// The hole's text, and where it starts in the whole.
  case hole(String, offset: Int)

  static func split(_ text: String) throws(FormulaProblem) -> [TextPart] {
    var parts: [TextPart] = []
    var words = ""
    let scalars = Array(text.unicodeScalars)
    var i = 0
    while i < scalars.count {
      if scalars[i] == "{" || scalars[i] == "}", i + 1 < scalars.count, scalars[i + 1] == scalars[i] {
        words.unicodeScalars.append(scalars[i])
        i += 2
      } else if scalars[i] == "{" {
        guard let end = scalars[i...].firstIndex(of: "}") else {
          throw FormulaProblem(
            message: "a '{' is not closed", offset: i, help: "close it with '}', or write '{{' for the sign itself")
        }
        if !words.isEmpty { parts.append(.words(words)) }
        words = ""
        var hole = ""
        hole.unicodeScalars.append(contentsOf: scalars[(i + 1)..<end])
        parts.append(.hole(hole, offset: i + 1))
        i = end + 1
      } else if scalars[i] == "}" {
        throw FormulaProblem(message: "a '}' without '{'", offset: i, help: "write '}}' for the sign itself")
      } else {
        words.unicodeScalars.append(scalars[i])
        i += 1
      }
    }
    if !words.isEmpty { parts.append(.words(words)) }
    return parts
  }
}
