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

/// A report with every text in every field that takes text: a row of each list for each, and all of them together where
/// there is one field only.
private func filled(with texts: [String]) -> ReconciliationReport {
  let all = texts.joined(separator: " ")
  var identity = RunIdentity(
    company: all, rulesFile: all, rulesFingerprint: all, toolVersion: all, runDate: all, timeZone: all)
  identity.inputs = texts.map { .init(name: $0, bytes: 1, sha256: $0) }
  var report = ReconciliationReport(identity: identity)
  report.numbers = NumberRange(first: all, last: all, count: 1)
  report.notices = texts
  report.period = Period(first: all, last: all + ".")
  var sent = SentResults()
  for text in texts { fill(&report, &sent, with: text) }
  (sent.readAt, sent.realm, sent.matched, sent.returned, sent.reread, sent.openOutcomes) = (all, all, 1, 3, 2, 1)
  (sent.readFailure, sent.stopped) = (all + ".", all + ".")
  report.sent = sent
  return report
}

private func fill(_ report: inout ReconciliationReport, _ sent: inout SentResults, with text: String) {
  report.bridge[text] = [.created: 100, .held: 50]
  if let euro = currency("EUR") { report.currencies[text] = CurrencyTotals(currency: euro) }
  report.controls += [
    Control(stage: text, what: text, expected: text, actual: text),
    Control(stage: text, what: text, expected: text, actual: text + "."),
  ]
  report.heldByCode[text] = 1
  report.skippedByRule[text] = SkipCount(because: text, count: 1)
  report.templates[text] = TemplateCount(formStyle: text, count: 1)
  report.defaultsUsed[text] = 1
  var hold = ExceptionGroup(severity: "hold", code: text, cause: text, fix: text, owner: text, rule: text)
  hold.deals = 1
  hold.money = [text: 100]
  hold.examples = [.init(deal: text, title: text, message: text, cell: text)]
  var odd = hold
  odd.severity = "odd" + text
  report.exceptions += [hold, odd]
  report.taxes.append(TaxTotal(code: text, rates: text, currency: text, base: 1, tax: 1, invoices: 1))
  report.notInvoiced.append(AgedMoney(band: .over90, currency: text, count: 1, money: 5))
  report.ruleActivity.append(RuleActivity(kind: .check, rule: text, place: text, words: text, deals: 1))
  report.overrides.append(
    OverrideUse(
      deal: text, answer: text, reason: text, author: text, answered: text, expires: text, place: text, state: .used))
  for code in [nil, text] {
    var shown = ShownDeal(deal: text, title: text, bucket: .created, source: text)
    (shown.code, shown.currency, shown.customer, shown.number, shown.date) = (code, text, text, text, text)
    shown.fields = [.init(target: text, value: text, rule: text, steps: [.init(kind: text, text: text)])]
    report.shown.append(shown)
  }
  let one = sentResults(filledWith: text)
  sent.duplicates += one.duplicates
  sent.differences += one.differences
  sent.stored += one.stored
  sent.taxes += one.taxes
  sent.customers += one.customers
  sent.gaps += one.gaps
  sent.statuses += one.statuses
  sent.ageing += one.ageing
  sent.receivables += one.receivables
  sent.changes += one.changes
}

private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x0A: false
  case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

private let harmlessTags = PageReader(renderHTML(filled(with: ["harmless"]))).tags

/// Columns that a line takes at least: marks and signs without width are not counted.
private func leastWidth(_ line: Substring) -> Int {
  line.count { character in
    switch character.unicodeScalars.first?.properties.generalCategory {
    case .format, .nonspacingMark, .enclosingMark: false
    default: true
    }
  }
}

private func check(_ texts: [String], against tags: [String]) {
  let page = renderHTML(filled(with: texts))
  #expect(PageReader(page).tags == tags, "\(texts.debugDescription)")
  #expect(!page.unicodeScalars.contains(where: isForbidden), "\(texts.debugDescription)")
}

private func checkSummary(_ text: String) {
  let summary = renderSummary(filled(with: [text]))
  #expect(!summary.unicodeScalars.contains(where: isForbidden), "\(text.debugDescription)")
  for line in summary.split(separator: "\n") { #expect(leastWidth(line) <= 80, "\(text.debugDescription)") }
}

@Test(arguments: ownHostileTexts)
func `a hostile text changes no element and reaches no terminal`(_ text: String) {
  check([text], against: harmlessTags)
  checkSummary(text)
}

/// A thousand and more: each of ours behind signs that change what a reader makes of it.
private let manyTexts: [String] = {
  let fronts = [
    "", " ", "\t", "\u{200B}", "\u{FEFF}", "'", "\"", "&", "&#x3c;", "\u{A0}", "x\n", "x\r\n", "<", "</", "<!", "<?",
    "\\",
    "é", "\u{0600}", "0", "\u{3000}", "\u{AD}", "a=", "{{", "}}", "`", "\u{FF1C}", "%3C", "\\u003c", "]]>", "*/", "//",
    "\u{0338}", "\u{E0001}",
  ]
  return fronts.flatMap { front in ownHostileTexts.filter { $0.count < 1000 }.map { front + $0 } }
}()

/// Whatever texts the shared corpora hold, as they are read: strings, JSON, YAML and CSV that break parsers.
private let corpusTexts: [String] = {
  guard let folder = sharedFolder()?.appendingPathComponent("corpora") else { return [] }
  let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
  return (naughtyTexts ?? [])
    + files.sorted().compactMap { name -> String? in
      guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)), data.count < 4000 else { return nil }
      return String(decoding: data, as: UTF8.self)
    }
}()

/// Texts that are equal to a dictionary stand once: they are one key.
private func batches(_ texts: [String], of size: Int) -> [[String]] {
  var seen: Set<String> = []
  let distinct = texts.filter { seen.insert($0).inserted }
  return stride(from: 0, to: distinct.count, by: size).map { Array(distinct[$0..<min($0 + size, distinct.count)]) }
}

private func checkAll(_ texts: [String]) {
  var tags: [Int: [String]] = [:]
  for batch in batches(texts, of: 12) {
    let wanted =
      tags[batch.count] ?? PageReader(renderHTML(filled(with: (0..<batch.count).map { "harmless\($0)" }))).tags
    tags[batch.count] = wanted
    check(batch, against: wanted)
  }
}

@Test func `a thousand hostile texts change no element`() {
  #expect(batches(manyTexts, of: 1).count >= 1000)
  checkAll(manyTexts)
}

@Test(.enabled(if: naughtyTexts != nil, "the shared folder with the corpora is absent"))
func `the texts of the corpora change no element and reach no terminal`() throws {
  #expect(corpusTexts.count > 1000)
  checkAll(corpusTexts)
  for text in try #require(naughtyTexts) { checkSummary(text) }
}

@Test(arguments: [
  ("<b>&amp;\"'</b>", "<b>&amp;\"'</b>"), ("\u{0600}<i>", "\u{0600}<i>"), ("a\nb", "a b"), ("a\u{202E}b", "a‹U+202E›b"),
  ("a\0b", "a‹U+0000›b"), ("東京 – Ünal", "東京 – Ünal"), ("{{company}}", "{{company}}"),
])
func `a text from outside is shown as it is, hidden signs spelled out`(_ text: String, _ shown: String) {
  let isolated = PageReader(renderHTML(filled(with: [text]))).contents(of: "bdi")
  #expect(isolated.count > 30)
  let wanted = Array(shown.unicodeScalars)
  #expect(isolated.filter { Array($0.unicodeScalars) == wanted }.count > 30)
}
