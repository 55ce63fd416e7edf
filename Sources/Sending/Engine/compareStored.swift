import Bytes
import Calendars
import Catalogue
public import JSONRecords
public import Money
public import QuickBooksClient

/// What was sent against what QuickBooks keeps, to the cent: customer, dates, number, currency, memo, e-mail addresses,
/// location, custom fields, lines, tax, total. Fields that a company has not switched on are dropped without a word
/// (reference, 3.10). Addresses are left out, since QuickBooks flattens them (reference, 3.9).
///
/// - Parameters:
///   - sent: The body with ids.
///   - tax: The forecast in minor units; nil where QuickBooks alone knows it, and then the net is compared.
public func compareStored(
  _ stored: StoredEntity, sent: JSONValue, currency: Currency, net: Int64, tax: Int64?, total: Int64
) -> [FieldDifference] {
  var found: [FieldDifference] = []
  func text(_ field: String, _ expected: String?, _ actual: String?) {
    guard let expected, expected != actual ?? "" else { return }
    found.append(FieldDifference(field: field, expected: expected, actual: actual ?? ""))
  }
  text("CustomerRef", sent["CustomerRef"]?["value"]?.text, stored["CustomerRef", "value"])
  text("TxnDate", sent["TxnDate"]?.text, stored["TxnDate"].map { String($0.prefix(10)) })
  text("DueDate", sent["DueDate"]?.text, stored["DueDate"].map { String($0.prefix(10)) })
  text("DocNumber", sent["DocNumber"]?.text, stored["DocNumber"])
  text("CurrencyRef", sent["CurrencyRef"]?["value"]?.text, stored["CurrencyRef", "value"])
  text("SalesTermRef", sent["SalesTermRef"]?["value"]?.text, stored["SalesTermRef", "value"])
  text("DepartmentRef", sent["DepartmentRef"]?["value"]?.text, stored["DepartmentRef", "value"])
  text("ShipDate", sent["ShipDate"]?.text, stored["ShipDate"].map { String($0.prefix(10)) })
  text("TrackingNum", sent["TrackingNum"]?.text, stored["TrackingNum"])
  text("CustomerMemo", sent["CustomerMemo"]?["value"]?.text, stored["CustomerMemo", "value"])
  for field in ["BillEmail", "BillEmailCc", "BillEmailBcc"] {
    text(field, sent[field]?["Address"]?.text, stored[field, "Address"])
  }
  let kept = stored.value["CustomField"]?.elements ?? []
  for field in sent["CustomField"]?.elements ?? [] {
    let number = field["DefinitionId"]?.text
    let same = kept.first { $0["DefinitionId"]?.text == number }
    text(
      "custom field '\(field["Name"]?.text ?? number ?? "")'", field["StringValue"]?.text, same?["StringValue"]?.text)
  }
  compareLines(sent["Line"]?.elements ?? [], stored.value["Line"]?.elements ?? [], &found)
  func money(_ field: String, _ expected: Int64, _ actual: String?) {
    let actual = actual ?? "0"
    guard currency.minorUnits(of: actual) != expected else { return }
    found.append(
      FieldDifference(
        field: field, expected: ExactDecimal(mantissa: expected, scale: Int8(currency.minorDigits)).description,
        actual: actual))
  }
  let storedTax = stored["TxnTaxDetail", "TotalTax"]
  if let tax {
    money("TotalTax", tax, storedTax)
    money("TotalAmt", total, stored["TotalAmt"])
  } else if let whole = currency.minorUnits(of: stored["TotalAmt"] ?? "0"),
    let part = currency.minorUnits(of: storedTax ?? "0")
  {
    money("net", net, ExactDecimal(mantissa: whole &- part, scale: Int8(currency.minorDigits)).description)
  } else {
    // What cannot be read is never taken for right.
    money("net", net, "\(stored["TotalAmt"] ?? "0") less \(storedTax ?? "0")")
  }
  return found
}

/// What a deal says now against an invoice of it of which nobody here knows what was sent: as ``compareStored``, with
/// dates that follow the run's date by their distance from it, and the customer by name where the folder has no id.
func compareFound(_ stored: StoredEntity, _ plan: PlannedInvoice, runDate: String) -> [FieldDifference] {
  var found = compareStored(
    stored, sent: moved(plan.value, from: runDate, to: stored["TxnDate"] ?? ""), currency: plan.currency, net: plan.net,
    tax: plan.hasTaxForecast ? plan.tax : nil, total: plan.total)
  let name = stored["CustomerRef", "name"] ?? ""
  if plan.customerID == nil, !name.isEmpty, nameKey(name) != nameKey(plan.customer) {
    found.insert(FieldDifference(field: "CustomerRef", expected: plan.customer, actual: name), at: 0)
  }
  return found
}

