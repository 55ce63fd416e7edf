/// An answer of a person to an exception, as this run met it.
public struct OverrideUse: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    /// It changed what became of its deal.
    case used
    /// Its deal is not in this run, or there was nothing left to answer.
    case notNeeded = "not-needed"
    /// Its date has passed: it no longer counts.
    case expired
    /// The deal has changed since the answer was given, so that it does not count.
    case dealChanged = "deal-changed"
  }
  public var deal: String
  /// What was answered, in words: `use customer 88`.
  public var answer: String
  public var reason: String
  public var author: String
  /// The day of the answer and the day from which it no longer counts, as ISO 8601 writes them.
  public var answered: String
  public var expires: String
  /// `file:line` of the override.
  public var place: String
  public var state: State

  public init(
    deal: String, answer: String, reason: String, author: String, answered: String, expires: String, place: String,
    state: State
  ) {
    self.deal = deal
    self.answer = answer
    self.reason = reason
    self.author = author
    self.answered = answered
    self.expires = expires
    self.place = place
    self.state = state
  }
}
