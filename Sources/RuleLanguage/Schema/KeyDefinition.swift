/// One key of the rule language: what the checker accepts, what the JSON Schema says of it, what a reader is told.
///
/// A new key is one line in its group (`KeyGroup+Sections.swift` and its neighbours); the checker then knows it, suggests
/// it for a slip of the pen, and `dealbill rules schema` describes it.
struct KeyDefinition: Sendable {
  let name: String
  let shape: KeyShape
  /// What it does, in a sentence or two for an accountant.
  let summary: String
  /// A value as it stands in a rule file, YAML.
  let example: String
  let isRequired: Bool

  init(_ name: String, _ shape: KeyShape, _ summary: String, _ example: String, isRequired: Bool = false) {
    self.name = name
    self.shape = shape
    self.summary = summary
    self.example = example
    self.isRequired = isRequired
  }
}

/// What may stand under a key.
indirect enum KeyShape: Sendable {
  /// Any scalar, read as text.
  case text
  /// Digits with a point.
  case number
  case wholeNumber(ClosedRange<Int>)
  /// `YYYY-MM-DD`.
  case date
  case yesNo
  /// One of these words and nothing else.
  case word([String])
  /// A scalar that holds a formula.
  case formula
  /// A text or a list of texts.
  case texts
  /// A list.
  case list(KeyShape)
  /// A mapping whose keys are the user's own names.
  case named(KeyShape)
  /// A mapping with the keys of a group.
  case group(KeyGroup)
  case oneOf([KeyShape])

  /// The words of an enumeration that the checker reads.
  static func words<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> KeyShape {
    .word(Word.allCases.map(\.rawValue))
  }

  /// A value in any form: a text or formula as it stands, or a mapping that names one source.
  static let field = KeyShape.oneOf([.text, .group(.field)])
  /// The same without policies of its own.
  static let value = KeyShape.oneOf([.text, .group(.value)])
  /// One or several of the words that tidy a text.
  static let cleaning: KeyShape = {
    let word = KeyShape.word(Cleaning.names.map(\.0))
    return .oneOf([word, .list(word)])
  }()
  /// A condition, the word `always`, or `TODO` until a person has decided.
  static let condition = KeyShape.oneOf([.word(["always", "TODO"]), .group(.condition)])
  /// `yes`, `no`, `TODO`, or a condition.
  static let switched = KeyShape.oneOf([.yesNo, .word(["TODO"]), .group(.condition)])
}
