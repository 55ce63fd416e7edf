/// When an invoice is due, counted from its date.
///
/// Months are clamped to their last day, and no day is moved because it is a holiday. A discount for early payment
/// ("2/10 net 30") does not change the due date.
public enum PaymentTerms: Sendable, Hashable {
  /// "Net 30": that many days (0–999) after the invoice; 0 is due on receipt. QuickBooks: STANDARD with DueDays.
  case net(Int)
  /// "EOM": the last day of the invoice's month.
  case endOfMonth
  /// "30 days EOM": that many days after the invoice, then the last day of the month reached. 31 January + 30 days is
  /// 2 March, so due on 31 March.
  case netThenEndOfMonth(Int)
  /// "EOM + 30": the last day of the invoice's month, then that many days. 31 January + 30 days is 2 March (1 March in
  /// a leap year).
  case endOfMonthThenNet(Int)
  /// "Due on the 15th": the given day (1–31) of the invoice's month; one month later when that day is before the
  /// invoice date or fewer than `dueNextMonthDays` (0–999) days after it. QuickBooks: DATE_DRIVEN with DayOfMonthDue
  /// and DueNextMonthDays.
  ///
  /// QuickBooks documents neither the clamping (day 31 in a short month is its last day) nor the boundary (here a due
  /// day exactly `dueNextMonthDays` after the invoice stands), nor whether it ever moves two months (here never).
  case dateDriven(dayOfMonthDue: Int, dueNextMonthDays: Int)

  /// The due date of an invoice of the given date.
  public func dueDate(from date: CivilDate) -> CivilDate {
    switch self {
    case .net(let days): return date.adding(days: days)
    case .endOfMonth: return date.endOfMonth
    case .netThenEndOfMonth(let days): return date.adding(days: days).endOfMonth
    case .endOfMonthThenNet(let days): return date.endOfMonth.adding(days: days)
    case .dateDriven(let dayOfMonthDue, let dueNextMonthDays):
      let candidate = date.inSameMonth(day: dayOfMonthDue)
      if candidate >= date, Int(candidate.dayNumber - date.dayNumber) >= dueNextMonthDays { return candidate }
      // From the first of the month, so that the day asked for counts, not the one this month was clamped to.
      return date.inSameMonth(day: 1).adding(months: 1).inSameMonth(day: dayOfMonthDue)
    }
  }
}
