import Deals
import RuleLanguage

/// The sections that decide: which deals, who is billed, for what.
extension StarterWriter {
  private static let wonWords = [
    "won", "closed won", "closedwon", "gewonnen", "ganho", "ganado", "gagnée", "gagné", "vyhráno", "vinto", "wygrana",
  ]

  /// The condition under which a deal is not won, with a comment; nil: the export does not tell.
  mutating func wonCondition() -> (condition: String, comment: String)? {
    if findings.source.fields["won_time"] != nil {
      // A deal that was lost or deleted after it was won keeps the time of winning.
      let further =
        (findings.source.fields["status"] == nil
          ? [] : ["{ status: { in: [open, lost, deleted, offen, verloren, aberto, perdido, perdue, abierto] } }"])
        + (findings.source.fields["deleted"] == nil ? [] : ["{ deleted: yes }"])
      guard !further.isEmpty else { return ("{ won_time: { empty: yes } }", "") }
      return ("{ any: [{ won_time: { empty: yes } }, \(further.joined(separator: ", "))] }", "")
    }
    for field in ["status", "stage"] {
      for column in findings.source.fields[field].map({ [$0] }) ?? findings.source.ambiguous[field] ?? [] {
        guard let choices = findings.sample.choices(column),
          let won = choices.first(where: { Self.wonWords.contains($0.lowercased()) })
        else { continue }
        let name = findings.sample.columns[column]
        if findings.source.ambiguous[field] != nil {
          let key = findings.sample.isJSON ? "json" : "header"
          declared.append(
            (
              field, "{ \(key): \(YAMLText.scalar(name)) }",
              "the header stands more than once; this one holds \(YAMLText.comment(won))"
            ))
        }
        let others = choices.map(YAMLText.comment).joined(separator: ", ")
        return ("{ \(field): { is_not: \(YAMLText.scalar(won)) } }", "seen: \(YAMLText.comment(others))")
      }
    }
    return nil
  }

  mutating func skip(_ won: (condition: String, comment: String)?) {
    add("skip:", "deals that never become invoices")
    if let won {
      add("  - { id: not-won, if: \(won.condition), because: the deal is not won }", won.comment)
    } else {
      let seen = ["status", "stage"].compactMap { field -> String? in
        guard let column = findings.source.fields[field] ?? findings.source.ambiguous[field]?.first,
          let choices = findings.sample.choices(column)
        else { return nil }
        return "\(field) holds \(choices.joined(separator: ", "))"
      }
      add("  - id: not-won")
      add(
        "    if: TODO",
        "which deals are not won; take this rule out if all are\(seen.isEmpty ? "" : "; " + YAMLText.comment(seen.joined(separator: "; ")))"
      )
      add("    because: the deal is not won")
    }
    add("")
  }

  private func present(_ fields: [String]) -> [String] { fields.filter { findings.source.fields[$0] != nil } }

  mutating func customer(_ country: String?, _ taxID: String?) {
    add("customer:")
    let names = present(["organization", "person"])
    add(
      names.isEmpty ? "  name: TODO" : "  name: { first_of: [\(names.joined(separator: ", "))], on_missing: hold }",
      names.isEmpty ? "such as \"{[Company]}\": a column by its header" : "as the customer is called in QuickBooks")
    let emails = present(["person.email", "person.email_other", "person.email_home"])
    if !emails.isEmpty { add("  email: { first_valid: [\(emails.joined(separator: ", "))] }") }
    if !present(["person.phone"]).isEmpty { add("  phone: \"{person.phone}\"") }
    address(country)
    if let taxID {
      add("  tax_id:")
      add("    from: \(taxID)")
      add("    scheme: by_country", country == nil ? "needs the country of the billing address" : "")
      add("    outcomes:")
      add("      - { if: { tax_id.state: { in: [malformed, checksum] } }, then: hold }")
    }
    add("")
  }

  private mutating func address(_ country: String?) {
    let street = present(["organization.street", "organization.house_number"]).map { "{\($0)}" }.joined(separator: " ")
    let whole = present(["organization.address"])
    var parts: [(String, String)] = []
    if !street.isEmpty, let whole = whole.first {
      parts.append(("line1", "{ first_of: [{ text: \"\(street)\" }, \(whole)] }"))
    } else if !street.isEmpty {
      parts.append(("line1", "\"\(street)\""))
    } else if let whole = whole.first {
      parts.append(("line1", "\"{\(whole)}\""))
    }
    for (key, field) in [
      ("line2", "organization.suite"), ("city", "organization.city"), ("region", "organization.region"),
      ("postal_code", "organization.postal_code"),
    ] where findings.source.fields[field] != nil {
      parts.append((key, "\"{\(field)}\""))
    }
    if let country {
      parts.append(("country", "\"{\(country)}\""))
    } else if history.map({ !$0.taxCodes.isEmpty }) ?? false {
      // The tax codes that the invoices taught go by it.
      parts.append(("country", "TODO"))
    }
    if parts.isEmpty { return }
    add("  billing_address:")
    for (key, value) in parts { add("    \(key): \(value)") }
  }

