import Foundation
import Reconciliation
import Testing

/// Texts that break out of markup, or out of a line, when they are let.
private let ownHostileTexts = [
  "<script>alert(1)</script>", "\"><img onerror=alert(1) src=x>", "' onmouseover='alert(1)", "javascript:alert(1)",
  "</style></title></bdi></td></table><h1>", "<!--", "-->", "<![CDATA[", "&lt;script&gt;", "&", "{{company}}",
  "{{{style}}}",
  "{{#inputs}}", "\u{0600}<script>alert(1)</script>", "\u{110BD}<img src=x>", "a\u{200D}<b>", "<\u{0338}b>",
  "\"\u{0301} onclick=x",
  "\u{202E}txt.exe", "\u{2066}\u{2069}\u{2069}\u{2069}x", "\u{200F}x\u{061C}", "a\0b", "a\u{1B}[31mred\u{1B}[0m",
  "a\rb\nc\td\u{0B}e\u{0C}f",
  "\u{85}\u{2028}\u{2029}", "\u{9B}31m", "\u{FEFF}\u{FFFE}\u{FFFF}", "\r\n\r\n", "\u{7F}", "=1+1",
  String(repeating: "x", count: 5000), "",
]

private func sharedFolder() -> URL? {
  if let path = ProcessInfo.processInfo.environment["DEALBILL_SHARED"] { return URL(fileURLWithPath: path) }
  var folder = URL(fileURLWithPath: #filePath)
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    let shared = folder.appendingPathComponent("shared")
    if FileManager.default.fileExists(atPath: shared.appendingPathComponent("corpora").path) { return shared }
  }
  return nil
}

/// The Big List of Naughty Strings, or nil where the shared data is absent.
private let naughtyTexts: [String]? = sharedFolder().flatMap { shared in
  let file = shared.appendingPathComponent("corpora/blns/blns.json")
  return (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode([String].self, from: $0) }
}

/// A report with `text` in every field that takes text.
private func filled(with text: String) -> ReconciliationReport {
  var identity = RunIdentity(
    company: text, rulesFile: text, rulesFingerprint: text, toolVersion: text, runDate: text, timeZone: text)
  identity.inputs = [.init(name: text, bytes: 1, sha256: text)]
  var report = ReconciliationReport(identity: identity)
  report.bridge = [text: [.created: 100, .held: 50]]
  if let euro = currency("EUR") { report.currencies = [text: CurrencyTotals(currency: euro)] }
  report.controls = [
    Control(stage: text, what: text, expected: text, actual: text),
    Control(stage: text, what: text, expected: text, actual: text + "."),
  ]
  report.heldByCode = [text: 1]
  report.skippedByRule = [text: SkipCount(because: text, count: 1)]
  report.templates = [text: TemplateCount(formStyle: text, count: 1)]
  report.defaultsUsed = [text: 1]
  var hold = ExceptionGroup(severity: "hold", code: text, cause: text, fix: text, owner: text, rule: text)
  hold.deals = 1
  hold.money = [text: 100]
  hold.examples = [.init(deal: text, title: text, message: text, cell: text)]
  var odd = hold
  odd.severity = "odd" + text
  report.exceptions = [hold, odd]
  report.taxes = [TaxTotal(code: text, rates: text, currency: text, base: 1, tax: 1, invoices: 1)]
  report.numbers = NumberRange(first: text, last: text, count: 1)
  report.notices = [text]
  report.period = Period(first: text, last: text + ".")
  report.notInvoiced = [AgedMoney(band: .over90, currency: text, count: 1, money: 5)]
  report.ruleActivity = [RuleActivity(kind: .check, rule: text, place: text, words: text, deals: 1)]
  report.overrides = [
    OverrideUse(
      deal: text, answer: text, reason: text, author: text, answered: text, expires: text, place: text, state: .used)
  ]
  for code in [nil, text] {
    var shown = ShownDeal(deal: text, title: text, bucket: .created, source: text)
    (shown.code, shown.currency, shown.customer, shown.number, shown.date) = (code, text, text, text, text)
    shown.fields = [.init(target: text, value: text, rule: text, steps: [.init(kind: text, text: text)])]
    report.shown.append(shown)
  }
  report.sent = sentResults(filledWith: text)
  return report
}

private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x0A: false
  case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

private let harmlessTags = PageReader(renderHTML(filled(with: "harmless"))).tags

/// Columns that a line takes at least: marks and signs without width are not counted.
private func leastWidth(_ line: Substring) -> Int {
  line.count { character in
    switch character.unicodeScalars.first?.properties.generalCategory {
    case .format, .nonspacingMark, .enclosingMark: false
    default: true
    }
  }
}

private func check(_ text: String) {
  let page = renderHTML(filled(with: text))
  #expect(PageReader(page).tags == harmlessTags, "\(text.debugDescription)")
  #expect(!page.unicodeScalars.contains(where: isForbidden), "\(text.debugDescription)")
  let summary = renderSummary(filled(with: text))
  #expect(!summary.unicodeScalars.contains(where: isForbidden), "\(text.debugDescription)")
  for line in summary.split(separator: "\n") { #expect(leastWidth(line) <= 80, "\(text.debugDescription)") }
}

@Test(arguments: ownHostileTexts)
func `a hostile text changes no element and reaches no terminal`(_ text: String) {
  check(text)
}

@Test(.enabled(if: naughtyTexts != nil, "the shared folder with blns.json is absent"))
func `the naughty strings change no element and reach no terminal`() throws {
  let texts = try #require(naughtyTexts)
  #expect(texts.count > 400)
  for text in texts { check(text) }
}

@Test(arguments: [
  ("<b>&amp;\"'</b>", "<b>&amp;\"'</b>"), ("\u{0600}<i>", "\u{0600}<i>"), ("a\nb", "a b"), ("a\u{202E}b", "a‹U+202E›b"),
  ("a\0b", "a‹U+0000›b"), ("東京 – Ünal", "東京 – Ünal"), ("{{company}}", "{{company}}"),
])
func `a text from outside is shown as it is, hidden signs spelled out`(_ text: String, _ shown: String) {
  let isolated = PageReader(renderHTML(filled(with: text))).contents(of: "bdi")
  #expect(isolated.count > 30)
  let wanted = Array(shown.unicodeScalars)
  #expect(isolated.filter { Array($0.unicodeScalars) == wanted }.count > 30)
}
