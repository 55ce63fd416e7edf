public import Diagnostics

/// Why bytes are not the JSON that was wanted, and where: small enough to be thrown on the hot path.
///
/// The grammar is RFC 8259; the limits are ``JSONLimits``.
public struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Problem: UInt8, Sendable, CaseIterable {
    case inputEnds, stringOpen
    case valueExpected, keyExpected, colonExpected, commaOrBraceExpected, commaOrBracketExpected, textAfterValue
    case misspeltLiteral, digitExpected, leadingZero
    case controlCharacter, unknownEscape, hexDigitExpected, loneSurrogate, notUTF8
    case tooDeep, stringTooLong, numberTooLong
    case duplicateKey, arrayExpected, objectExpected
  }

  public var problem: Problem
  /// Bytes before the fault (for ``Problem/stringOpen`` and the limits: before the string or number).
  public var offset: Int

  public init(_ problem: Problem, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// Whether more bytes could still make it right.
  public var isTruncation: Bool { problem == .inputEnds || problem == .stringOpen }

  /// One sentence without a full stop.
  public var message: String {
    switch problem {
    case .inputEnds: "the JSON ends too early"
    case .stringOpen: "a string is not closed"
    case .valueExpected: "a JSON value is missing"
    case .keyExpected: "a member name is missing"
    case .colonExpected: "a colon is missing after a member name"
    case .commaOrBraceExpected: "an object goes on without a comma"
    case .commaOrBracketExpected: "an array goes on without a comma"
    case .textAfterValue: "text follows the JSON value"
    case .misspeltLiteral: "a bare word is not JSON"
    case .digitExpected: "a number lacks a digit"
    case .leadingZero: "a number starts with a superfluous zero"
    case .controlCharacter: "a string holds a raw control character"
    case .unknownEscape: "a string holds an unknown escape"
    case .hexDigitExpected: "a \\u escape lacks a hexadecimal digit"
    case .loneSurrogate: "a \\u escape is half of a surrogate pair"
    case .notUTF8: "a string is not UTF-8"
    case .tooDeep: "objects and arrays are nested too deeply"
    case .stringTooLong: "a string is too long"
    case .numberTooLong: "a number is too long"
    case .duplicateKey: "a member stands twice in one object"
    case .arrayExpected: "the value is not an array"
    case .objectExpected: "an element of the array is not an object"
    }
  }

  /// What would be right; nil when the message says it.
  public var expected: String? {
    switch problem {
    case .valueExpected: "an object, array, string, number, true, false or null"
    case .keyExpected: "a name in double quotes"
    case .colonExpected: "':'"
    case .commaOrBraceExpected: "',' or '}'"
    case .commaOrBracketExpected: "',' or ']'"
    case .textAfterValue: "nothing more"
    case .misspeltLiteral: "true, false or null"
    case .digitExpected: "a digit 0 to 9"
    case .controlCharacter: "an escape such as \\n or \\u0009"
    case .unknownEscape: "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"
    case .loneSurrogate: "a high surrogate (D800 to DBFF) followed by a low one (DC00 to DFFF)"
    case .tooDeep: "at most \(JSONLimits.depth) levels"
    case .stringTooLong: "at most \(JSONLimits.stringBytes) bytes"
    case .numberTooLong: "at most \(JSONLimits.numberCharacters) characters"
    case .arrayExpected: "an array of objects, or an object whose 'data' is one"
    default: nil
    }
  }

  /// The stable code of the diagnostic: S041 cut off, S042 over a limit, S043 not of the wanted shape, S045 twice the
  /// same member, else S040 not JSON.
  public var code: String {
    switch problem {
    case .inputEnds, .stringOpen: "S041"
    case .tooDeep, .stringTooLong, .numberTooLong: "S042"
    case .arrayExpected, .objectExpected: "S043"
    case .duplicateKey: "S045"
    default: "S040"
    }
  }

  /// The message for a person.
  public func diagnostic(at range: SourceRange) -> Diagnostic {
    .error(code, message, at: range, expected: expected)
  }
}

/// Limits on JSON from outside.
public enum JSONLimits {
  /// Levels of objects and arrays in one value.
  public static let depth = 64
  /// Bytes between the quotes of one string, as written.
  public static let stringBytes = 1 << 20
  /// Characters of one number; money has at most 40, the longest of the public JSON corpus 78.
  public static let numberCharacters = 128
  /// Bytes of one record, or of one member of a page.
  public static let recordBytes = 10 << 20
}
