/// How often a rule that skips or checks deals fired.
public struct RuleActivity: Sendable, Equatable {
  public enum Kind: String, Sendable { case skip, check }
  public var kind: Kind
  public var rule: String
  /// `file:line`.
  public var place: String
  /// The words of the rule: because, or the check's message.
  public var words: String
  public var deals: Int
  public init(kind: Kind, rule: String, place: String, words: String, deals: Int) {
    self.kind = kind
    self.rule = rule
    self.place = place
    self.words = words
    self.deals = deals
  }
}
