import Deals
import Diagnostics
import Bytes
import Calendars
import Countries
import Invoices
import Money
import RuleLanguage
import TaxIdentifiers

/// From rules to a finished invoice, section by section; every section runs even when an earlier one found a problem,
/// so that all problems of a deal are told at once.
extension Evaluator {
  func buildInvoice() {
    let currency = currencyOfDeal(isQuiet: false)
    invoice.reset(currency: currency ?? plan.home)
    if let currency { setCurrency(currency) }
    invoice.isUnitedStates = plan.isUnitedStates
    invoice.sendsTaxDetail = rules.taxes.sendsDetail
    invoice.sendsCurrency = plan.hasMulticurrency
    buildCustomer()
    let index = chooseTemplate()
    guard index >= 0 else { return }
    buildHeader()
    buildLines(index)
    if usedTreatments != 0 { applyTreatments() }
    // Sums of a deal that is held or skipped anyway would only lead to further, confusing messages.
    guard !mustHold, skippedByField < 0, currency != nil else { return }
    finish()
  }

  // MARK: Currency

  /// The deal's currency; problems are told unless `isQuiet`.
  func currencyOfDeal(isQuiet: Bool) -> Currency? {
    let value = fact(.currency)
    guard case .text(let code) = value else {
      if case .missing = value, !isQuiet { _ = text(rules.currency.field) }
      return nil
    }
    if let currency = Currency.current(code),
      isQuiet
        || (currency.minorDigits <= 2 && plan.isAllowed[Int(currency.index)]
          && (plan.hasMulticurrency || currency == plan.home))
    {
      return currency
    }
    return unusualCurrency(code, isQuiet: isQuiet)
  }

  /// A currency that something is to be said about.
  @inline(never)
  private func unusualCurrency(_ code: ByteView, isQuiet: Bool) -> Currency? {
    let rule = rules.currency.field.rule
    switch Currency.find(code) {
    case .current(let currency):
      if isQuiet { return currency }
      if currency.minorDigits > 2 {
        hold(
          problem(
            .currencyDecimals, "\(code) has \(currency.minorDigits) decimals; QuickBooks keeps two",
            fix: "bill this deal by hand", rule: rule))
      }
      if !rules.currency.allowed.isEmpty, !rules.currency.allowed.contains(currency) {
        hold(
          problem(
            .currencyNotAllowed, "the currency \(code) is not allowed",
            fix: "correct the deal, or add \(code) to 'currency: allowed'", rule: rule))
      }
      if !rules.company.hasMulticurrency, currency != rules.company.currency {
        hold(
          problem(
            .noMulticurrency, "\(code) is not the company's currency and the company has no multicurrency",
            fix: "switch multicurrency on in QuickBooks and in 'company'", rule: rule))
      }
      return currency
    case .withdrawn(let successor, let note):
      if !isQuiet {
        hold(
          problem(
            .withdrawnCurrency, "\(code) is no longer a currency (\(note))",
            fix: successor.map { "convert the deal to \($0)" } ?? "correct the deal's currency", rule: rule))
      }
    case .notMoney:
      if !isQuiet {
        hold(
          problem(
            .unknownCurrency, "\(code) is not money that an invoice can be in", fix: "correct the deal's currency",
            rule: rule))
      }
    case .unknown:
      if !isQuiet {
        hold(
          problem(
            .unknownCurrency, "'\(shortened(code))' is not a currency of ISO 4217", fix: "correct the deal's currency",
            rule: rule))
      }
    }
    return nil
  }

  /// Notes the deal's own value in its currency.
  func setCurrency(_ currency: Currency) {
    hasCurrency = true
    invoice.currency = currency
    guard rules.dealValue.column >= 0, case .number(let value) = column(Int(rules.dealValue.column)) else { return }
    if let units = value.minorUnits(currency.minorDigits) {
      dealValue = units
    } else if rules.dealValue.meaning != .ignore {
      let name = rules.dealColumns[Int(rules.dealValue.column)].name
      hold(
        problem(
          .tooManyDecimals, "\(name) \(value.description) has more decimals than \(currency.code)",
          cause: "the deal's value has more decimals than its currency", fix: "round the deal's value in the CRM",
          cell: cell(Int(rules.dealValue.column), isLine: false)))
    }
  }

  /// The header rules of the template chosen, and the customer's, read in place.
  private var header: InvoiceRules {
    @inline(__always) _read { yield plan.templates[template].invoice }
  }
  var customerRules: CustomerRules {
    @inline(__always) _read { yield plan.customer.value }
  }

