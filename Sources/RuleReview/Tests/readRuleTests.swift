import Bytes
import Calendars
import CSVRecords
import Deals
import Diagnostics
import RuleLanguage
import YAMLTree

/// The tests of a rule file: those that stand in it and those in `NAME.test.yaml` beside it.
struct RuleTestReader {
  let rules: CompiledRules
  private(set) var tests: [RuleTest] = []
  /// How many there are, those included that cannot be read.
  private(set) var count = 0
  private(set) var diagnostics = DiagnosticList()
  private(set) var sources: [RuleSource] = []
  private var names: [String: SourceRange] = [:]
  private let dealNames: [String]
  private let lineNames: [String]
  /// What line rules are called where they decide a field: `lines.products`.
  private let lineTargets: Set<String>

  init(_ rules: CompiledRules) {
    self.rules = rules
    let used = (rules.dealColumns + rules.lineColumns).map(\.name)
    let known = rules.profile.fields.keys.sorted() + rules.profile.lineFields.keys.sorted() + rules.declaredNames + used
    dealNames = known.filter { !$0.hasPrefix("line.") }
    lineNames = known.filter { $0.hasPrefix("line.") }
    lineTargets = Set(rules.templates.flatMap(\.lines).map { rules.rules[Int($0.rule)].target })
    if let node = rules.tests { read(node) }
    readBeside()
  }

  /// `eu.yaml` has its tests in `eu.test.yaml`.
  static func fileBeside(_ file: String) -> String? {
    for suffix in [".yaml", ".yml"] where file.hasSuffix(suffix) {
      return file.dropLast(suffix.count) + ".test" + suffix
    }
    return nil
  }

  private mutating func readBeside() {
    guard let file = Self.fileBeside(rules.file) else { return }
    let bytes: [UInt8]
    do throws(RefusedInput) {
      bytes = try ByteSource(path: file).readAll(limit: 64 << 20)
    } catch {
      // Most rule files keep their tests inside.
      return
    }
    sources.append(RuleSource(file: file, bytes: bytes))
    let (root, problems) = parseYAML(bytes, file: file)
    diagnostics.add(contentsOf: problems)
    guard let root else { return }
    guard let entries = root.entries, entries.count == 1, entries[0].key.text == "tests" else {
      return error(
        "R081", "a file of tests has one key, 'tests'", root.range, help: "tests: [{ name: …, deal: …, expect: … }]")
    }
    read(entries[0].value)
  }

  private mutating func error(_ code: String, _ message: String, _ range: SourceRange, help: String? = nil) {
    diagnostics.add(.error(code, message, at: range, help: help))
  }

  private mutating func read(_ node: YAMLNode) {
    guard let items = node.items else {
      return error("R081", "'tests' must be a list", node.range, help: "lines that start with '- name: '")
    }
    count += items.count
    for item in items {
      // A test that cannot be read as a whole is not run: what it says of the deal may be what is wrong.
      let known = diagnostics.all.count
      if let test = test(item), diagnostics.all.count == known { tests.append(test) }
    }
  }

  private mutating func test(_ node: YAMLNode) -> RuleTest? {
    guard let entries = node.entries else {
      error("R081", "a test must be a mapping", node.range, help: "{ name: …, deal: { … }, expect: { … } }")
      return nil
    }
    let known = ["name", "deal", "lines", "run_date", "expect"]
    for entry in entries where !known.contains(entry.key.text) {
      error(
        "R081", "a test has no key '\(entry.key.text)'", entry.keyRange,
        help: Self.verdicts.contains(entry.key.text)
          ? "write it under expect: expect: { \(entry.key.text): … }" : suggestion(for: entry.key.text, among: known))
    }
    guard let name = node["name"]?.text, let deal = node["deal"], let expect = node["expect"] else {
      error("R081", "a test needs 'name', 'deal' and 'expect'", node.range)
      return nil
    }
    if let first = names[name] {
      error("R081", "the test '\(name)' stands twice", node.range, help: "the first is at \(first.file):\(first.line)")
    }
    names[name] = node.range
    var date: CivilDate?
    if let dateNode = node["run_date"] {
      date = dateNode.text.flatMap { $0.withByteView { CivilDate.parseISO($0) } }
      if date == nil {
        error("R081", "'run_date' must be a date", dateNode.range, help: "YYYY-MM-DD, such as 2026-03-31")
      }
    }
    let cells = cells(deal, of: "a deal", dealNames)
    var lines: [[RuleTest.Cell]] = []
    if let list = node["lines"] {
      guard let items = list.items else {
        error("R081", "'lines' must be a list of mappings", list.range)
        return nil
      }
      lines = items.map { self.cells($0, of: "a line", lineNames) }
    }
    if expect.entries?.isEmpty == true {
      error("R081", "this test expects nothing, so it can only pass", expect.range, help: "expect: { total: … }")
    }
    let warnings = codes("warned_by", expect)
    let notes = codes("noted_by", expect)
    guard let expectation = expectation(expect) else { return nil }
    return RuleTest(
      name: name, range: node.range, deal: cells, lines: lines, runDate: date, expectation: expectation,
      warnings: warnings, notes: notes)
  }

