/// The tax of an invoice.
struct InvoiceTax {
  var totalCents: Int128 = 0
  /// `TxnTaxDetail`; nil when the company charges none.
  var detail: JSONObject?
}

extension EmulatorCore {
  /// One rate of a tax code, as it is on a day.
  struct Rate {
    let id: String
    let name: String
    /// 19 means 19 %.
    let percent: Number
    let isReadOnly: Bool
  }

  /// Works out the tax, and with inclusive prices the lines' net amounts (reference 3.5 and 3.6).
  func invoiceTax(
    _ lines: inout InvoiceLines, _ mode: TaxMode, _ date: String, _ invoice: JSONObject, _ sent: JSONObject?
  ) throws(VendorFault) -> InvoiceTax {
    if mode == .inclusive { makeNet(&lines, date) }
    if var discount = lines.discount {
      // An amount is net, as it is in an answer: what is read and sent again must stay the same (assumed, not documented).
      if let percent = discount.percent {
        discount.cents = (Number(cents: lines.netCents) * percent).divided(by: Number(100), places: 2).mantissa
      }
      lines.discount = discount
    }
    guard books.usesSalesTax, mode != .notApplicable else { return InvoiceTax() }
    if books.isUnitedStates { return try unitedStatesTax(&lines, invoice, sent, date) }
    lines.spreadDiscount()
    var tax = mode == .inclusive ? inclusiveTax(lines, date) : excludedTax(lines, date)
    try override(&tax, sent)
    return tax
  }

  // MARK: - Rates

  /// The rates of a code for sales on any day, in order.
  func taxRates(of code: String, on date: String? = nil) -> [Rate] {
    let list = books[.taxCode][code]?.json.object("SalesTaxRateList")?.array("TaxRateDetail") ?? []
    return list.compactMap { entry in
      guard let id = entry.object?.reference("TaxRateRef"), let json = books[.taxRate][id]?.json else { return nil }
      return Rate(
        id: id, name: json.text("Name") ?? "", percent: rateValue(json, date),
        isReadOnly: json.text("DisplayType") == "ReadOnly")
    }
  }

  /// The value that holds on a day, else the present one.
  private func rateValue(_ json: JSONObject, _ date: String?) -> Number {
    let present = json.number("RateValue") ?? .zero
    guard let date else { return present }
    let dated = (json.array("EffectiveTaxRate") ?? []).compactMap(\.object).last { entry in
      let start = entry.text("EffectiveDate")?.prefix(10) ?? "0000"
      let end = entry.text("EndDate")?.prefix(10) ?? "9999"
      return start <= date && date <= end
    }
    return dated?.number("RateValue") ?? present
  }

  // MARK: - Outside the US

  /// Nets of lines whose `Amount` was sent with tax: gross divided by one plus the rates, half up, line by line.
  private func makeNet(_ lines: inout InvoiceLines, _ date: String) {
    for index in lines.items.indices {
      let item = lines.items[index]
      let percent = (item.code.map { taxRates(of: $0, on: date) } ?? []).reduce(Number.zero) { $0 + $1.percent }
      let net = (Number(cents: item.grossCents) * Number(100)).divided(by: Number(100) + percent, places: 2)
      lines.items[index].cents = net.mantissa
      guard let row = item.row, var detail = lines.rows[row].object("SalesItemLineDetail") else { continue }
      lines.rows[row]["Amount"] = .number(net)
      detail["TaxInclusiveAmt"] = .number(Number(cents: item.grossCents))
      if detail["UnitPrice"] != nil {
        let quantity = detail.number("Qty") ?? .one
        detail["UnitPrice"] = .number(quantity.isZero ? net : net.divided(by: quantity, places: 7))
      }
      lines.rows[row]["SalesItemLineDetail"] = .object(detail)
    }
  }

  private struct TaxLine {
    let rate: Rate
    var baseCents: Int128 = 0
    var taxCents: Int128 = 0
  }