  // MARK: Customer

  private func buildCustomer() {
    let (firstProblem, wasHeld) = (problems.count, mustHold)
    var name = text(customerRules.name) ?? .empty
    if hasCurrency, invoice.currency != plan.home, let other = text(customerRules.foreignCurrencyName) {
      name = other
    }
    invoice.customer.displayName = checkedName(name, customerRules.name.rule, limit: 500)
    invoice.customer.companyName = text(customerRules.companyName, limit: 100)
    if let field = customerRules.givenName {
      invoice.customer.givenName = checkedName(text(field) ?? .empty, field.rule, limit: 100)
    }
    if let field = customerRules.familyName {
      invoice.customer.familyName = checkedName(text(field) ?? .empty, field.rule, limit: 100)
    }
    invoice.customer.email = checkedEmail(text(customerRules.email), customerRules.email)
    invoice.customer.phone = text(customerRules.phone, limit: 30)
    invoice.customer.notes = text(customerRules.notes, limit: 2000)
    if let rules = customerRules.billingAddress { invoice.customer.billingAddress = address(rules) }
    if let rules = customerRules.shippingAddress { invoice.customer.shippingAddress = address(rules) }
    if overrideIndex >= 0 { overrideCustomer(problemsFrom: firstProblem, wasHeld: wasHeld) }
    decideTaxIdentifier()
  }

  /// A name without what QuickBooks forbids in names: colon, tab, line break.
  private func checkedName(_ name: ByteView, _ rule: Int32, limit: Int) -> ByteView {
    guard !name.isEmpty else { return name }
    var result = name
    if name.hasControl(or: UInt8(ascii: ":")) {
      if rules.customer.replacesForbiddenCharacters {
        let start = scratch.count
        for i in 0..<name.count {
          let byte = name[i]
          scratch.append(byte == UInt8(ascii: ":") ? UInt8(ascii: "-") : byte < 0x20 ? 0x20 : byte)
        }
        result = arena.take(from: &scratch, startingAt: start)
        if trace != nil { traceChange(rule, "signs that QuickBooks refuses in names replaced", "\"\(result)\"") }
      } else {
        hold(
          problem(
            .forbiddenCharacter,
            "the name '\(shortened(name))' holds a colon, tab or line break, which QuickBooks refuses",
            cause: "a name holds a character that QuickBooks refuses",
            fix: "correct the name, or say 'forbidden_characters: replace' under 'customer'", rule: rule))
      }
    }
    if result.count > limit, result.scalarCount > limit {
      hold(
        problem(
          .textTooLong, "the name '\(shortened(name))' is longer than \(limit) characters",
          cause: "a name is longer than \(limit) characters", fix: "shorten it in the CRM, or use left(…, \(limit))",
          rule: rule))
    }
    return result
  }

  /// A text field within QuickBooks' limit, empty without a value.
  @inline(__always)
  func text(_ field: FieldRule?, limit: Int) -> ByteView {
    guard let field else { return .empty }
    return limited(text(field), field, limit)
  }

  /// A text within QuickBooks' limit; a longer one is a hold, never cut silently.
  @inline(__always)
  func limited(_ text: ByteView?, _ field: FieldRule, _ limit: Int) -> ByteView {
    guard let text else { return .empty }
    if text.count > limit { holdTooLong(text, field, limit) }
    return text
  }

  @inline(never)
  private func holdTooLong(_ text: ByteView, _ field: FieldRule, _ limit: Int) {
    if text.scalarCount > limit {
      let target = rules.rules[Int(field.rule)].target
      hold(
        problem(
          .textTooLong, "\(target) has \(text.scalarCount) characters; QuickBooks takes \(limit)",
          cause: "\(target) is longer than \(limit) characters", fix: "shorten it in the CRM, or use left(…, \(limit))",
          rule: field.rule))
    }
  }

  private func checkedEmail(_ text: ByteView?, _ field: FieldRule?) -> ByteView {
    guard let text, let field else { return .empty }
    if case .firstEmail = store.node(field.node) { return text }
    if text.isEmailAddress { return text }
    hold(
      problem(
        .badEmail, "'\(shortened(text))' is not one e-mail address", cause: "an e-mail address is malformed",
        fix: "correct it in the CRM, or use 'first_valid' to take the first good one", rule: field.rule))
    return .empty
  }

