import Diagnostics

/// A fault of libyaml in plain words: code, place, sentence, remedy.
struct SyntaxFault {
  /// Whether the message belongs to where the construct began, not to where libyaml gave up.
  enum Anchor { case problem, context }

  var code = "R001"
  var anchor = Anchor.problem
  var message: String
  var help: String

  /// - Parameters:
  ///   - fault: What libyaml says.
  ///   - character: What stands where it gave up; nil at the end of a line.
  init(_ fault: Fault, at character: Unicode.Scalar?) {
    let context = fault.context ?? ""
    let opening = "\(fault.contextPlace.line + 1):\(fault.contextPlace.column + 1)"
    if let refused = Self.refusedFeature(fault.problem, context) {
      self = refused
      return
    }
    switch (fault.problem, context) {
    case ("did not find expected key", _) where character == ":",
      ("did not find expected node content", _) where character == ":":
      self.init("an entry has no name", help: "write a name before the ':'", code: "R009")
    case ("did not find expected key", _):
      self.init(
        "expected a name followed by ':' here, as in the mapping that starts at \(opening)",
        help: "check the indentation of this line, and quotes and colons in the line before")
    case ("did not find expected '-' indicator", _):
      self.init(
        "expected '- ' here, as in the list that starts at \(opening)",
        help: "give all items of a list the same indentation")
    case ("did not find expected ',' or ']'", _):
      self.init(
        "expected ',' or ']' here; the '[' at \(opening) is still open",
        help: "close the list with ']' or add the comma")
    case ("did not find expected ',' or '}'", _):
      self.init(
        "expected ',' or '}' here; the '{' at \(opening) is still open",
        help: "close the mapping with '}' or add the comma")
    case ("did not find expected node content", _):
      self.init("a value is missing here", help: "write a value, or take the extra comma or bracket out")
    case ("could not find expected ':'", _):
      self.init(
        "this is neither 'name: value' nor the end of the value before: a ':' is missing",
        help: "write ': ' after the name, or indent the line to continue the value above", at: .context)
    case ("mapping values are not allowed in this context", _):
      self.init(
        "a ':' cannot stand here", help: "put a text that contains ': ' in quotes; start a mapping on a line of its own"
      )
    case ("found unexpected ':'", _):
      self.init("a ':' ends a text in brackets", help: "put the text in quotes, or a space behind the ':'")
    case ("block sequence entries are not allowed in this context", _):
      self.init("a list item cannot start here", help: "start the list on the next line, each item with '- '")
    case ("mapping keys are not allowed in this context", _):
      self.init("a '?' cannot stand here", help: "put a text that starts with '? ' in quotes")
    case ("found character that cannot start any token", _) where character == "\t",
      ("found a tab character that violates indentation", _),
      ("found a tab character where an indentation space is expected", _):
      self.init(
        "a tab stands where YAML wants spaces", help: "indent with spaces only; set the editor to put spaces for tabs")
    case ("found character that cannot start any token", _):
      let shown = character.map { "'\($0)'" } ?? "this character"
      self.init("a text cannot start with \(shown) unless it is quoted", help: "put the text in quotes")
    case ("found unexpected end of stream", _):
      self.init("the quote that opens here is never closed", help: "add the closing quote", at: .context)
    case ("found unexpected document indicator", _):
      self.init(
        "the quote that opens here is not closed before a line with '---' or '...'", help: "add the closing quote",
        at: .context)
    case ("found unknown escape character", _), ("did not find expected hexdecimal number", _),
      ("found invalid Unicode character escape code", _):
      self.init(
        "not an escape that YAML knows", help: "write \\\\ for a backslash, or use single quotes, which know no escapes"
      )
    case ("found an indentation indicator equal to 0", _), ("did not find expected comment or line break", _):
      self.init(
        "only '-', '+' and a digit from 1 to 9 may follow '|' or '>' on its line",
        help: "start the text on the next line")
    case ("did not find expected <document start>", _):
      self.init(
        "this does not belong to what stands above", help: "give it the indentation of the first line of the file")
    default:
      self.init(
        "not valid YAML: \(fault.problem)" + (context.isEmpty ? "" : " (\(context) at \(opening))"),
        help: "compare with the lines around; put texts with special characters in quotes")
    }
  }

  private init(_ message: String, help: String, code: String = "R001", at anchor: Anchor = .problem) {
    self.message = message
    self.help = help
    self.code = code
    self.anchor = anchor
  }

  /// Faults within constructs that are refused even when written well.
  private static func refusedFeature(_ problem: String, _ context: String) -> SyntaxFault? {
    switch context {
    case "while scanning an anchor":
      SyntaxFault("'&' at the start of a text would make an anchor", help: "put the text in quotes", code: "R003")
    case "while scanning an alias":
      SyntaxFault("'*' at the start of a text would make an alias", help: "put the text in quotes", code: "R004")
    case "while scanning a tag", "while parsing a tag":
      SyntaxFault(
        "'!' at the start of a text would make a tag", help: "put the text in quotes", code: "R005", at: .context)
    case _ where problem == "found undefined tag handle":
      SyntaxFault("'!' at the start of a text would make a tag", help: "put the text in quotes", code: "R005")
    case "while scanning a directive", "while scanning a %YAML directive", "while scanning a %TAG directive",
      "while parsing a %TAG directive":
      directive(at: .context)
    case _ where problem.hasSuffix("directive") || problem == "found incompatible YAML document":
      directive(at: .problem)
    default: nil
    }
  }

  private static func directive(at anchor: Anchor) -> SyntaxFault {
    SyntaxFault(
      "a line that starts with '%' is a directive, and those are not allowed", help: "take the line out", code: "R008",
      at: anchor)
  }
}
