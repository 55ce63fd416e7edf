import Calendars
import Testing

@Test(
  arguments: [
    (.net(0), "2026-01-31", "2026-01-31"),
    (.net(30), "2026-01-31", "2026-03-02"),
    (.net(30), "2028-01-31", "2028-03-01"),
    (.net(30), "2026-12-15", "2027-01-14"),
    (.net(999), "2026-01-01", "2028-09-26"),
    (.endOfMonth, "2026-02-01", "2026-02-28"),
    (.endOfMonth, "2028-02-29", "2028-02-29"),
    (.endOfMonth, "2026-12-31", "2026-12-31"),
    (.netThenEndOfMonth(30), "2026-01-31", "2026-03-31"),
    (.netThenEndOfMonth(30), "2026-01-10", "2026-02-28"),
    (.netThenEndOfMonth(30), "2028-01-30", "2028-02-29"),
    (.netThenEndOfMonth(60), "2026-11-15", "2027-01-31"),
    (.endOfMonthThenNet(30), "2026-01-31", "2026-03-02"),
    (.endOfMonthThenNet(30), "2028-01-31", "2028-03-01"),
    (.endOfMonthThenNet(30), "2026-01-10", "2026-03-02"),
    (.endOfMonthThenNet(15), "2026-12-02", "2027-01-15"),
    (.dateDriven(dayOfMonthDue: 15, dueNextMonthDays: 5), "2026-01-02", "2026-01-15"),
    (.dateDriven(dayOfMonthDue: 15, dueNextMonthDays: 5), "2026-01-10", "2026-01-15"),
    (.dateDriven(dayOfMonthDue: 15, dueNextMonthDays: 5), "2026-01-11", "2026-02-15"),
    (.dateDriven(dayOfMonthDue: 15, dueNextMonthDays: 5), "2026-01-16", "2026-02-15"),
    (.dateDriven(dayOfMonthDue: 15, dueNextMonthDays: 0), "2026-01-15", "2026-01-15"),
    (.dateDriven(dayOfMonthDue: 15, dueNextMonthDays: 1), "2026-12-15", "2027-01-15"),
    (.dateDriven(dayOfMonthDue: 31, dueNextMonthDays: 0), "2026-02-10", "2026-02-28"),
    (.dateDriven(dayOfMonthDue: 31, dueNextMonthDays: 10), "2026-02-20", "2026-03-31"),
    (.dateDriven(dayOfMonthDue: 31, dueNextMonthDays: 10), "2026-01-30", "2026-02-28"),
    (.dateDriven(dayOfMonthDue: 30, dueNextMonthDays: 10), "2028-01-30", "2028-02-29"),
  ] as [(PaymentTerms, String, String)])
func `terms give the due date`(_ row: (terms: PaymentTerms, invoice: String, due: String)) {
  #expect(day(row.invoice).map { row.terms.dueDate(from: $0) } == day(row.due))
}

@Test func `no terms give a date before the invoice, whatever the day`() throws {
  let first = try #require(day("2027-01-01"))
  for offset in 0..<1500 {
    let date = first.adding(days: offset)
    for terms in [
      PaymentTerms.net(7), .endOfMonth, .netThenEndOfMonth(14), .endOfMonthThenNet(1),
      .dateDriven(dayOfMonthDue: 29, dueNextMonthDays: 3),
    ] {
      let due = terms.dueDate(from: date)
      #expect(due >= date && due <= date.adding(days: 62), "\(terms) from \(date)")
    }
  }
}