  private func address(_ r: AddressRules) -> PostalAddress {
    var address = PostalAddress()
    address.line1 = text(r.line1, limit: 500)
    address.line2 = text(r.line2, limit: 500)
    address.city = text(r.city, limit: 255)
    address.region = text(r.region, limit: 255)
    address.postalCode = text(r.postalCode, limit: 30)
    let country = text(r.country, limit: 255)
    // QuickBooks wants the three-letter code or a full name.
    address.country = country.isEmpty ? country : self.country(country)?.alpha3 ?? country
    if trace != nil, let rule = r.country?.rule, address.country != country {
      traceChange(rule, "sent as its three letters", "\"\(address.country)\"")
    }
    return address
  }

  private func decideTaxIdentifier() {
    guard plan.hasTaxIdentifier else { return }
    let judged = judgedTaxIdentifier()
    let state = judged?.state ?? ByteView("absent")
    if let trace {
      trace.begin(rules.rules[Int(plan.taxSource.rule)])
      trace.note("state \(state)")
    }
    var action = TaxIdentifierRules.Outcome.Action.keep
    for index in 0..<plan.outcomes.count where holds(plan.outcomes[index].condition) {
      action = plan.outcomes[index].action
      if let trace { trace.enter(rules.rules[Int(plan.outcomes[index].rule)]) }
      if action == .hold || action == .warn || (action == .drop && judged != nil) {
        add(taxProblem(state, judged?.text, plan.outcomes[index]))
      }
      break
    }
    trace?.end(action == .keep ? judged.map { "\"\($0.text)\"" } ?? "nothing" : action.rawValue)
    guard let judged, action == .keep || action == .warn else { return }
    let text = judged.text
    if judged.isMasked {
      hold(
        problem(
          .taxIDMasked,
          "the tax id '\(shortened(text))' is masked, as QuickBooks shows it; sent back it would replace the number",
          cause: "a tax id is masked, as QuickBooks shows it", fix: "put the whole number into the CRM",
          rule: plan.taxSource.rule))
    }
    let field = taxIdentifierField(judged)
    if let trace, field != .primary {
      trace.begin(target: "customer.tax_id.field")
      if case .byCompany = plan.taxTarget { trace.note("usual for a company in \(rules.company.country.alpha2)") }
      trace.end(field.rawValue)
    }
    if let limit = field.limit, text.count > limit {
      hold(
        problem(
          .textTooLong, "the tax id '\(shortened(text))' is longer than \(limit) characters",
          cause: "a tax id is longer than \(limit) characters", fix: "correct it in the CRM", rule: plan.taxSource.rule)
      )
    }
    invoice.customer.taxIdentifierField = field
    if field == .none { return }
    if field == .notes {
      appendToNotes(text)
    } else {
      invoice.customer.taxIdentifier = text
    }
  }

  private func appendToNotes(_ text: ByteView) {
    let start = scratch.count
    scratch.append(invoice.customer.notes)
    if scratch.count > start { scratch.append(UInt8(ascii: "\n")) }
    scratch.append("Tax ID ")
    scratch.append(text)
    invoice.customer.notes = arena.take(from: &scratch, startingAt: start)
  }

  private func taxProblem(
    _ state: ByteView, _ text: ByteView?, _ outcome: TaxIdentifierRules.Outcome
  ) -> DealProblem {
    let claimed = state.equals("malformed") ? text.flatMap { countryOfPrefix($0) } : nil
    let code: HoldCode =
      switch state.string {
      case "absent": .taxIDAbsent
      case "malformed": claimed == nil ? .taxIDMalformed : .taxIDOfOtherCountry
      case "checksum": .taxIDChecksum
      case "unknown_country": .taxIDUnknownScheme
      default: .taxIDMalformed
      }
    let shown = text.map { shortened($0) } ?? ""
    let words =
      switch code {
      case .taxIDAbsent: "the tax id is missing"
      case .taxIDChecksum: "the tax id '\(shown)' has a wrong check digit"
      case .taxIDOfOtherCountry: "the tax id '\(shown)' is a number of another country (\(claimed ?? ""))"
      case .taxIDUnknownScheme: "the tax id '\(shown)' cannot be checked: the country is unknown"
      default: "the tax id '\(shown)' does not have the right form"
      }
    return problem(
      code, outcome.message ?? words, cause: outcome.message ?? words.replacing(quotedIn: words),
      fix: outcome.action == .drop
        ? "the tax id is left out; correct it in the CRM if the customer has one"
        : "correct the tax id in the CRM, or ask the customer", rule: outcome.rule,
      severity: outcome.action == .warn ? .warn : outcome.action == .drop ? .note : .hold)
  }

