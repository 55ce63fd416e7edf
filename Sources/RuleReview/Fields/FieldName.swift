import Diagnostics

/// The names under which tests may ask for a field of an invoice.
enum FieldName {
  static let plain =
    [
      "customer.name", "customer.company_name", "customer.given_name", "customer.family_name", "customer.email",
      "customer.phone", "customer.notes", "customer.tax_id", "customer.tax_id.field", "currency", "template",
      "form_style", "lines.count", "discount", "total_before_tax", "tax", "total",
    ] + header
    + ["customer.billing_address", "customer.shipping_address"].flatMap { name in
      ["line1", "line2", "city", "region", "postal_code", "country"].map { "\(name).\($0)" }
    }
  private static let header = [
    "date", "due", "terms", "number", "memo", "private_note", "class", "location", "ship_date", "tracking_number",
    "exchange_rate", "email_to", "email_cc", "email_bcc", "email_send", "online_card_payment", "online_bank_payment",
    "tax_mode",
  ]
  private static let line = [
    "rule", "item", "description", "quantity", "price", "amount", "discount", "class", "service_date", "tax_code",
    "treatment", "tax_category",
  ]

  /// Names by which `explain` shows what decides about all lines, and the field of a line that they decide.
  static let ofAllLines = ["taxes.code": "tax_code", "taxes.treatment": "treatment"]

  /// The one spelling of a field's name: `invoice.memo` is `memo`, `lines.2.item` is `lines[2].item`; nil when unknown.
  ///
  /// - Parameter lineRules: What line rules are called where they decide: `lines.products.item` stays as it is then.
  static func canonical(_ name: String, lineRules: Set<String> = []) -> String? {
    if plain.contains(name) || ofAllLines[name] != nil { return name }
    if let rest = suffix(name, after: "invoice."), header.contains(rest) { return rest }
    if let (key, rest) = indexed(name, "lines"), let number = Int(key) {
      guard number > 0, let field = rest, line.contains(field) else { return nil }
      return "lines[\(number)].\(field)"
    }
    if let dot = name.lastIndex(of: "."), line.contains(String(name[name.index(after: dot)...])),
      lineRules.contains(String(name[..<dot]))
    {
      return name
    }
    if let (key, rest) = indexed(name, "taxes") {
      guard let rest, rest == "base" || rest == "tax" else { return nil }
      return "taxes[\(key)].\(rest)"
    }
    let custom = indexed(suffix(name, after: "invoice.") ?? name, "custom_fields")
    guard let (key, rest) = custom, rest == nil || rest == "number" else { return nil }
    return "custom_fields[\(key)]" + (rest == nil ? "" : ".number")
  }

  static func suggestion(_ name: String) -> String? {
    if name.hasPrefix("lines") {
      let field = name.split(separator: ".").last.map(String.init) ?? name
      let near = nearestName(to: field, among: line)
      return near.map { "did you mean 'lines.1.\($0)'?" } ?? "of a line, such as lines.1.item: \(listed(line))"
    }
    return Diagnostics.suggestion(
      for: name, among: plain + ["custom_fields[NAME]", "taxes[CODE].base", "taxes[CODE].tax", "lines.1.item"])
  }

  private static func suffix(_ name: String, after prefix: String) -> String? {
    name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
  }

  /// `root[key].rest` or `root.key.rest`, the key without dots then.
  private static func indexed(_ name: String, _ root: String) -> (key: String, rest: String?)? {
    if let inner = suffix(name, after: root + "["), let end = inner.lastIndex(of: "]") {
      let rest = inner[inner.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(".") else { return nil }
      return (String(inner[..<end]), rest.isEmpty ? nil : String(rest.dropFirst()))
    }
    guard let inner = suffix(name, after: root + ".") else { return nil }
    guard let dot = inner.lastIndex(of: ".") else { return (inner, nil) }
    return (String(inner[..<dot]), String(inner[inner.index(after: dot)...]))
  }
}