/// The body as a run on the day of `date` would have made it, where its date is that of the run.
private func moved(_ body: JSONValue, from runDate: String, to date: String) -> JSONValue {
  func day(_ text: String?) -> CivilDate? { text?.withByteView { CivilDate.parseISO($0) } }
  guard case .object(let members) = body, body["TxnDate"]?.text == runDate, let run = day(runDate),
    let then = day(String(date.prefix(10)))
  else { return body }
  let days = Int(then.dayNumber) - Int(run.dayNumber)
  return .object(
    members.map { member in
      guard member.name == "TxnDate" || member.name == "DueDate", let date = day(member.value.text) else {
        return member
      }
      return JSONMember(name: member.name, value: .string(date.adding(days: days).description))
    })
}

/// Item lines and text lines in order; the subtotal line that QuickBooks adds is its own.
private func compareLines(_ sent: [JSONValue], _ stored: [JSONValue], _ found: inout [FieldDifference]) {
  let kept = stored.filter { $0["DetailType"]?.text != "SubTotalLineDetail" }
  guard sent.count == kept.count else {
    found.append(FieldDifference(field: "Line", expected: "\(sent.count) lines", actual: "\(kept.count) lines"))
    return
  }
  for (index, (ours, theirs)) in zip(sent, kept).enumerated() {
    func compare(_ field: String, _ a: JSONValue?, _ b: JSONValue?) {
      guard let a = a?.text else { return }
      let b = b?.text ?? ""
      if a != b, plainNumber(a) != plainNumber(b) {
        found.append(FieldDifference(field: "Line \(index + 1) \(field)", expected: a, actual: b))
      }
    }
    compare("Amount", ours["Amount"], theirs["Amount"])
    if ours["DetailType"]?.text != "DescriptionOnly" {
      compare("Description", ours["Description"], theirs["Description"])
    }
    let (a, b) = (ours["SalesItemLineDetail"], theirs["SalesItemLineDetail"])
    compare("ItemRef", a?["ItemRef"]?["value"], b?["ItemRef"]?["value"])
    compare("Qty", a?["Qty"], b?["Qty"])
    compare("TaxCodeRef", a?["TaxCodeRef"]?["value"], b?["TaxCodeRef"]?["value"])
    compare("ClassRef", a?["ClassRef"]?["value"], b?["ClassRef"]?["value"])
    compare("ServiceDate", a?["ServiceDate"], b?["ServiceDate"])
  }
}

/// What a deal says now against what was sent for it: members that differ, by path. Ids put in for names are left out.
public func compareContent(_ old: JSONValue, _ new: JSONValue, path: String = "") -> [FieldDifference] {
  switch (old, new) {
  case (.object(let a), .object(let b)):
    let isReference = path.hasSuffix("Ref") && old["name"] != nil && new["name"] != nil
    var names = a.map(\.name)
    names += b.map(\.name).filter { !names.contains($0) }
    return names.flatMap { name -> [FieldDifference] in
      if isReference, name == "value" { return [] }
      return compareContent(
        old[name] ?? .null, new[name] ?? .null, path: path.isEmpty ? name : "\(path).\(name)")
    }
  case (.array(let a), .array(let b)):
    return (0..<max(a.count, b.count)).flatMap { index in
      compareContent(
        index < a.count ? a[index] : .null, index < b.count ? b[index] : .null, path: "\(path)[\(index + 1)]")
    }
  default:
    if old == new { return [] }
    let (a, b) = (short(old), short(new))
    if case .number = old, case .number = new, plainNumber(a) == plainNumber(b) { return [] }
    return [FieldDifference(field: path, expected: a, actual: b)]
  }
}

private func short(_ value: JSONValue) -> String {
  switch value {
  case .null: ""
  case .object: ["name", "value", "Address"].lazy.compactMap { value[$0]?.text }.first ?? "(an object)"
  case .array(let elements): "(\(elements.count) elements)"
  default: value.text ?? ""
  }
}
