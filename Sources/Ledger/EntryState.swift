/// Where one document stands (reliability reference, 2.2).
public enum EntryState: String, Sendable, CaseIterable {
  /// Written down, about to be sent: without an outcome this is as good as `unknown`.
  case intended
  /// Sent again with the same request id, no outcome yet.
  case sent
  /// QuickBooks has it; we know its id.
  case confirmed
  /// QuickBooks has it; found by looking, not by its answer.
  case adopted
  /// QuickBooks said no.
  case rejected
  /// It certainly never left this machine.
  case unsent
  /// It may be there or not.
  case unknown
  /// Looked for twice, a settle time apart, and not there: free to be sent again with the same request id.
  case absent
  /// Unknown for too long: a person has to look.
  case needsPerson = "needs-person"
  /// Voided in QuickBooks; made again only when a person asks for it.
  case voided
  /// Deleted in QuickBooks; made again only when a person asks for it.
  case deleted

  /// The document exists in QuickBooks, as far as we know.
  public var isLive: Bool { self == .confirmed || self == .adopted }
  /// A call may have been carried out whose outcome is not known.
  public var isOpen: Bool { [.intended, .sent, .unknown, .absent, .needsPerson].contains(self) }
  /// Nothing is sent for it again unless a person asks for it by name.
  public var isTerminal: Bool { self == .voided || self == .deleted }

  /// Whether `next` may follow; nil is an entry that is not there yet.
  public static func allows(_ state: EntryState?, _ next: EntryState) -> Bool {
    switch (state, next) {
    case (nil, .intended), (nil, .adopted), (nil, .voided): true
    // What is found in QuickBooks is believed whatever was thought before.
    case (.some, .adopted): true
    case (.some(let now), .voided), (.some(let now), .deleted): !now.isTerminal
    case (.intended, .confirmed), (.intended, .rejected), (.intended, .unsent), (.intended, .unknown): true
    case (.sent, .confirmed), (.sent, .rejected), (.sent, .unknown), (.sent, .absent): true
    case (.unknown, .absent), (.unknown, .unknown), (.unknown, .needsPerson): true
    case (.needsPerson, .unknown), (.needsPerson, .absent): true
    case (.absent, .sent), (.absent, .needsPerson), (.absent, .rejected): true
    case (.intended, .absent): true
    // The content is allowed again after a definite no.
    case (.rejected, .intended), (.unsent, .intended): true
    // A person asks that the deal be billed anew.
    case (.voided, .intended), (.deleted, .intended): true
    case (.confirmed, .confirmed), (.adopted, .confirmed): true
    default: false
    }
  }
}
