import Bytes
import Countries
import Invoices
import RuleLanguage
import TaxIdentifiers

/// A tax identifier in its written form, with its state and, where one took it, its scheme.
struct JudgedTaxIdentifier {
  var text: ByteView
  var state: ByteView
  var scheme: TaxIdentifierScheme?
  init(_ text: ByteView, _ state: ByteView, scheme: TaxIdentifierScheme? = nil) {
    self.text = text
    self.state = state
    self.scheme = scheme
  }

  /// Whether it may stand on an invoice as a number of its country.
  var isUsable: Bool { state.equals("well_formed") || state.equals("format_only") }

  /// Whether it shows that its holder is registered for the tax: what a treatment without tax rests on.
  var isOfTaxpayer: Bool { isUsable && scheme?.isForTurnoverTax ?? true }

  /// Whether it is what QuickBooks gives back instead of a number: all but the last characters masked.
  var isMasked: Bool {
    guard text.count >= 5 else { return false }
    for i in 0..<4 where text[i] != UInt8(ascii: "*") && asciiUpper(text[i]) != UInt8(ascii: "X") { return false }
    return true
  }
}

/// The customer's tax identifier: judged once per deal, and the field of QuickBooks that takes it.
extension Evaluator {
  /// The number in its written form with its state; nil when the deal has none.
  func judgedTaxIdentifier() -> JudgedTaxIdentifier? {
    if trace == nil, judged.stamp == stamp { return judged.found }
    let found = judgeTaxIdentifier()
    judged = (stamp, found)
    return found
  }

  private func judgeTaxIdentifier() -> JudgedTaxIdentifier? {
    guard plan.hasTaxIdentifier, case .text(let raw) = fieldValue(plan.taxSource) else { return nil }
    switch plan.taxScheme {
    case .unchecked: return JudgedTaxIdentifier(raw, ByteView("format_only"))
    case .pattern(let pattern):
      let matches = rules.patterns[Int(pattern)].matches(raw)
      return JudgedTaxIdentifier(raw, ByteView(matches ? "format_only" : "malformed"))
    case .named(let node):
      guard case .text(let name) = value(node), let scheme = rules.scheme(name) else {
        return JudgedTaxIdentifier(raw, ByteView("unknown_country"))
      }
      let outcome = scheme.validate(raw)
      return JudgedTaxIdentifier(
        written(raw, scheme.compact(raw), scheme, outcome), outcome.word, scheme: scheme)
    case .ofCountry:
      guard case .text(let code) = fact(.customerCountry), let country = TaxIdentifierCountry.find(code) else {
        return JudgedTaxIdentifier(raw, ByteView("unknown_country"))
      }
      let judged = country.judge(raw)
      return JudgedTaxIdentifier(
        written(raw, judged.compact, judged.scheme, judged.outcome), judged.outcome.word, scheme: judged.scheme)
    }
  }

  private func written(
    _ raw: ByteView, _ compact: CompactIdentifier?, _ scheme: TaxIdentifierScheme?, _ outcome: TaxIdentifierOutcome
  ) -> ByteView {
    guard outcome == .wellFormed || outcome == .formatOnly, let compact, let scheme else { return raw }
    let start = scratch.count
    scheme.format(compact, into: &scratch)
    return arena.take(from: &scratch, startingAt: start)
  }

  /// Where QuickBooks keeps the number.
  func taxIdentifierField(_ judged: JudgedTaxIdentifier) -> TaxIdentifierField {
    switch plan.taxTarget {
    case .fixed(let field): return field
    case .byCompany:
      let scheme = judged.scheme.map { ByteView($0.codeName) } ?? .empty
      return .usual(company: rules.company.country.alpha2, scheme: scheme)
    case .decided(let rule):
      guard let word = text(rule) else { return .none }
      if let field = TaxIdentifierField(rawValue: word.string) { return field }
      hold(
        problem(
          .badSetting, "the field '\(shortened(word))' for the tax id does not exist",
          fix: "give one of: \(TaxIdentifierField.allCases.map(\.rawValue).joined(separator: ", "))", field: rule))
      return .none
    }
  }

  /// The first outcome whose condition holds; nil keeps the number. Decided once a deal.
  private func taxIdentifierOutcome() -> Int? {
    if trace == nil, taxOutcome.stamp == stamp { return taxOutcome.index }
    isDecidingTaxIdentifier = true
    defer { isDecidingTaxIdentifier = false }
    let found = (0..<plan.outcomes.count).first { holds(plan.outcomes[$0].condition) }
    taxOutcome = (stamp, found)
    return found
  }