  /// The country that the number itself names, when that is not the customer's.
  private func countryOfPrefix(_ text: ByteView) -> String? {
    guard case .ofCountry? = rules.customer.taxIdentifier?.scheme, case .text(let code) = fact(.customerCountry) else {
      return nil
    }
    return TaxIdentifierCountry.find(code)?.conflictingPrefix(text)
  }

  // MARK: Header

  private func buildHeader() {
    invoice.date = openDate(date(header.date), header.date)
    invoice.terms = text(header.terms, limit: 31)
    buildDueDate()
    invoice.number = number21(text(header.number), header.number)
    invoice.privateNote = marked(text(header.privateNote) ?? .empty)
    invoice.customerMemo = text(header.customerMemo, limit: 1000)
    invoice.className = text(header.className, limit: 100)
    invoice.location = text(header.location, limit: 100)
    invoice.shipDate = date(header.shipDate)
    invoice.trackingNumber = text(header.trackingNumber) ?? .empty
    if let rate = number(header.exchangeRate), hasCurrency, invoice.currency != plan.home {
      if rate > .zero {
        invoice.exchangeRate = rate
      } else {
        hold(
          problem(
            .badSetting, "the exchange rate \(rate.description) is not above zero", fix: "correct the rate",
            rule: header.exchangeRate?.rule))
      }
    }
    buildEmail()
    if header.onlineCard >= 0 { invoice.onlineCardPayment = isOn(header.onlineCard, "invoice.online_card_payment") }
    if header.onlineBank >= 0 { invoice.onlineBankPayment = isOn(header.onlineBank, "invoice.online_bank_payment") }
    for place in header.customFields.indices {
      let field = header.customFields[place]
      if let value = text(field.field) {
        invoice.customFields.append(
          CustomFieldValue(definitionID: field.definitionID, name: field.name, value: limited(value, field.field, 31)))
      }
    }
    invoice.taxMode = taxMode(header.taxMode)
  }

  /// The note with the marker of the deal below it, by which the invoice is found again when its answer was lost.
  private func marked(_ note: ByteView) -> ByteView {
    let start = scratch.count
    scratch.append(note)
    if !note.isEmpty { scratch.append(UInt8(ascii: "\n")) }
    scratch.append(
      markerOf: block.cell(deal: deal, column: Int(rules.idColumn)).trimmed, source: rules.sourceName,
      part: ByteView("1"))
    let text = arena.take(from: &scratch, startingAt: start)
    if let trace {
      trace.begin(target: "invoice.marker")
      trace.read(rules.dealColumns[Int(rules.idColumn)], block, deal: deal, line: -1, Int(rules.idColumn))
      trace.note("stands below the private note, so that the invoice is known again")
      trace.end("\"\(text.dropFirst(note.isEmpty ? 0 : note.count + 1))\"")
    }
    if text.count > 4000, text.scalarCount > 4000 {
      hold(
        problem(
          .textTooLong,
          "the private note has \(text.scalarCount) characters with the deal's marker; QuickBooks takes 4000",
          cause: "the private note is longer than 4000 characters",
          fix: "shorten it in the CRM, or use left(…, 3900)", rule: header.privateNote?.rule))
    }
    return text
  }

  private func taxMode(_ field: FieldRule?) -> TaxMode {
    guard let field else { return plan.isUnitedStates || plan.hasTaxCodes ? .exclusive : .none }
    guard let word = text(field) else { return .exclusive }
    if word.equals("exclusive") { return .exclusive }
    if word.equals("inclusive") { return .inclusive }
    if word.equals("none") { return .none }
    hold(
      problem(
        .badSetting, "the tax mode '\(shortened(word))' is not exclusive, inclusive or none",
        fix: "correct the value, or map it in a table", rule: field.rule))
    return .none
  }

  private func number21(_ number: ByteView?, _ field: FieldRule?) -> ByteView {
    guard let number, let field else { return .empty }
    if number.count > 21, number.scalarCount > 21 {
      hold(
        problem(
          .numberTooLong, "the invoice number '\(shortened(number))' is longer than 21 characters",
          cause: "an invoice number is longer than 21 characters", fix: "shorten the pattern", rule: field.rule))
    }
    return number
  }

