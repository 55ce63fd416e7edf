import JSONRecords

/// The columns of each list of ``SentResults``, in the order of the file; a currency stands before its amounts.
extension SentResults {
  static var differenceColumns: [JSONColumn<MatchDifference>] {
    [
      .text("deal", \.deal), .text("invoice", \.invoice), .text("number", \.number), .text("field", \.field),
      .text("planned", \.planned), .text("stored", \.stored), .text("reason", \.reason), .text("currency", \.currency),
      .money("money", \.money, \.currency),
    ]
  }

  static var storedColumns: [JSONColumn<StoredTotals>] {
    [
      .text("currency", \.currency), .count("invoices", \.invoices), .money("planned", \.planned, \.currency),
      .money("voided", \.voided, \.currency), .money("deleted", \.deleted, \.currency),
      .money("tax", \.tax, \.currency), .money("total", \.total, \.currency), .money("paid", \.paid, \.currency),
      .money("open", \.open, \.currency),
      .optionalMoney("home", \.home) { _ in "" },
    ]
  }

  static var taxColumns: [JSONColumn<StoredTax>] {
    [
      .text("code", \.code), .text("currency", \.currency), .count("invoices", \.invoices),
      .optionalMoney("forecast", \.forecast, \.currency), .money("stored", \.stored, \.currency),
    ]
  }

  static var customerColumns: [JSONColumn<CustomerChange>] {
    [
      .text("customer", \.customer), .text("id", \.id), .text("what", \.what), .text("field", \.field),
      .text("before", \.before), .text("after", \.after), .text("decidedBy", \.decidedBy),
    ]
  }

  static var gapColumns: [JSONColumn<NumberGap>] {
    [.text("first", \.first), .text("last", \.last), .count("count", \.count), .text("cause", \.cause)]
  }

  static var statusColumns: [JSONColumn<StatusTotal>] {
    [
      .text("status", \.status), .text("currency", \.currency), .count("invoices", \.invoices),
      .money("total", \.total, \.currency), .money("open", \.open, \.currency),
    ]
  }

  static var receivablesColumns: [JSONColumn<ReceivablesTie>] {
    [.text("item", \.item), .text("currency", \.currency), .money("money", \.money, \.currency)]
  }

  static var changeColumns: [JSONColumn<ChangeAfterPosting>] {
    [
      .text("deal", \.deal), .text("invoice", \.invoice), .text("number", \.number), .text("side", \.side),
      .text("field", \.field), .text("before", \.before), .text("after", \.after), .text("seen", \.seen),
    ]
  }

  static var duplicateColumns: [JSONColumn<SuspectedDuplicate>] {
    [.text("deal", \.deal), .text("invoices", \.invoices)]
  }

  var json: OrderedJSON {
    .object([
      ("readAt", .text(readAt)), ("realm", .text(realm)), ("returned", .number(returned)), ("reread", .number(reread)),
      ("matched", .number(matched)), ("readFailure", .text(readFailure)), ("stopped", .text(stopped)),
      ("openOutcomes", .number(openOutcomes)),
      ("duplicates", Reconciliation.json(duplicates, Self.duplicateColumns)),
      ("invoiceIdHashTotal", .text(String(invoiceIDHashTotal))),
      ("differences", Reconciliation.json(differences, Self.differenceColumns)),
      ("stored", Reconciliation.json(stored, Self.storedColumns)),
      ("taxes", Reconciliation.json(taxes, Self.taxColumns)),
      ("customers", Reconciliation.json(customers, Self.customerColumns)),
      ("gaps", Reconciliation.json(gaps, Self.gapColumns)),
      ("statuses", Reconciliation.json(statuses, Self.statusColumns)),
      ("ageing", Reconciliation.json(ageing, AgedMoney.columns)),
      ("receivables", Reconciliation.json(receivables, Self.receivablesColumns)),
      ("changes", Reconciliation.json(changes, Self.changeColumns)),
    ])
  }

  init(_ reader: inout ReportReader, _ value: JSONValue) {
    self.init()
    readAt = reader.text(value, "readAt")
    realm = reader.text(value, "realm")
    returned = reader.count(value, "returned")
    reread = reader.count(value, "reread")
    matched = reader.count(value, "matched")
    readFailure = reader.text(value, "readFailure")
    stopped = reader.text(value, "stopped")
    openOutcomes = reader.count(value, "openOutcomes")
    duplicates = reader.rows(value, "duplicates", SuspectedDuplicate(), Self.duplicateColumns)
    invoiceIDHashTotal = Int(reader.text(value, "invoiceIdHashTotal")) ?? 0
    differences = reader.rows(value, "differences", MatchDifference(), Self.differenceColumns)
    stored = reader.rows(value, "stored", StoredTotals(), Self.storedColumns)
    taxes = reader.rows(value, "taxes", StoredTax(), Self.taxColumns)
    customers = reader.rows(value, "customers", CustomerChange(), Self.customerColumns)
    gaps = reader.rows(value, "gaps", NumberGap(), Self.gapColumns)
    statuses = reader.rows(value, "statuses", StatusTotal(), Self.statusColumns)
    ageing = reader.rows(value, "ageing", AgedMoney.empty, AgedMoney.columns)
    receivables = reader.rows(value, "receivables", ReceivablesTie(), Self.receivablesColumns)
    changes = reader.rows(value, "changes", ChangeAfterPosting(), Self.changeColumns)
  }
}

extension AgedMoney {
  static var empty: AgedMoney { AgedMoney(band: .unknown, currency: "", count: 0, money: 0) }
  static var columns: [JSONColumn<AgedMoney>] {
    [
      .word("age", \.band), .text("currency", \.currency), .count("count", \.count),
      .money("money", \.money, \.currency),
    ]
  }
}

extension RuleActivity {
  static var empty: RuleActivity { RuleActivity(kind: .skip, rule: "", place: "", words: "", deals: 0) }
  static var columns: [JSONColumn<RuleActivity>] {
    [
      .word("kind", \.kind), .text("rule", \.rule), .text("place", \.place), .text("words", \.words),
      .count("deals", \.deals),
    ]
  }
}

extension OverrideUse {
  static var empty: OverrideUse {
    OverrideUse(
      deal: "", answer: "", reason: "", author: "", answered: "", expires: "", place: "", state: .notNeeded)
  }
  static var columns: [JSONColumn<OverrideUse>] {
    [
      .text("deal", \.deal), .text("answer", \.answer), .text("reason", \.reason), .text("author", \.author),
      .text("answered", \.answered), .text("expires", \.expires), .text("place", \.place), .word("state", \.state),
    ]
  }
}
