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
          fix: "give one of: \(TaxIdentifierField.allCases.map(\.rawValue).joined(separator: ", "))", rule: rule.rule))
      return .none
    }
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
