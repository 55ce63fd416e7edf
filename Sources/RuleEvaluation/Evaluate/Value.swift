import Bytes
import Calendars
import Money

/// What a node gives for one deal.
enum Value {
  /// Nothing there; the field's policy decides.
  case missing
  /// Something was wrong and is already told; the deal cannot be billed.
  case failed
  case text(ByteView)
  case number(ExactDecimal)
  case date(CivilDate)
  case truth(Bool)

  /// What a formula leaves when nothing is left; the next source is asked then, as for a missing one.
  var isEmptyText: Bool { if case .text(let text) = self { text.isEmpty } else { false } }
  var isMissing: Bool { if case .missing = self { true } else { false } }
}
