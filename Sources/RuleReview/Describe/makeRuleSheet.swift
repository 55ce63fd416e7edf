import Bytes
import Calendars
import Countries
import Deals
public import Diagnostics
import Invoices
import Money
import Pipeline
public import RuleLanguage

/// Turns rules into sentences: each rule once, in the order of an invoice.
///
/// - Throws: S039 on a machine that computes no digests.
public func ruleSheet(_ rules: CompiledRules) throws(RefusedInput) -> RuleSheet {
  SheetWriter(rules).sheet(fingerprint: try fingerprint(of: rules.sources))
}

struct SheetWriter {
  let rules: CompiledRules
  let phrases: Phrases

  init(_ rules: CompiledRules) {
    self.rules = rules
    phrases = Phrases(rules)
  }

  func sheet(fingerprint: String) -> RuleSheet {
    let sections = [
      companySection, sourceSection, termsSection, tableSection, valueSection, skipSection, checkSection,
      customerSection, currencySection, templateSection, invoiceSection, lineSection, discountSection, taxSection,
      comparisonSection,
    ]
    return RuleSheet(
      company: rules.company.name, file: rules.file.split(separator: "/").last.map(String.init) ?? rules.file,
      fingerprint: fingerprint, sections: sections.filter { !$0.isEmpty })
  }

  func name(_ rule: Int32) -> String { phrases.names[Int(rule)] }

  func setting(_ sentence: String) -> RuleSheet.Entry { RuleSheet.Entry(id: nil, sentence: sentence) }

  /// One field: what it is, and what happens without a value.
  func entry(_ field: FieldRule, _ label: String, only: String = "") -> RuleSheet.Entry {
    let (words, parts) = phrases.value(field.node)
    let missing =
      switch field.onMissing {
      case .leaveOut: ""
      case .hold: " Without it the deal is held."
      case .skip: " Without it the deal is skipped."
      case .fail: " Without it the run stops."
      }
    return RuleSheet.Entry(
      id: name(field.rule), sentence: "\(only)\(label) \(label == "The terms" ? "are" : "is") \(words).\(missing)",
      parts: parts)
  }

  // MARK: Who, whence

  private var companySection: RuleSheet.Section {
    let company = rules.company
    var entries = [
      setting(
        "The invoices are those of \(company.name) in \(company.country.name), whose home currency is \(company.currency.code); dates are those of \(company.zoneName)."
      ),
      setting(
        company.hasMulticurrency
          ? "Other currencies are billed too." : "A deal in another currency is held: the company has no multicurrency."
      ),
    ]
    if let closed = company.closedThrough {
      entries.append(
        setting(
          "Books are closed through \(closed); an invoice of that day or an earlier one is \(company.movesToOpenDay ? "dated on the first open day" : "held")."
        ))
    }
    if let earliest = company.earliestDate { entries.append(setting("Nothing is dated before \(earliest).")) }
    entries.append(
      setting(
        company.futureDays == 0
          ? "No invoice is dated later than the day of the run."
          : "An invoice may be dated up to \(company.futureDays) days after the run."))
    return RuleSheet.Section(title: "Company", entries: entries)
  }

  private var sourceSection: RuleSheet.Section {
    let settings = rules.settings
    let sign = settings.decimal == UInt8(ascii: ",") ? "a comma" : "a point"
    let zone = settings.timeZone ?? rules.company.zoneName
    var entries = [
      setting(
        "Deals come from \(rules.profile.name); each row is a \(settings.rows == .deal ? "deal" : "product of a deal")."
      ),
      setting(
        "Numbers have \(sign) before the decimals\(settings.grouping == .none ? "" : ", and \(settings.grouping.rawValue) between thousands"); dates are written \(settings.dates.joined(separator: " or "))."
      ),
      setting(
        "Times without a zone are those of \(zone)\(settings.isJSONTimeUTC && zone != "UTC" ? ", in JSON those of UTC" : "")."
      ),
      setting("The deal's id is \(rules.dealColumns[Int(rules.idColumn)].name)."),
    ]
    if !settings.emptyTexts.isEmpty {
      entries.append(setting("A cell that says \(quotedList(settings.emptyTexts)) is empty."))
    }
    if (rules.dealColumns + rules.lineColumns).contains(where: { $0.kind == .yesNo }) {
      entries.append(setting("Yes is \(quotedList(settings.yesWords)), no is \(quotedList(settings.noWords))."))
    }
    if let encoding = settings.encoding { entries.append(setting("CSV files are in \(encoding).")) }
    let rows = (rules.dealColumns + rules.lineColumns).sorted { $0.name < $1.name }.map { column in
      [
        column.name, column.kind.rawValue.replacing("_", with: " or "), header(column), empty(column),
        column.cleaning.phrase,
      ]
    }
    // Hardly any rule file has something in the last two.
    let titles = ["Name", "Type", "Header in the export", "Empty means", "Read"]
    let width = (1...titles.count).last { width in rows.contains { !$0[width - 1].isEmpty } } ?? titles.count
    return RuleSheet.Section(
      title: "Source", entries: entries,
      tables: [
        RuleSheet.Table(
          caption: "Columns that the rules read", header: Array(titles.prefix(width)),
          rows: rows.map { Array($0.prefix(width)) })
      ])
  }