  /// Whether a switch is on, recorded as a field of its own.
  private func isOn(_ condition: NodeID, _ target: String) -> Bool {
    guard let trace else { return holds(condition) }
    trace.begin(target: target)
    if let range = rules.nodeRanges[Int(condition)] { trace.note("decided at \(range.file):\(range.line)") }
    let isOn = holds(condition)
    trace.end(isOn ? "yes" : "no")
    return isOn
  }

  private func buildEmail() {
    if let field = header.emailTo {
      invoice.email.to = checkedEmail(text(field), field)
    } else {
      invoice.email.to = invoice.customer.email
    }
    if let field = header.emailCc { invoice.email.cc = text(field, limit: 200) }
    if let field = header.emailBcc { invoice.email.bcc = text(field, limit: 200) }
    let send = header.emailSend
    if send >= 0, isOn(send, "invoice.email_send") {
      if invoice.email.to.isEmpty {
        hold(
          problem(
            .badEmail, "QuickBooks is to send this invoice, but there is no e-mail address",
            fix: "fill in the address in the CRM, or change 'email_send'"))
      }
      invoice.email.isSentByQuickBooks = true
    }
  }

  // MARK: Dates

  /// The date within the open books, or a hold.
  private func openDate(_ date: CivilDate?, _ field: FieldRule) -> CivilDate? {
    guard let date else { return nil }
    let isUsual =
      date <= plan.latestDate && plan.closedThrough.map { date > $0 } ?? true
      && date >= plan.earliestDate
    return isUsual ? date : unusualDate(date, field)
  }

  /// A date that something is to be said about.
  @inline(never)
  private func unusualDate(_ wanted: CivilDate, _ field: FieldRule) -> CivilDate {
    var date = wanted
    if let closed = plan.closedThrough, date <= closed {
      if rules.company.movesToOpenDay {
        let open = closed.adding(days: 1)
        add(
          problem(
            .movedDate, "the date \(date) is in closed books and moved to \(open)",
            cause: "dates in closed books moved to the first open day", fix: "nothing to do", rule: field.rule,
            severity: .note))
        date = open
        if trace != nil { traceChange(field.rule, "moved out of the closed books", date.description) }
      } else {
        hold(
          problem(
            .closedPeriod, "the date \(date) is in books closed through \(closed)",
            cause: "the date is in closed books",
            fix: "date the invoice in an open period, or say 'on_closed_books: first_open_day'", rule: field.rule))
      }
    }
    if date < plan.earliestDate {
      hold(
        problem(
          .tooEarly, "the date \(date) is before the earliest allowed, \(plan.earliestDate)",
          cause: "the date is before the earliest allowed",
          fix: "correct the date, or 'earliest_date' under 'company' (ten years before the run without it)",
          rule: field.rule))
    }
    if date > plan.latestDate {
      hold(
        problem(
          .futureDate, "the date \(date) is later than the run date \(runDate) allows",
          cause: "the date is in the future", fix: "correct the date, or raise 'company: future_days'", rule: field.rule
        ))
    }
    return date
  }

  private func buildDueDate() {
    if let field = header.due {
      invoice.dueDate = date(field)
    } else if let date = invoice.date, !invoice.terms.isEmpty {
      if let place = (0..<plan.terms.count).first(where: { plan.terms[$0].name.equalsFolded(invoice.terms) }) {
        let terms = plan.terms[place]
        invoice.dueDate = terms.terms.dueDate(from: date)
        if let trace, let due = invoice.dueDate, let field = header.terms {
          trace.begin(rules.rules[Int(field.rule)], target: "invoice.due")
          trace.rest(on: rules.rules[Int(header.date.rule)].target, rules.rules[Int(field.rule)].target)
          trace.note("terms \(terms.name) from \(date)")
          trace.end(due.description)
        }
      } else {
        hold(
          problem(
            .badSetting, "the payment terms '\(shortened(invoice.terms))' are not declared",
            fix: "declare them under 'terms'", rule: header.terms?.rule))
      }
    }
    if let due = invoice.dueDate, let date = invoice.date, due < date {
      hold(
        problem(
          .dueBeforeDate, "the due date \(due) is before the invoice date \(date)",
          cause: "the due date is before the invoice date", fix: "correct the date, or the rule for 'due'",
          rule: (header.due ?? header.terms)?.rule))
    }
  }
}

extension String {
  /// The text without what stands in quotes: the same for all deals of one cause.
  func replacing(quotedIn text: String) -> String {
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return parts.count == 3 ? "\(parts[0])…\(parts[2])" : text
  }
}
