import Mustache

/// Invoices as printable pages, one a sheet, each marked as a preview: for a look at them before they are sent.
///
/// QuickBooks draws its own forms; this shows what they will say, not how they will look.
public func renderInvoices(_ pages: [InvoicePage]) -> String {
  let template: MustacheTemplate
  do {
    template = try MustacheTemplate(string: invoiceTemplate)
  } catch {
    preconditionFailure("the invoices' template does not parse: \(error)")
  }
  let view: View = [
    "policy": Markup(trusted: contentPolicy(style: invoiceStyle, script: "")),
    "style": Markup(trusted: invoiceStyle), "pages": pages.map(pageView), "isEmpty": pages.isEmpty,
  ]
  return template.render(view)
}

private func pageView(_ page: InvoicePage) -> View {
  func amount(_ text: String) -> Markup { Markup(plain: groupedText(text)) }
  var view: View = [
    "company": Markup(outside: page.company), "deal": Markup(outside: page.deal),
    "template": Markup(outside: page.template), "customer": Markup(outside: page.customer),
    "billTo": page.billTo.map { Markup(outside: $0) }, "hasShipTo": !page.shipTo.isEmpty,
    "shipTo": page.shipTo.map { Markup(outside: $0) },
    "facts": facts(page).map { name, value -> View in
      ["factName": Markup(outside: name), "factValue": Markup(outside: value)]
    },
    "lines": page.lines.map { line -> View in
      [
        "lineItem": Markup(outside: line.item), "lineDescription": Markup(outside: line.description),
        "lineQuantity": Markup(outside: groupedNumber(line.quantity, .page)),
        "linePrice": Markup(outside: groupedNumber(line.price, .page)),
        "lineAmount": amount(line.amount), "lineTax": Markup(outside: line.taxCode),
        "lineDate": Markup(outside: line.serviceDate),
      ]
    },
    "net": amount(page.net), "tax": amount(page.tax), "total": amount(page.total),
    "currency": Markup(outside: page.currency),
    "taxes": page.taxes.map { tax -> View in
      ["taxCode": Markup(outside: tax.code), "taxBase": amount(tax.base)]
    },
    "pricesNote": Markup(plain: page.pricesIncludeTax ? "Prices are shown without the tax that they include." : ""),
  ]
  view["formStyle"] = page.formStyle.map { Markup(outside: $0) }
  view["discount"] = page.discount.map { amount($0) }
  if !page.memo.isEmpty { view["memo"] = Markup(outside: page.memo) }
  return view
}

private func facts(_ page: InvoicePage) -> [(String, String)] {
  [
    ("Number", page.number.isEmpty ? "given by QuickBooks" : page.number), ("Date", page.date), ("Due", page.due),
    ("Terms", page.terms), ("E-mail", page.email),
  ].filter { !$0.1.isEmpty } + page.customFields.map { ($0.name, $0.value) }
}

/// A plain amount in groups of three, as everywhere on our pages.
private func groupedText(_ text: String) -> String {
  let isNegative = text.hasPrefix("-")
  let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  guard let whole = parts.first, !whole.isEmpty, whole.allSatisfy(\.isNumber) else { return text }
  var out = ""
  for (index, digit) in whole.enumerated() {
    if index > 0, (whole.count - index) % 3 == 0 { out.append("\u{202F}") }
    out.append(digit)
  }
  return (isNegative ? "\u{2212}" : "") + out + (parts.count > 1 ? ".\(parts[1])" : "")
}