  private func quotedList(_ words: [String]) -> String { words.map { "“\($0)”" }.joined(separator: " or ") }

  private func header(_ column: Column) -> String {
    switch column.request.source {
    case .field(let field): field.headers.first ?? field.json.first ?? ""
    case .header(let aliases, let json): (aliases.isEmpty ? json : aliases).joined(separator: " or ")
    }
  }

  private func empty(_ column: Column) -> String {
    column.emptyMeans >= 0 ? phrases.value(column.emptyMeans).words : ""
  }

  private var termsSection: RuleSheet.Section {
    guard !rules.terms.isEmpty else { return RuleSheet.Section(title: "Payment terms") }
    return RuleSheet.Section(
      title: "Payment terms",
      tables: [
        RuleSheet.Table(
          caption: "When an invoice falls due", header: ["Terms", "Due"],
          rows: rules.terms.map { [$0.name.string, words($0.terms)] })
      ])
  }

  private func words(_ terms: PaymentTerms) -> String {
    switch terms {
    case .net(0): "at once"
    case .net(let days): "\(days) days after its date"
    case .endOfMonth: "at the end of its month"
    case .netThenEndOfMonth(let days): "at the end of the month that \(days) days lead to"
    case .endOfMonthThenNet(let days): "\(days) days after the end of its month"
    case .dateDriven(let day, let within):
      "on day \(day) of the month\(within == 0 ? "" : ", or of the next when that is within \(within) days")"
    }
  }

  private var tableSection: RuleSheet.Section {
    let tables = rules.tables.map { table -> RuleSheet.Table in
      let unknown =
        table.otherwise != nil
        ? ""
        : table.onUnknown == .hold
          ? "; a key that is not here holds the deal" : "; a key that is not here gives nothing"
      var rows = table.rows.map { row in
        row.key.string.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
          + row.values.map(\.string)
      }
      if let otherwise = table.otherwise {
        rows.append(
          ["anything else"] + Array(repeating: "", count: table.keyNames.count - 1) + otherwise.map(\.string))
      }
      return RuleSheet.Table(
        caption: "\(table.name)\(unknown)", header: table.keyNames + table.valueNames, rows: rows)
    }
    return RuleSheet.Section(title: "Tables", tables: tables)
  }

  private var valueSection: RuleSheet.Section {
    RuleSheet.Section(
      title: "Values",
      entries: rules.values.map { value in
        let (words, parts) = phrases.value(value.node)
        return RuleSheet.Entry(id: nil, sentence: "\(value.name) is \(words).", parts: parts)
      })
  }

  private var skipSection: RuleSheet.Section {
    var entries = rules.skips.map { skip -> RuleSheet.Entry in
      let (words, parts) = phrases.condition(skip.condition)
      return RuleSheet.Entry(
        id: name(skip.rule), sentence: "A deal is not billed if \(words), because \(skip.because).", parts: parts)
    }
    let zero =
      switch rules.taxes.onZeroTotal {
      case .keep: "A deal whose invoice comes to zero is billed all the same."
      case .leaveOut: "A deal whose invoice comes to zero is not billed."
      case .hold: "A deal whose invoice comes to zero is held."
      }
    entries.append(RuleSheet.Entry(id: name(rules.zeroTotalRule), sentence: zero))
    return RuleSheet.Section(title: "Deals that are not billed", entries: entries)
  }

  private var checkSection: RuleSheet.Section {
    RuleSheet.Section(
      title: "Checks",
      entries: rules.checks.map { check in
        let (words, parts) = phrases.condition(check.condition)
        let act =
          switch check.severity {
          case .error: "the run stops"
          case .hold: "the deal is held"
          case .warn: "the deal is billed with a warning"
          case .note: "the deal is billed with a note"
          }
        let owner = check.owner.map { " Ask \($0)." } ?? ""
        let link = check.link.map { " See \($0)." } ?? ""
        return RuleSheet.Entry(
          id: name(check.rule), sentence: "If \(words), \(act): \(check.message).\(owner)\(link)", parts: parts)
      })
  }
}

extension Cleaning {
  /// What it does to a text beyond taking blanks off its ends; empty when nothing.
  var phrase: String {
    var words: [String] = []
    if contains(.collapse) { words.append("with single blanks") }
    if contains(.upper) { words.append("in capitals") }
    if contains(.lower) { words.append("in small letters") }
    if !contains(.trim) { words.append("with the blanks at its ends") }
    return words.joined(separator: ", ")
  }
}
