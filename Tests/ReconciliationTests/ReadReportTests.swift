import Bytes
import Diagnostics
import Foundation
import Testing

@testable import Reconciliation

private func read(_ text: String) throws -> ReconciliationReport {
  try Array(text.utf8).withByteView { try readReport($0, file: "reconciliation.json") }
}

@Suite struct `a report read back` {
  @Test(arguments: SampleReport.allCases)
  func `gives the same JSON and the same page`(_ sample: SampleReport) throws {
    let report = sample.make()
    let again = try read(renderJSON(report))
    #expect(renderJSON(again) == renderJSON(report))
    #expect(renderHTML(again) == renderHTML(report))
    #expect(renderSummary(again) == renderSummary(report))
  }

  @Test func `keeps what was sent, answered and shown`() throws {
    let report = sentReport()
    var again = try read(renderJSON(report))
    #expect(again.sent == report.sent)
    #expect(again.overrides == report.overrides)
    #expect(again.notInvoiced == report.notInvoiced)
    #expect(again.ruleActivity == report.ruleActivity)
    again.shown = try Array(renderProvenance(report).utf8).withByteView {
      try readProvenance($0, file: "provenance.ndjson")
    }
    #expect(again.shown == report.shown)
    #expect(renderHTML(again) == renderHTML(report))
  }

  @Test(arguments: [
    ("\"verdict\": \"tied-out\"", "\"verdict\": \"does-not-tie\"", "E102"), ("\"rows\": 3", "\"rows\": \"3\"", "E101"),
    ("\"net\": \"1199.50\"", "\"net\": \"1199.5x\"", "E101"), ("reconciliation/1", "reconciliation/9", "E101"),
    ("\"lines\": 5,", "", "E101"), ("\"rows\": 3", "\"rows\": -3", "E101"),
    ("\"rows\": 3", "\"rows\": 9223372036854775807", "E101"),
  ])
  func `that was altered is refused`(_ old: String, _ new: String, _ code: String) throws {
    let text = renderJSON(SampleReport.tied.make())
    #expect(text.contains(old))
    let error = #expect(throws: RefusedInput.self) { try read(text.replacing(old, with: new)) }
    #expect(error?.diagnostics.first?.code == code)
  }
}

@Suite struct `a report that was sent` {
  @Test func `shows what QuickBooks stored beside what was planned`() throws {
    let rows = PageReader(renderHTML(sentReport())).rows
    #expect(
      rows.contains {
        $0.first == "EUR" && $0.contains("1187420.55") && $0.contains("1187420.56") && $0.contains("0.01")
      })
    #expect(rows.contains { $0.first == "DE19" && $0.suffix(2) == ["189588.16", "0.01"] })
    #expect(rows.contains { $0.first == "61 to 90 days" } == false)
    #expect(rows.contains { $0.first == "over 90 days" && $0.contains("EUR 2000.00") })
    #expect(rows.contains { $0.first == "1042" && $0.contains("in force") })
  }

  @Test func `shows nothing of it before`() {
    let page = renderHTML(SampleReport.exceptions.make())
    for words in ["stored invoice", "Receivables", "Changed after posting", "In force, stored"] {
      #expect(!page.contains(words), "\(words)")
    }
  }
}

@Suite struct `numbers as they were written` {
  @Test(arguments: [
    ("3988.75", "3\u{202F}988.75"), ("1234567.123456", "1\u{202F}234\u{202F}567.123456"), ("12", "12"),
    ("-1200", "\u{2212}1\u{202F}200"), ("", ""), ("1e5", "1e5"), ("1.", "1."), (".5", ".5"), ("12,00", "12,00"),
    ("1234 h", "1234 h"),
  ])
  func `are grouped, and texts stay as they are`(_ written: String, _ shown: String) {
    #expect(groupedNumber(written, .page) == shown)
  }
}