  /// Values by the names of columns; a line's may be written without `line.`.
  private mutating func cells(_ node: YAMLNode, of what: String, _ known: [String]) -> [RuleTest.Cell] {
    guard let entries = node.entries else {
      error("R081", "\(what) must be a mapping of columns to values", node.range)
      return []
    }
    return entries.compactMap { entry in
      let name = entry.key.text
      let column = known.contains(name) ? name : known.contains("line.\(name)") ? "line.\(name)" : nil
      guard let column else {
        error("R082", "\(what) has no column '\(name)'", entry.keyRange, help: suggestion(for: name, among: known))
        return nil
      }
      guard let text = entry.value.text else {
        error("R081", "a cell must be one text", entry.value.range)
        return nil
      }
      return RuleTest.Cell(name: column, text: entry.value.isPlainNull ? "" : text, range: entry.value.range)
    }
  }

  // MARK: Expectations

  /// What stands under 'expect' and is no field of an invoice.
  private static let verdicts = ["held_by", "skipped_by", "stopped_by", "warned_by", "noted_by"]

  private mutating func expectation(_ node: YAMLNode) -> RuleTest.Expectation? {
    guard let entries = node.entries else {
      error("R081", "'expect' must be a mapping", node.range)
      return nil
    }
    var verdicts: [RuleTest.Expectation] = []
    var fields: [RuleTest.Cell] = []
    for entry in entries {
      switch entry.key.text {
      case "held_by": verdicts.append(.held(words(entry.value), entry.keyRange))
      case "skipped_by": verdicts.append(.skipped(words(entry.value).first ?? "", entry.keyRange))
      case "stopped_by": verdicts.append(.stopped(words(entry.value).first ?? "", entry.keyRange))
      case "warned_by", "noted_by": continue
      case "lines" where entry.value.items != nil: fields += lines(entry)
      default: if let cell = field(entry.key.text, entry.keyRange, entry.value) { fields.append(cell) }
      }
    }
    if verdicts.count > 1 || !verdicts.isEmpty && !fields.isEmpty {
      error("R081", "a deal is held, skipped, or billed with fields: expect one of them", node.range)
      return nil
    }
    return verdicts.first ?? .fields(fields)
  }

  /// The codes under a key of 'expect' that may stand beside all others.
  private mutating func codes(_ key: String, _ node: YAMLNode) -> (codes: [String], range: SourceRange)? {
    guard let entry = node.entries?.first(where: { $0.key.text == key }) else { return nil }
    return (words(entry.value), entry.keyRange)
  }

  private mutating func words(_ node: YAMLNode) -> [String] {
    if let text = node.text { return [text] }
    let texts = node.items?.compactMap(\.text)
    if texts == nil || texts?.count != node.items?.count {
      error("R081", "expected a code or a list of codes", node.range)
    }
    return texts ?? []
  }

  /// `lines: [{ item: …, amount: … }]`: each line in turn, and no more lines than these.
  private mutating func lines(_ entry: YAMLEntry) -> [RuleTest.Cell] {
    let items = entry.value.items ?? []
    var cells = [RuleTest.Cell(name: "lines.count", text: String(items.count), range: entry.keyRange)]
    for (index, item) in items.enumerated() {
      for part in item.entries ?? [] {
        if let cell = field("lines[\(index + 1)].\(part.key.text)", part.keyRange, part.value) { cells.append(cell) }
      }
      if item.entries == nil { error("R081", "a line must be a mapping of fields to values", item.range) }
    }
    return cells
  }

  private mutating func field(_ name: String, _ range: SourceRange, _ value: YAMLNode) -> RuleTest.Cell? {
    guard let known = FieldName.canonical(name, lineRules: lineTargets) else {
      error("R083", "an invoice has no field '\(name)'", range, help: FieldName.suggestion(name))
      return nil
    }
    guard let text = value.text else {
      error("R081", "the value of '\(name)' must be one text", value.range)
      return nil
    }
    return RuleTest.Cell(name: known, text: value.isPlainNull ? "" : text, range: range)
  }
}
