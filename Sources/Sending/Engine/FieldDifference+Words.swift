public import QuickBooksClient

extension FieldDifference {
  /// The field in the words of the invoice form: `TxnDate` is the date; `Line 2 Qty` and `Line[2].SalesItemLineDetail.Qty`
  /// are the quantity of line 2. A field without such a word keeps the API's name.
  public var words: String {
    if let word = Self.formWords[field] { return word }
    let parts = field.split { " .[]".contains($0) }.map(String.init)
    guard parts.count > 2, parts[0] == "Line", let word = parts.dropFirst(2).compactMap({ Self.formWords[$0] }).last
    else {
      return field
    }
    return "line \(parts[1]) " + (parts.last == "name" ? word.replacing(" (id)", with: "") : word)
  }

  private static let formWords = [
    "CustomerRef": "customer (id)", "TxnDate": "date", "DueDate": "due date", "DocNumber": "number",
    "CurrencyRef": "currency", "SalesTermRef": "terms (id)", "TotalTax": "tax", "TotalAmt": "total", "Line": "lines",
    "Amount": "amount", "Description": "description", "ItemRef": "item (id)", "Qty": "quantity", "UnitPrice": "price",
    "TaxCodeRef": "tax code (id)", "CustomerMemo": "memo", "BillEmail": "e-mail address",
    "BillEmailCc": "e-mail copy to", "BillEmailBcc": "e-mail blind copy to", "DepartmentRef": "location (id)",
    "ShipDate": "shipping date", "TrackingNum": "tracking number", "ClassRef": "class (id)",
    "ServiceDate": "service date",
  ]
}

extension [FieldDifference] {
  /// `due date: 2026-04-01, QuickBooks has 2026-04-30; …`, the first five.
  public func sentence(_ words: String) -> String {
    func shown(_ text: String) -> String { text.isEmpty ? "nothing" : text }
    let first = prefix(5).map { "\($0.words): \(shown($0.expected)), \(words) \(shown($0.actual))" }
    return first.joined(separator: "; ") + (count > 5 ? "; and \(count - 5) more" : "")
  }
}