  private func excludedTax(_ lines: InvoiceLines, _ date: String) -> InvoiceTax {
    var sums: [TaxLine] = []
    for item in lines.items {
      guard let code = item.code else { continue }
      for rate in taxRates(of: code, on: date) {
        let index = sums.firstIndex { $0.rate.id == rate.id } ?? sums.count
        if index == sums.count { sums.append(TaxLine(rate: rate)) }
        let base = item.cents - item.discountCents
        sums[index].baseCents += base
        sums[index].taxCents += percentage(rate.percent, of: base)
      }
    }
    if options.taxRounding == .perRate {
      for index in sums.indices {
        sums[index].taxCents = percentage(sums[index].rate.percent, of: sums[index].baseCents)
      }
    }
    return rendered(sums)
  }

  /// With prices that include it, tax is what is left: gross less net, per code, and within a code by its rates.
  private func inclusiveTax(_ lines: InvoiceLines, _ date: String) -> InvoiceTax {
    var sums: [TaxLine] = []
    let net = lines.netCents
    var groups: [(code: String, net: Int128, gross: Int128)] = []
    for item in lines.items {
      guard let code = item.code else { continue }
      let index = groups.firstIndex { $0.code == code } ?? groups.count
      if index == groups.count { groups.append((code, 0, 0)) }
      groups[index].net += item.cents - item.discountCents
      // The discount takes the same part of the gross as of the net.
      let kept = net == 0 ? item.grossCents : item.grossCents * (net - lines.discountCents)
      groups[index].gross += kept
    }
    for group in groups {
      let rates = taxRates(of: group.code, on: date)
      let percent = rates.reduce(Number.zero) { $0 + $1.percent }
      let gross = net == 0 ? group.gross : divideHalfUp(group.gross, net)
      let tax = percent.isZero ? 0 : gross - group.net
      var left = tax
      for (place, rate) in rates.enumerated() {
        let share =
          place == rates.count - 1 || percent.isZero
          ? left : (Number(cents: tax) * rate.percent).divided(by: percent, places: 2).mantissa
        left -= share
        let index = sums.firstIndex { $0.rate.id == rate.id } ?? sums.count
        if index == sums.count { sums.append(TaxLine(rate: rate)) }
        sums[index].baseCents += group.net
        sums[index].taxCents += share
      }
    }
    return rendered(sums)
  }

  private func percentage(_ percent: Number, of cents: Int128) -> Int128 {
    (Number(cents: cents) * percent).divided(by: Number(100), places: 2).mantissa
  }

  private func rendered(_ sums: [TaxLine], code: String? = nil) -> InvoiceTax {
    let total = sums.reduce(0) { $0 + $1.taxCents }
    var detail = JSONObject()
    if let code { detail["TxnTaxCodeRef"] = reference(code) }
    detail["TotalTax"] = .number(Number(cents: total))
    if !sums.isEmpty { detail["TaxLine"] = .array(sums.map { line($0.rate, $0.baseCents, $0.taxCents) }) }
    return InvoiceTax(totalCents: total, detail: detail)
  }

  private func line(_ rate: Rate, _ base: Int128, _ tax: Int128) -> JSON {
    [
      "Amount": .number(Number(cents: tax)), "DetailType": "TaxLineDetail",
      "TaxLineDetail": [
        "TaxRateRef": reference(rate.id), "PercentBased": true, "TaxPercent": .number(rate.percent),
        "NetAmountTaxable": .number(Number(cents: base)),
      ],
    ]
  }

