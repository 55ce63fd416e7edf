/// The rules as sentences and tables that an accountant can read and sign.
public struct RuleSheet: Sendable {
  /// One rule: its name in square brackets and what it says.
  public struct Entry: Sendable {
    /// Nil for a setting, which is no rule.
    public var id: String?
    public var sentence: String
    /// What the sentence rests on: the rows of a choice, outcomes.
    public var parts: [Entry] = []

    /// A quotation or message that ends with a stop ends the sentence, too.
    init(id: String?, sentence: String, parts: [Entry] = []) {
      self.id = id
      self.sentence = sentence.replacing(".”.", with: ".”")
      if sentence.hasSuffix(".."), !sentence.hasSuffix("...") { self.sentence.removeLast() }
      self.parts = parts
    }
  }
  public struct Table: Sendable {
    public var caption: String
    public var header: [String]
    public var rows: [[String]]
  }
  public struct Section: Sendable {
    public var title: String
    public var entries: [Entry] = []
    public var tables: [Table] = []
    var isEmpty: Bool { entries.isEmpty && tables.isEmpty }
  }
  public var company: String
  public var file: String
  /// SHA-256 over all files of the rules, as a run's report names it.
  public var fingerprint: String
  public var sections: [Section]

  /// Every id, in the order of the sheet.
  public var ids: [String] {
    func ids(_ entry: Entry) -> [String] { (entry.id.map { [$0] } ?? []) + entry.parts.flatMap(ids) }
    return sections.flatMap { $0.entries.flatMap(ids) }
  }
}
