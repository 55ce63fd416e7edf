public import Ledger

/// What can be done to an invoice that is in QuickBooks.
public enum InvoiceAction: String, Sendable, CaseIterable {
  case void, delete, email, pdf

  /// It cannot be taken back: planned first, then confirmed.
  public var isFinal: Bool { self == .void || self == .delete }
  var past: String {
    switch self {
    case .void: "voided"
    case .delete: "deleted"
    case .email: "e-mailed"
    case .pdf: "saved"
    }
  }
}

/// What keeps an invoice from being voided or deleted unless the person who asks says that it does not matter.
public enum Obstacle: String, Sendable, CaseIterable {
  /// Something was paid.
  case paid
  /// The customer has it.
  case emailed
  /// Somebody changed it in QuickBooks since it was made.
  case edited
}

/// One invoice of a plan, as QuickBooks has it now.
public struct PlannedAction: Sendable {
  public var invoice: ListedInvoice
  /// As just read; nil when it is not there any more.
  public var seen: InvoiceObservation?
  /// Why nothing will be done; empty when it will.
  public var code = ""
  public var refusal = ""
  public var isAllowed: Bool { refusal.isEmpty }
}

/// What became of one invoice.
public struct ActionResult: Sendable {
  public enum Outcome: String, Sendable { case done, refused, failed, unknown }
  public var plan: PlannedAction
  public var outcome: Outcome
  /// One sentence.
  public var words: String
}

/// A plan that a person, or `--confirm`, agrees to.
public struct ActionPlan: Sendable {
  public var action: InvoiceAction
  public var steps: [PlannedAction]
  /// The first 8 hex digits of SHA-256 over the action and each invoice with its SyncToken: another plan, another code.
  public var code: String
  public var allowed: [PlannedAction] { steps.filter(\.isAllowed) }
  public var refused: [PlannedAction] { steps.filter { !$0.isAllowed } }
}
