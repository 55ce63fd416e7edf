import Bytes
import Calendars
import Deals
import Diagnostics
import Invoices
import Money
import RuleLanguage

/// The head of an invoice: dates, terms, number, memo and note, custom fields, e-mail.
extension Evaluator {
  func buildHeader() {
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
            field: header.exchangeRate))
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
          fix: "shorten it in the CRM, or use left(…, 3900)", field: header.privateNote))
    }
    return text
  }

  private func taxMode(_ field: FieldRule?) -> TaxMode {
    guard let field else { return plan.isUnitedStates || plan.hasTaxCodes ? .exclusive : .none }
    guard let word = text(field) else { return .exclusive }
    if word.equals("exclusive") { return .exclusive }
    if word.equals("inclusive") {
      guard plan.isUnitedStates else { return .inclusive }
      hold(
        problem(
          .badSetting, "a company in the United States has no prices with tax: QuickBooks adds sales tax to them",
          fix: "say exclusive or none", field: field))
      return .none
    }
    if word.equals("none") { return .none }
    hold(
      problem(
        .badSetting, "the tax mode '\(shortened(word))' is not exclusive, inclusive or none",
        fix: "correct the value, or map it in a table", field: field))
    return .none
  }

  private func number21(_ number: ByteView?, _ field: FieldRule?) -> ByteView {
    guard let number, let field else { return .empty }
    if number.count > 21, number.scalarCount > 21 {
      hold(
        problem(
          .numberTooLong, "the invoice number '\(shortened(number))' is longer than 21 characters",
          cause: "an invoice number is longer than 21 characters", fix: "shorten the pattern", field: field))
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
      let open = openDay(date)
      if open != date {
        add(
          problem(
            .movedDate, "the date \(date) is in closed books and moved to \(open)",
            cause: "dates in closed books moved to the first open day", fix: "nothing to do", field: field,
            severity: .note))
        date = open
        if trace != nil { traceChange(field.rule, "moved out of the closed books", date.description) }
      } else {
        hold(
          problem(
            .closedPeriod, "the date \(date) is in books closed through \(closed)",
            cause: "the date is in closed books",
            fix: "date the invoice in an open period, or say 'on_closed_books: first_open_day'", field: field))
      }
    }
    if date < plan.earliestDate {
      hold(
        problem(
          .tooEarly, "the date \(date) is before the earliest allowed, \(plan.earliestDate)",
          cause: "the date is before the earliest allowed",
          fix: "correct the date, or 'earliest_date' under 'company' (ten years before the run without it)",
          field: field))
    }
    if date > plan.latestDate {
      hold(
        problem(
          .futureDate, "the date \(date) is later than the run date \(runDate) allows",
          cause: "the date is in the future", fix: "correct the date, or raise 'company: future_days'", field: field
        ))
    }
    return date
  }

  /// The day that an invoice of this date bears: the first open one when its own lies in closed books and the rules say so.
  func openDay(_ date: CivilDate) -> CivilDate {
    guard let closed = plan.closedThrough, date <= closed, rules.company.movesToOpenDay else { return date }
    return closed.adding(days: 1)
  }

  /// The due date for rules that ask for it, also before the header is built.
  func workedDueDate() -> Value {
    guard chooseTemplate() >= 0 else { return .missing }
    if let field = header.due { return fieldValue(field) }
    guard let field = header.terms, case .text(let name) = fieldValue(field), let place = terms(named: name),
      case .date(let date) = fact(.invoiceDate)
    else { return .missing }
    return .date(plan.terms[place].terms.dueDate(from: date))
  }

  /// The place of payment terms among those declared.
  private func terms(named name: ByteView) -> Int? {
    (0..<plan.terms.count).first { plan.terms[$0].name.equalsFolded(name) }
  }

  private func buildDueDate() {
    if let field = header.due {
      invoice.dueDate = date(field)
    } else if let date = invoice.date, !invoice.terms.isEmpty {
      if let place = terms(named: invoice.terms) {
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
            fix: "declare them under 'terms'", field: header.terms))
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
