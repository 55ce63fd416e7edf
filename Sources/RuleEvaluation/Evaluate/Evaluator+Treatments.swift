import Bytes
import Countries
import Invoices
import RuleLanguage
import TaxIdentifiers

/// Tax treatments: which one each line falls under, and what that asks of the whole invoice.
extension Evaluator {
  /// Facts of the address to which tax looks, and of the customer as a taxpayer.
  func workedPlace(_ fact: Fact) -> Value {
    switch fact {
    case .placeCountry: return shippingCountry() ?? self.fact(.customerCountry)
    case .placeInEU:
      let value = self.fact(.placeCountry)
      guard case .text(let code) = value, let country = Country.find(code) else { return value }
      return .truth(country.isInEUVATArea)
    case .placeRegion:
      let address = shippingCountry() == nil ? rules.customer.billingAddress : rules.customer.shippingAddress
      guard let field = address?.region else { return .missing }
      return fieldValue(field)
    default:
      if rules.taxes.business >= 0 { return .truth(holds(rules.taxes.business)) }
      return .truth(judgedTaxIdentifier()?.isOfTaxpayer ?? false)
    }
  }

  /// The country of the shipping address, where the rules look at that and it has one.
  private func shippingCountry() -> Value? {
    guard rules.taxes.placeIsShipping, let field = rules.customer.shippingAddress?.country else { return nil }
    let value = countryNamed(by: field, as: rules.rules[Int(field.rule)].target).value
    return value.isMissing ? nil : value
  }

  /// The treatment of the line at hand, and its tax code.
  func chooseTreatment(_ rule: LineRule) {
    guard let field = rules.taxes.treatment else { return }
    currentSupply = text(rule.supply ?? rules.taxes.supply) ?? .empty
    trace?.begin(rules.rules[Int(field.rule)])
    let chosen = value(field.node)
    if trace != nil { trace?.note(saleInWords()) }
    guard case .text(let name) = chosen,
      let index = rules.taxes.treatments.firstIndex(where: { $0.view == name })
    else {
      trace?.end("nothing")
      if case .failed = chosen { return }
      let sale = saleInWords()
      hold(
        problem(
          .noTreatment, "no row of 'taxes: treatment' fits: \(sale)",
          fix: "correct the customer, or add a row for such sales (ask your accountant)", field: field))
      return
    }
    let treatment = rules.taxes.treatments[index]
    trace?.end("\"\(name)\" (\(treatment.kind.rawValue), category \(treatment.kind.category))")
    usedTreatments |= 1 << UInt64(index)
    currentLine.treatment = Int32(index)
    takeTaxCode(treatment.code)
  }

  /// What the table looks at, in words.
  private func saleInWords() -> String {
    func words(_ value: Value, _ none: String) -> String {
      if case .text(let text) = value, !text.isEmpty { return shortened(text) }
      return none
    }
    var sale = "buyer \(words(fact(.placeCountry), "without country"))"
    if case .text(let region) = fact(.placeRegion), !region.isEmpty { sale += " \(shortened(region))" }
    if case .truth(true) = fact(.placeInEU) { sale += " (EU)" }
    if case .truth(true) = fact(.customerIsBusiness) { sale += ", business" } else { sale += ", consumer" }
    if !currentSupply.isEmpty { sale += ", \(shortened(currentSupply))" }
    return sale + ", tax id \(words(fact(.taxIdentifierState), "absent"))"
  }

  /// Puts each treatment's sentence where it belongs, and holds the invoice that lacks it or the buyer's number.
  func applyTreatments() {
    for index in rules.taxes.treatments.indices where usedTreatments & 1 << UInt64(index) != 0 {
      let treatment = rules.taxes.treatments[index]
      if treatment.needsTaxID { checkTaxID(treatment) }
      if treatment.note != nil { placeNote(treatment) }
    }
  }

  private func checkTaxID(_ treatment: TaxTreatment) {
    let judged = judgedTaxIdentifier()
    let state = judged?.state.string ?? "absent"
    guard let judged, judged.isOfTaxpayer else {
      let what = judged?.isUsable == true ? "only a \(judged?.scheme?.name ?? "number") is known" : "which is \(state)"
      hold(
        problem(
          .treatmentNeedsTaxID, "'\(treatment.name)' needs the buyer's tax number, \(what)",
          fix: "ask the customer for the number, or let the table treat sales without one otherwise",
          rule: treatment.rule))
      return
    }
    let customer = invoice.customer
    if !customer.taxIdentifier.isEmpty || customer.taxIdentifierField == .notes || stands(judged.text) { return }
    hold(
      problem(
        .treatmentNeedsTaxID, "'\(treatment.name)' needs the buyer's tax number, but no rule puts it anywhere",
        fix: "keep the number under 'customer: tax_id', or write {tax_id.number} into the memo or a custom field",
        rule: treatment.rule))
  }

  /// Whether a text stands where the customer reads it: memo, custom fields, descriptions.
  private func stands(_ text: ByteView) -> Bool {
    invoice.customerMemo.containsFolded(text) || invoice.customFields.contains { $0.value.containsFolded(text) }
      || invoice.lines.contains { $0.description.containsFolded(text) }
  }

  private func placeNote(_ treatment: TaxTreatment) {
    guard let field = treatment.note else { return }
    guard let note = text(field) else {
      // A sentence may be missing where the law asks for none.
      guard treatment.kind.namesBuyer else { return }
      hold(
        problem(
          .treatmentNeedsNote, "'\(treatment.name)' needs its sentence, and the rule for it gives none",
          fix: "write the sentence under 'note'", field: field))
      return
    }
    if stands(note) { return }
    switch treatment.notePlace {
    case .memo:
      let start = scratch.count
      scratch.append(invoice.customerMemo)
      if scratch.count > start { scratch.append(UInt8(ascii: "\n")) }
      scratch.append(note)
      invoice.customerMemo = limited(arena.take(from: &scratch, startingAt: start), field, 1000)
      if let trace {
        trace.begin(rules.rules[Int(field.rule)], target: "invoice.memo")
        trace.enter(rules.rules[Int(treatment.rule)])
        trace.end("\"\(invoice.customerMemo)\"")
      }
    case .line:
      var line = InvoiceLine()
      line.rule = treatment.rule
      line.kind = .text
      line.description = limited(note, field, 4000)
      if let trace {
        trace.begin(rules.rules[Int(field.rule)], target: "lines.\(treatment.name).description")
        trace.enter(rules.rules[Int(treatment.rule)])
        trace.end("\"\(line.description)\"")
      }
      invoice.lines.append(line)
    case .template:
      hold(
        problem(
          .treatmentNeedsNote, "the sentence of '\(treatment.name)' does not stand on the invoice: \(shortened(note))",
          cause: "the sentence of '\(treatment.name)' does not stand on the invoice",
          fix: "write it into the memo or a line of the template, or say 'note_in: memo'", rule: treatment.rule))
    }
  }
}