  mutating func currency() {
    let seen = findings.cells("currency")
    var known: [String] = []
    for code in seen where !known.contains(code) { known.append(code) }
    if findings.source.fields["currency"] != nil {
      add(
        "currency: { from: currency }", known.isEmpty ? "" : "seen: \(YAMLText.comment(known.joined(separator: ", ")))")
    } else if let column = findings.columnOfCurrencies {
      let seen = Set(findings.sample.cells(column).map { $0.uppercased() }).sorted()
      add(
        "currency: { from: \(YAMLText.quoted("[\(findings.sample.columns[column])]")) }",
        "seen: \(YAMLText.comment(seen.joined(separator: ", ")))")
    } else {
      add("currency: TODO", "no column is known to tell it: the code of the one currency, such as EUR")
    }
    add("")
  }

  mutating func invoice() {
    add("invoice:")
    let date = present(["won_time", "close_time", "close_date"]).first
    let others = present(["created", "updated", "expected_close_date"])
    add(
      "  date: \(date ?? "TODO")",
      date == nil
        ? "the invoice's date\(others.isEmpty ? "" : "; the export has \(others.joined(separator: ", "))"); without this line, the day of the run"
        : "")
    add("  terms: TODO", "by name as in QuickBooks; declare them: terms: { Net 30: net 30 }")
    let title = findings.source.fields["title"] != nil ? ": {title}" : ""
    add("  private_note: \"\(findings.sourceNote) deal {id}\(title)\"")
    add("")
  }

  // MARK: Lines

  mutating func lines() {
    add("lines:")
    let fields = findings.lineFields
    if !fields.isEmpty { productLine(fields) }
    if fields.isEmpty || findings.source.fields["value"] != nil && !findings.isRowPerProduct {
      add("  - id: whole-deal")
      if !fields.isEmpty { add("    each: deal_without_products") }
      let items = history.map(\.allItems.words) ?? ""
      add(
        "    item: TODO",
        "the product or service in QuickBooks, by name\(items.isEmpty ? "" : "; people chose \(YAMLText.comment(items))")"
      )
      if findings.source.fields["title"] != nil { add("    description: \"{title}\"") }
      if findings.source.fields["value"] != nil {
        add("    amount: value")
      } else {
        let header = amountColumn.map { YAMLText.scalar(findings.sample.columns[$0]) } ?? "\"Daily Price\""
        add(
          "    amount: TODO",
          "declare its column above as value: { header: \(YAMLText.comment(header)), type: number }, and write value; reports count the deals' money under this name"
        )
      }
    }
    add("")
  }

  private mutating func productLine(_ fields: Set<String>) {
    add("  - id: products")
    add("    each: product")
    if fields.contains("line.enabled") { add("    leave_out_if: { line.enabled: no }", "attached, but not sold") }
    let name = ["line.name", "line.code", "line.description"].first(where: fields.contains)
    add("    item: \(name.map { "{ table: items, key: \($0) }" } ?? "TODO")")
    if let words = ["line.description", "line.name"].first(where: fields.contains) {
      add("    description: \"{\(words)}\"")
    }
    let hasQuantity = fields.contains("line.quantity")
    if fields.contains("line.price") {
      if hasQuantity { add("    quantity: line.quantity") }
      if fields.contains("line.discount_amount") {
        add("    price: { first_of: [line.price - line.discount_amount, line.price] }", "the discount is off each unit")
      } else {
        add("    price: line.price")
      }
      discount(fields)
    } else {
      add("    amount: \(fields.contains("line.sum") ? "line.sum" : "TODO")")
    }
  }

  private mutating func discount(_ fields: Set<String>) {
    if fields.contains("line.discount_percent") {
      add("    discount_percent: line.discount_percent")
    } else if fields.contains("line.discount"), fields.contains("line.discount_type") {
      add("    discount_percent: { when: [{ if: { line.discount_type: { is_not: amount } }, use: line.discount }] }")
      add("    discount_amount: { when: [{ if: { line.discount_type: amount }, use: line.discount }] }")
    } else if fields.contains("line.discount") {
      add("    discount_percent: TODO", "line.discount; or discount_amount, when it is money off the line")
    }
  }

  mutating func taxes(_ country: String?) {
    add("taxes:")
    if let history, !history.taxCodes.isEmpty {
      if !history.codes.isEmpty {
        add("  codes: { \(history.codes) }", "with the rates that were seen; see that they are right")
      }
      add("  code: { table: tax_codes, key: customer.country }")
      return
    }
    let codes = history.map(\.allCodes.words) ?? ""
    add("  # codes: { 19% USt: 19, 7% USt: 7 }", "the tax codes by their names in QuickBooks, with their rates")
    let example =
      country == nil
      ? "; a rule can go by customer.country once the customer has billing_address: { country: … }"
      : ", or a rule: { when: [{ if: { customer.country: DE }, use: … }], otherwise: … }"
    add(
      "  code: TODO",
      "the code of a line\(example)\(codes.isEmpty ? "" : "; people chose \(YAMLText.comment(codes))")")
  }
}

extension ExportFindings {
  /// The source as a note may name it.
  var sourceNote: String { source.profile.name == "generic" ? "CRM" : sourceName }
}
