import Deals
import Bytes
import Calendars
import Invoices
import Money
import RuleLanguage

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
    hasCustomer = true
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
    let field = rules.currency.field
    switch Currency.find(code) {
    case .current(let currency):
      if isQuiet { return currency }
      if currency.minorDigits > 2 {
        hold(
          problem(
            .currencyDecimals, "\(code) has \(currency.minorDigits) decimals; QuickBooks keeps two",
            fix: "bill this deal by hand", field: field))
      }
      if !rules.currency.allowed.isEmpty, !rules.currency.allowed.contains(currency) {
        hold(
          problem(
            .currencyNotAllowed, "the currency \(code) is not allowed",
            fix: "correct the deal, or add \(code) to 'currency: allowed'", field: field))
      }
      if !rules.company.hasMulticurrency, currency != rules.company.currency {
        hold(
          problem(
            .noMulticurrency, "\(code) is not the company's currency and the company has no multicurrency",
            fix: "switch multicurrency on in QuickBooks and in 'company'", field: field))
      }
      return currency
    case .withdrawn(let successor, let note):
      if !isQuiet {
        hold(
          problem(
            .withdrawnCurrency, "\(code) is no longer a currency (\(note))",
            fix: successor.map { "convert the deal to \($0)" } ?? "correct the deal's currency", field: field))
      }
    case .notMoney:
      if !isQuiet {
        hold(
          problem(
            .unknownCurrency, "\(code) is not money that an invoice can be in", fix: "correct the deal's currency",
            field: field))
      }
    case .unknown:
      if !isQuiet {
        hold(
          problem(
            .unknownCurrency, "'\(shortened(code))' is not a currency of ISO 4217", fix: "correct the deal's currency",
            field: field))
      }
    }
    return nil
  }

  /// Notes the deal's own value in its currency.
  func setCurrency(_ currency: Currency) {
    hasCurrency = true
    invoice.currency = currency
    guard rules.dealValue.column >= 0, case .number(let value) = column(Int(rules.dealValue.column)) else { return }
    if mayBeGrouped(value, isLine: false) {
      holdMayBeGrouped(value, Int(rules.dealValue.column), isLine: false)
    } else if let units = value.minorUnits(currency.minorDigits) {
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

  /// Whether an amount of a CSV file may be a thousand times as much: `1.000`, where nobody has said which sign is the decimal
  /// one. Who writes decimals as short as they are leaves no zero at the end; who writes as many as money has, no three.
  @inline(__always)
  func mayBeGrouped(_ number: ExactDecimal, isLine: Bool) -> Bool {
    number.scale == 3 && !rules.settings.namesDecimal && number.mantissa.magnitude >= 1000 && number.mantissa % 10 == 0
      && !(isLine ? block.isJSONOfLines : block.isJSON)
  }

  @inline(never)
  func holdMayBeGrouped(_ number: ExactDecimal, _ column: Int, isLine: Bool) {
    let name = isLine ? rules.lineColumns[column].name : rules.dealColumns[column].name
    let grouped = ExactDecimal(mantissa: number.mantissa)
    hold(
      problem(
        .tooManyDecimals, "\(name) \(number.description) may be \(grouped.description), its point between groups",
        cause: "\(name) may have its point between groups of digits",
        fix: "say which it is under 'source': decimal: point, or decimal: comma with grouping: dot",
        cell: cell(column, isLine: isLine)))
  }

  /// The header rules of the template chosen, and the customer's, read in place.
  var header: InvoiceRules {
    @inline(__always) _read { yield plan.templates[template].invoice }
  }
  var customerRules: CustomerRules {
    @inline(__always) _read { yield plan.customer.value }
  }

  // MARK: Texts

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
          field: field))
    }
  }

  func checkedEmail(_ text: ByteView?, _ field: FieldRule?) -> ByteView {
    guard let text, let field else { return .empty }
    if case .firstEmail = store.node(field.node) { return text }
    if text.isEmailAddress { return text }
    hold(
      problem(
        .badEmail, "'\(shortened(text))' is not one e-mail address", cause: "an e-mail address is malformed",
        fix: "correct it in the CRM, or use 'first_valid' to take the first good one", field: field))
    return .empty
  }
}