  /// Tax that the client states itself: a line for every rate used, each once.
  private func override(_ tax: inout InvoiceTax, _ sent: JSONObject?) throws(VendorFault) {
    guard let lines = sent?.array("TaxLine"), !lines.isEmpty else { return }
    var wanted = tax.detail?.array("TaxLine") ?? []
    var seen: Set<String> = []
    var total: Int128 = 0
    for element in lines {
      guard let line = element.object, line.text("DetailType") == "TaxLineDetail" else {
        throw .missing("TxnTaxDetail.TaxLine.DetailType")
      }
      guard let id = line.object("TaxLineDetail")?.reference("TaxRateRef") else { throw .missing("TaxRateRef") }
      guard let rate = books[.taxRate][id] else { throw .invalidReference("TaxRates element id \(id) not found") }
      guard let amount = line.number("Amount") else { throw .missing("TxnTaxDetail.TaxLine.Amount") }
      guard seen.insert(id).inserted,
        let index = wanted.firstIndex(where: { $0.object?.object("TaxLineDetail")?.reference("TaxRateRef") == id })
      else { throw .business("Tax line with a rate that no line uses, or used twice: \(id)", element: "TaxLine") }
      var shown = wanted[index].object ?? JSONObject()
      if rate.json.text("DisplayType") == "ReadOnly", shown.number("Amount") != amount {
        throw .business("The tax of rate \(id) cannot be overridden", element: "TaxLine")
      }
      shown["Amount"] = .number(amount.rounded(to: 2))
      wanted[index] = .object(shown)
      total += amount.cents
    }
    guard seen.count == wanted.count else {
      throw .business("TxnTaxDetail needs a tax line for every rate of the codes used", element: "TaxLine")
    }
    tax.totalCents = total
    tax.detail?["TotalTax"] = .number(Number(cents: total))
    tax.detail?["TaxLine"] = .array(wanted)
  }

  // MARK: - United States

  /// With automated sales tax the engine picks the code by the ship-to address and replaces what was sent; without it
  /// the transaction's code decides, and a stated `TotalTax` is kept.
  private func unitedStatesTax(
    _ lines: inout InvoiceLines, _ invoice: JSONObject, _ sent: JSONObject?, _ date: String
  ) throws(VendorFault) -> InvoiceTax {
    if invoice.bool("ApplyTaxAfterDiscount") == true { lines.spreadDiscount() }
    let base = lines.items.filter { $0.code == "TAX" }.reduce(0) { $0 + $1.cents - $1.discountCents }
    if books.automatedSalesTax == true {
      guard let customer = invoice.reference("CustomerRef"), base != 0,
        books[.customer][customer]?.json.bool("Taxable") != false
      else { return InvoiceTax(totalCents: 0, detail: ["TotalTax": 0]) }
      let code = automatedCode(invoice)
      return rendered(
        taxRates(of: code, on: date).map {
          TaxLine(rate: $0, baseCents: base, taxCents: percentage($0.percent, of: base))
        },
        code: code)
    }
    guard let sent else { return InvoiceTax(totalCents: 0, detail: ["TotalTax": 0]) }
    var tax = InvoiceTax(totalCents: 0, detail: ["TotalTax": 0])
    if let code = sent.reference("TxnTaxCodeRef") {
      _ = try listReference(.taxCode, code)
      tax = rendered(
        taxRates(of: code, on: date).map {
          TaxLine(rate: $0, baseCents: base, taxCents: percentage($0.percent, of: base))
        },
        code: code)
    }
    if let total = sent.number("TotalTax") {
      tax.totalCents = total.cents
      tax.detail?["TotalTax"] = .number(total.rounded(to: 2))
    }
    return tax
  }

  /// The code of the state that is shipped to: of the invoice, else of the company; the last code when none is known.
  private func automatedCode(_ invoice: JSONObject) -> String {
    let company = books.company.object("CompanyAddr")?.text("CountrySubDivisionCode")
    let state =
      invoice.object("ShipAddr")?.text("CountrySubDivisionCode")
      ?? invoice.object("BillAddr")?.text("CountrySubDivisionCode") ?? company ?? ""
    let codes = books[.taxCode].ids.filter { !["TAX", "NON", "CustomSalesTax"].contains($0) }
    let named = codes.first { books[.taxCode][$0]?.json.text("Description") == state.uppercased() }
    return named ?? codes.last ?? "NON"
  }
}
