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

  var isMissing: Bool { if case .missing = self { true } else { false } }
}
