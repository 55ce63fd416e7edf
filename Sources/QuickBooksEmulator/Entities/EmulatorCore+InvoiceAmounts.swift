extension EmulatorCore {
  /// Lines, tax and totals. A sparse update that touches none of them leaves them as they are.
  mutating func setAmounts(_ object: inout JSONObject, _ body: JSONObject, _ old: JSONObject?, isSparse: Bool)
    throws(VendorFault)
  {
    let touching = [
      "Line", "TxnTaxDetail", "GlobalTaxCalculation", "CustomerRef", "ShipAddr", "BillAddr", "ExchangeRate", "Deposit",
      "ApplyTaxAfterDiscount", "TxnDate",
    ]
    if isSparse, !touching.contains(where: { body[$0] != nil }) { return }
    let mode: TaxMode =
      books.isUnitedStates ? .excluded : TaxMode(rawValue: object.text("GlobalTaxCalculation") ?? "") ?? .excluded
    object["GlobalTaxCalculation"] = books.isUnitedStates ? nil : .string(mode.rawValue)
    if mode == .notApplicable, body["TxnTaxDetail"] != nil {
      throw .business(
        "TxnTaxDetail is not allowed with GlobalTaxCalculation NotApplicable", code: "6170", element: "TxnTaxDetail")
    }
    let date = object.text("TxnDate") ?? ""
    var lines = try invoiceLines(object.array("Line") ?? [], old?.array("Line") ?? [], mode, date)
    // A sparse update without TxnTaxDetail lets the tax be worked out anew.
    let sent = body.object("TxnTaxDetail")
    let tax = try invoiceTax(&lines, mode, date, object, sent)
    object["TxnTaxDetail"] = tax.detail.map(JSON.object)
    object["Line"] = .array(lines.rendered)
    if books.isUnitedStates, object["ApplyTaxAfterDiscount"] == nil { object["ApplyTaxAfterDiscount"] = false }
    let total = lines.netCents - lines.discountCents + tax.totalCents
    try setTotals(&object, total, old)
  }

  private func setTotals(_ object: inout JSONObject, _ total: Int128, _ old: JSONObject?) throws(VendorFault) {
    if total < 0 { throw .business("Transaction amount must be 0 or greater", element: "TotalAmt") }
    let deposit = object.number("Deposit")?.cents ?? 0
    let paid: Int128 =
      if let old {
        (old.number("TotalAmt")?.cents ?? 0) - (old.number("Deposit")?.cents ?? 0) - (old.number("Balance")?.cents ?? 0)
      } else { 0 }
    let balance = total - deposit - paid
    object["TotalAmt"] = .number(Number(cents: total))
    object["Balance"] = .number(Number(cents: balance))
    if books.isMulticurrency, let rate = object.number("ExchangeRate") {
      object["HomeTotalAmt"] = .number((Number(cents: total) * rate).rounded(to: 2))
      object["HomeBalance"] = .number((Number(cents: balance) * rate).rounded(to: 2))
    }
  }

  // MARK: - Lines

  /// The lines of a request, checked; the discount line is kept apart and comes last.
  private func invoiceLines(_ sent: [JSON], _ old: [JSON], _ mode: TaxMode, _ date: String) throws(VendorFault)
    -> InvoiceLines
  {
    if sent.count > 10_000 { throw .business("A transaction may have at most 10,000 lines", element: "Line") }
    let oldIDs = Set(old.compactMap { $0.object?.text("Id") })
    var nextID = (oldIDs.compactMap { Int($0) }.max() ?? 0) + 1
    var lines = InvoiceLines()
    for element in sent {
      guard var line = element.object else { throw .malformedJSON }
      guard let type = line.text("DetailType") else { throw .missing("Line.DetailType") }
      if let text = line.text("Description"), text.count > 4000 { throw .length("Line.Description", 4000, text.count) }
      switch type {
      case "SubTotalLineDetail": continue  // answers have it; in a request it is ignored
      case "DiscountLineDetail":
        try setDiscount(&lines, line)
        continue
      case "SalesItemLineDetail":
        var item = try salesLine(&line, mode, date)
        item.row = lines.rows.count
        lines.runningCents += item.cents
        lines.items.append(item)
      case "GroupLineDetail":
        let members = try groupLine(&line, mode, date)
        lines.runningCents += members.reduce(0) { $0 + $1.cents }
        lines.items.append(contentsOf: members)
      case "DescriptionOnly":
        if line.text("Description") == "Subtotal:" {
          line["Description"] = .string("Subtotal: \(Number(cents: lines.runningCents).description)")
          lines.runningCents = 0
        }
        line["Amount"] = nil
      default: throw .enumeration("DetailType", type)
      }
      let id = line["Id"]?.scalarText ?? ""
      if !oldIDs.contains(id) {
        line["Id"] = .string(String(nextID))
        nextID += 1
      }
      line["LineNum"] = .number(Number(lines.rows.count + 1))
      lines.rows.append(line)
    }
    let hasSale = lines.rows.contains {
      $0.text("DetailType") != "DescriptionOnly" || ($0.text("Description") ?? "").hasPrefix("Subtotal:")
    }
    guard hasSale else {
      throw VendorFault(
        code: "2250", message: "No lines", detail: "At least one line with an item is required", element: "Line")
    }
    if lines.items.count > 750, lines.items.contains(where: { $0.code != nil && $0.code != "NON" }) {
      throw .business("A taxable transaction may have at most 750 lines", element: "Line")
    }
    return lines
  }

  private func salesLine(_ line: inout JSONObject, _ mode: TaxMode, _ date: String) throws(VendorFault)
    -> InvoiceLines.Item
  {
    guard var detail = line.object("SalesItemLineDetail") else { throw .missing("Line.SalesItemLineDetail") }
    guard let amount = line.number("Amount") else { throw .missing("Line.Amount") }
    if amount.isNegative { throw .negativeAmount }
    if amount.rounded(to: 2) != amount || amount.cents > 999_999_999_999_999 {
      throw .amount("Amount", amount.description)
    }
    if let quantity = detail.number("Qty"), let price = detail.number("UnitPrice"), !quantity.isZero || !price.isZero,
      (quantity * price).cents != amount.cents
    {
      throw .amountCalculation(amount.description)
    }
    var item = InvoiceLines.Item(cents: amount.cents)
    if let id = detail.reference("ItemRef") {
      if id == "SHIPPING_ITEM_ID" || id == "GRATUITY_ITEM_ID" {
        if id == "SHIPPING_ITEM_ID", !books.salesForm("AllowShipping") { throw .business("Shipping is not enabled") }
        detail["ItemRef"] = reference(id)
      } else {
        detail["ItemRef"] = try sellable(id, detail, date)
      }
    } else {
      item.cents = 0  // without an item the line is documentation, its amount is ignored
      line["Amount"] = 0
    }
    if let id = detail.reference("ClassRef"), books.tracksClassPerLine {
      detail["ClassRef"] = try listReference(.classification, id)
    } else {
      detail["ClassRef"] = nil
    }
    try setTaxCode(&detail, mode)
    item.code = detail.reference("TaxCodeRef")
    if mode == .inclusive {
      let stated = detail.number("TaxInclusiveAmt") ?? .zero
      let gross = stated.isZero ? amount : stated
      if gross.isNegative || gross.rounded(to: 2) != gross { throw .amount("TaxInclusiveAmt", gross.description) }
      item.grossCents = detail.reference("ItemRef") == nil ? 0 : gross.cents
    } else {
      detail["TaxInclusiveAmt"] = nil
    }
    line["SalesItemLineDetail"] = .object(detail)
    return item
  }

  private func sellable(_ id: String, _ detail: JSONObject, _ date: String) throws(VendorFault) -> JSON {
    guard let item = books[.item][id] else { throw .invalidReference("Items element id \(id) not found") }
    switch item.json.text("Type") {
    case "Category":
      throw .invalidReference("An item in this transaction is set up as a category instead of a product or service.")
    case "Group":
      throw VendorFault(
        code: "2120", message: "Invalid Type", detail: "A bundle needs GroupLineDetail", element: "ItemRef")
    case "Inventory":
      if let start = item.json.text("InvStartDate"), date < start {
        throw .business(
          "The transaction date is before the inventory start date \(start)", code: "6270", element: "TxnDate")
      }
      if detail.number("Qty") == nil { throw .business("Quantity is required", code: "6520", element: "Qty") }
    default: break
    }
    return try listReference(.item, id)
  }

  private func setTaxCode(_ detail: inout JSONObject, _ mode: TaxMode) throws(VendorFault) {
    let sent = detail.reference("TaxCodeRef")
    if books.isUnitedStates {
      if sent == "CustomSalesTax" { throw .business("CustomSalesTax cannot be used on a transaction", code: "6160") }
      if let sent, sent != "TAX", sent != "NON" {
        throw VendorFault(
          code: "6100", message: "Invalid tax code",
          detail: "Invalid tax code: only TAX or NON is allowed on a line. Supplied value:\(sent)",
          element: "TaxCodeRef")
      }
      let usual = detail.reference("ItemRef").flatMap { books[.item][$0]?.json.bool("Taxable") } ?? false
      detail["TaxCodeRef"] = reference(sent ?? (usual ? "TAX" : "NON"))
      return
    }
    guard mode != .notApplicable, books.usesSalesTax else {
      detail["TaxCodeRef"] = nil
      return
    }
    guard let sent else { throw .business("Make sure all your transactions have a \(taxWord) rate before you save.") }
    detail["TaxCodeRef"] = try listReference(.taxCode, sent)
    if taxRates(of: sent).isEmpty {
      throw .business("The tax code \(sent) has no rate for sales", code: "6470", element: "TaxCodeRef")
    }
  }

  /// The word for sales tax in the fault 6000, by country.
  private var taxWord: String {
    switch books.country {
    case "CA": "GST/HST"
    case "AU", "NZ", "SG", "IN": "GST"
    default: "VAT"
    }
  }

  private func groupLine(_ line: inout JSONObject, _ mode: TaxMode, _ date: String) throws(VendorFault) -> [InvoiceLines
    .Item]
  {
    guard var detail = line.object("GroupLineDetail"), let id = detail.reference("GroupItemRef") else {
      throw .missing("Line.GroupLineDetail.GroupItemRef")
    }
    guard let group = books[.item][id], group.json.text("Type") == "Group" else {
      throw .invalidReference("Items element id \(id) not found or not a bundle")
    }
    detail["GroupItemRef"] = try listReference(.item, id)
    let count = detail.number("Quantity") ?? .one
    detail["Quantity"] = .number(count)
    var items: [InvoiceLines.Item] = []
    var members: [JSON] = []
    let sentCode = detail.array("Line")?.first?.object?.object("SalesItemLineDetail")?.reference("TaxCodeRef")
    for part in group.json.object("ItemGroupDetail")?.array("ItemGroupLine") ?? [] {
      guard let part = part.object, let item = part.reference("ItemRef"), let record = books[.item][item] else {
        continue
      }
      let quantity = (part.number("Qty") ?? .one) * count
      let price = record.json.number("UnitPrice") ?? .zero
      var inner: JSONObject = [
        "ItemRef": reference(item), "Qty": .number(quantity), "UnitPrice": .number(price),
      ]
      if let code = sentCode ?? record.json.reference("SalesTaxCodeRef") { inner["TaxCodeRef"] = reference(code) }
      var member: JSONObject = [
        "Id": .string(String(members.count + 1)), "Amount": .number((quantity * price).rounded(to: 2)),
        "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": .object(inner),
      ]
      items.append(try salesLine(&member, mode, date))
      members.append(.object(member))
    }
    detail["Line"] = .array(members)
    line["GroupLineDetail"] = .object(detail)
    line["Amount"] = .number(Number(cents: items.reduce(0) { $0 + $1.cents }))
    return items
  }

  private func setDiscount(_ lines: inout InvoiceLines, _ line: JSONObject) throws(VendorFault) {
    guard books.salesForm("AllowDiscount") else { throw .business("Discounts are not enabled for this company") }
    guard let detail = line.object("DiscountLineDetail") else { throw .missing("Line.DiscountLineDetail") }
    if lines.discount != nil { throw .business("Only one discount line is allowed", element: "Line") }
    let isPercent = detail.bool("PercentBased") ?? false
    guard isPercent ? detail.number("DiscountPercent") != nil : line.number("Amount") != nil else {
      throw VendorFault(
        code: "6090", message: "Invalid discount", detail: "A discount line needs an amount or a percentage",
        element: "Line.DiscountLineDetail")
    }
    let percent = isPercent ? detail.number("DiscountPercent") : nil
    if let percent, percent.isNegative || percent > Number(100) {
      throw .number("DiscountPercent", percent.description)
    }
    if let amount = line.number("Amount"), amount.isNegative { throw .negativeAmount }
    lines.discount = InvoiceLines.Discount(line: line, percent: percent, cents: line.number("Amount")?.cents ?? 0)
  }
}
