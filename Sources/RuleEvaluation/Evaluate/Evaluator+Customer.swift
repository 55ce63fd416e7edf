import Bytes
import Countries
import Invoices
import RuleLanguage

/// The customer of an invoice: names, addresses, e-mail, within what QuickBooks takes.
extension Evaluator {
  func buildCustomer() {
    let (firstProblem, wasHeld) = (problems.count, mustHold)
    var name = text(customerRules.name) ?? .empty
    if hasCurrency, invoice.currency != plan.home, let other = text(customerRules.foreignCurrencyName) {
      name = other
    }
    invoice.customer.displayName = checkedName(name, customerRules.name, limit: 500)
    invoice.customer.companyName = text(customerRules.companyName, limit: 100)
    if let field = customerRules.givenName {
      invoice.customer.givenName = checkedName(text(field) ?? .empty, field, limit: 100)
    }
    if let field = customerRules.familyName {
      invoice.customer.familyName = checkedName(text(field) ?? .empty, field, limit: 100)
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
  func checkedName(_ name: ByteView, _ field: FieldRule, limit: Int) -> ByteView {
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
        if trace != nil { traceChange(field.rule, "signs that QuickBooks refuses in names replaced", "\"\(result)\"") }
      } else {
        hold(
          problem(
            .forbiddenCharacter,
            "the name '\(shortened(name))' holds a colon, tab or line break, which QuickBooks refuses",
            cause: "a name holds a character that QuickBooks refuses",
            fix: "correct the name, or say 'forbidden_characters: replace' under 'customer'", field: field))
      }
    }
    if result.count > limit, result.scalarCount > limit {
      hold(
        problem(
          .textTooLong, "the name '\(shortened(name))' is longer than \(limit) characters",
          cause: "a name is longer than \(limit) characters", fix: "shorten it in the CRM, or use left(…, \(limit))",
          field: field))
    }
    return result
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
    address.country = self.country(country).map { Self.letters(of: $0, country) } ?? country
    if trace != nil, let rule = r.country?.rule, address.country != country {
      traceChange(rule, "sent as its three letters", "\"\(address.country)\"")
    }
    return address
  }

  /// The three letters of a country of an address. Northern Ireland has none: its addresses are of the United Kingdom.
  private static func letters(of country: Country, _ text: ByteView) -> ByteView {
    let letters = country.isNorthernIreland ? unitedKingdom?.alpha3 ?? text : country.alpha3
    return letters.isEmpty ? text : letters
  }
  private static let unitedKingdom = "GB".withByteView { Country.find($0) }
}
