import Bytes
import Diagnostics
import Invoices
import Money
import YAMLTree

/// The section `taxes`.
extension RuleBuilder {
  func taxes(_ node: YAMLNode?) -> (rules: TaxRules, codeNode: YAMLNode?) {
    var codes: [TaxCode] = []
    var rounding = TaxRounding()
    var codeNode: YAMLNode?
    var sendsDetail = false
    var allowsCredits = false
    var onZero = LineRule.OnZero.hold
    if let node, var reader = mapping(node, "'taxes'", .taxes) {
      if let list = reader.take("codes") { codes = taxCodes(list) }
      codeNode = reader.take("code")
      if let level = word(reader.take("rounding"), "'rounding'", Words.TaxLevel.self) {
        rounding.level = level == .line ? .line : .rate
      }
      if let ties = word(reader.take("ties"), "'ties'", Words.Ties.self) {
        rounding.ties = ties == .halfUp ? .halfUp : .halfEven
      }
      sendsDetail = yesNo(reader.take("send_detail"), "'send_detail'") ?? false
      allowsCredits = word(reader.take("credits"), "'credits'", Words.Credits.self) == .allow
      onZero = word(reader.take("on_zero_total"), "'on_zero_total'", LineRule.OnZero.self) ?? .hold
      finish(reader)
    }
    return (
      TaxRules(
        codes: codes, rounding: rounding, code: nil, sendsDetail: sendsDetail, allowsCredits: allowsCredits,
        onZeroTotal: onZero), codeNode
    )
  }

  /// `20.0% S: 20`, `GST/QST QC: { GST: 5, QST: 9.975 }`, `TAX: computed`.
  private func taxCodes(_ node: YAMLNode) -> [TaxCode] {
    guard var reader = mapping(node, "'codes'") else { return [] }
    return reader.takeAll().compactMap { entry in
      let name = ByteView.immortal(entry.key.text)
      if entry.value.text == "computed" { return TaxCode(name: name, rates: [], isForecast: false) }
      if case .mapping(let parts) = entry.value.content {
        let rates = parts.compactMap { part in
          rate(part.value).map { TaxCode.Rate(name: .immortal(part.key.text), percent: $0) }
        }
        guard rates.count == parts.count, !rates.isEmpty else { return nil }
        return TaxCode(name: name, rates: rates, isForecast: true)
      }
      guard let percent = rate(entry.value) else { return nil }
      return TaxCode(name: name, rates: [TaxCode.Rate(name: name, percent: percent)], isForecast: true)
    }
  }

  private func rate(_ node: YAMLNode) -> ExactDecimal? {
    guard let value = decimal(node, "a tax rate in percent, or 'computed',") else { return nil }
    guard !value.isNegative, value <= ExactDecimal(mantissa: 100), value.scale <= 6 else {
      error("R017", "a tax rate is between 0 and 100 percent, with at most 6 decimals", node.range)
      return nil
    }
    return value
  }

  /// Every tax code that a rule can name must be among the codes.
  func checkTaxCodeNames(_ codes: [TaxCode]) {
    let names = codes.map(\.name.string)
    for (index, rule) in rules.enumerated() where rule.target == "taxes.code" || rule.target.hasSuffix(".tax_code") {
      guard let node = fieldNodes[Int32(index)] else { continue }
      for constant in constantTexts(node) where !names.contains(constant.text) {
        let (text, range) = (constant.text, constant.range)
        error(
          "R027", "there is no tax code '\(text)'", range ?? rule.range,
          help: suggestion(for: text, among: names) ?? "declare it with its rate: taxes: { codes: { \(text): 0 } }")
      }
    }
  }
}