  /// The number as other fields show it: none where an outcome drops it. The outcomes themselves see it as it is.
  func shownTaxIdentifier() -> ByteView? {
    guard let judged = judgedTaxIdentifier() else { return nil }
    if isDecidingTaxIdentifier || plan.outcomes.count == 0 { return judged.text }
    guard let index = taxIdentifierOutcome() else { return judged.text }
    return plan.outcomes[index].action == .drop ? nil : judged.text
  }

  // MARK: Which field takes it

  func decideTaxIdentifier() {
    guard plan.hasTaxIdentifier else { return }
    let judged = judgedTaxIdentifier()
    let state = judged?.state ?? ByteView("absent")
    if let trace {
      trace.begin(rules.rules[Int(plan.taxSource.rule)])
      trace.note("state \(state)")
    }
    let found = taxIdentifierOutcome()
    let action = found.map { plan.outcomes[$0].action } ?? .keep
    if let index = found {
      if let trace { trace.enter(rules.rules[Int(plan.outcomes[index].rule)]) }
      if action == .hold || action == .warn || (action == .drop && judged != nil) {
        add(taxProblem(state, judged?.text, plan.outcomes[index]))
      }
    }
    // What nobody decided goes along, and is told.
    if found == nil, let judged, !judged.isMasked, state.equals("malformed") || state.equals("checksum") {
      add(taxProblem(state, judged.text, .undecided(plan.taxSource.rule)))
    }
    trace?.end(action == .keep || action == .warn ? judged.map { "\"\($0.text)\"" } ?? "nothing" : action.rawValue)
    guard let judged, action == .keep || action == .warn else { return }
    let text = judged.text
    if judged.isMasked {
      hold(
        problem(
          .taxIDMasked,
          "the tax id '\(shortened(text))' is masked, as QuickBooks shows it; sent back it would replace the number",
          cause: "a tax id is masked, as QuickBooks shows it", fix: "put the whole number into the CRM",
          field: plan.taxSource))
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
          cause: "a tax id is longer than \(limit) characters", fix: "correct it in the CRM", field: plan.taxSource)
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
    let isWrong = state.equals("malformed") || state.equals("checksum")
    let claimed = isWrong ? text.flatMap { countryOfPrefix($0, isCertain: state.equals("checksum")) } : nil
    let code: HoldCode =
      switch state.string {
      case "absent": .taxIDAbsent
      case "malformed": claimed == nil ? .taxIDMalformed : .taxIDOfOtherCountry
      case "checksum": claimed == nil ? .taxIDChecksum : .taxIDOfOtherCountry
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
      default:
        isWrong
          ? "the tax id '\(shown)' does not have the right form"
          : "the tax id '\(shown)' is right as far as can be seen, but the rules say otherwise"
      }
    return problem(
      code, outcome.message ?? words, cause: outcome.message ?? words.replacing(quotedIn: words),
      fix: outcome.action == .drop
        ? "the tax id is left out; correct it in the CRM if the customer has one"
        : "correct the tax id in the CRM, or ask the customer", rule: outcome.rule,
      field: plan.taxSource,
      severity: outcome.action == .warn ? .warn : outcome.action == .drop ? .note : .hold)
  }

  /// The country that the number itself names, when that is not the customer's.
  ///
  /// - Parameter isCertain: Whether the number must be right there; letters may be part of a number of the country itself.
  private func countryOfPrefix(_ text: ByteView, isCertain: Bool) -> String? {
    guard case .ofCountry? = rules.customer.taxIdentifier?.scheme, case .text(let code) = fact(.customerCountry) else {
      return nil
    }
    guard let claimed = TaxIdentifierCountry.find(code)?.conflictingPrefix(text) else { return nil }
    let isRight = claimed.withByteView { TaxIdentifierCountry.find($0) }?.judge(text).outcome.isUsable ?? false
    return isCertain && !isRight ? nil : claimed
  }
}

extension TaxIdentifierOutcome {
  /// The state as rules write it.
  var word: ByteView {
    switch self {
    case .absent: ByteView("absent")
    case .malformed: ByteView("malformed")
    case .checksum: ByteView("checksum")
    case .wellFormed: ByteView("well_formed")
    case .formatOnly: ByteView("format_only")
    case .unknownCountry: ByteView("unknown_country")
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
