import Bytes
import Calendars
import Deals
import Foundation
import Pipeline
import Reconciliation
import RuleEvaluation
import RuleLanguage
import Testing

/// `explain` accounts for every payload: whatever a rule file does not fix stands in the trace with a place.
@Suite struct ProvenanceTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The runs of samples/README.md, as its table writes them.
  static let samples: [String] = {
    let table = (try? String(contentsOf: root.appendingPathComponent("samples/README.md"), encoding: .utf8)) ?? ""
    return table.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("| `--rules") else { return nil }
      return line.split(separator: "`").dropFirst().first.map(String.init)
    }
  }()

  @Test func `the samples are found`() { #expect(Self.samples.count >= 8) }

  @Test(arguments: samples)
  func `every member of a sample's payloads has a provenance`(_ command: String) throws {
    let options = try Self.options(command)
    let stream = try DealStream(options)
    var invoices = 0
    while let deal = try stream.next() {
      guard deal.bucket == .created else { continue }
      let view = try #require(try viewDeal(deal.id, options))
      let text = try #require(view.payload)
      let payload = try #require(LiteralJSON.parse(text.utf8))
      invoices += 1
      var unexplained: [String] = []
      check(payload, "", view.fields, &unexplained)
      let customer = try #require(LiteralJSON.parse(deal.customer.dropLast()))
      check(customer, "Customer", view.fields, &unexplained)
      #expect(unexplained == [], "\(command), deal \(deal.id)")
    }
    #expect(invoices > 0)
  }

  private static func options(_ command: String) throws -> BatchOptions {
    var words = command.split(separator: " ").map(String.init)[...]
    var inputs = DealInputs(deals: [])
    var file = ""
    func path(_ name: String?) throws -> String { root.appendingPathComponent(try #require(name)).path }
    while let word = words.popFirst() {
      guard word.hasPrefix("--") else {
        inputs.deals.append(try path(word))
        continue
      }
      let next = words.popFirst()
      let named = try path(next)
      switch word {
      case "--rules": file = named
      case "--lines": inputs.lines.append(named)
      case "--organizations": inputs.organizations.append(named)
      case "--persons": inputs.persons.append(named)
      case "--products": inputs.products.append(named)
      default: inputs.fields = named
      }
    }
    let text = try Data(contentsOf: URL(fileURLWithPath: file))
    let result = compileRules(Array(text), file: file)
    let rules = try #require(result.rules)
    return BatchOptions(
      rules: rules, inputs: inputs, output: nil,
      runDate: try #require(CivilDate(year: 2026, month: 4, day: 2)), toolVersion: "test", threads: 1)
  }

  /// What the format or the rule file fixes: names of kinds, numbers of lines and custom fields, whether there is tax.
  private static let fixed: Set<String> = [
    "GlobalTaxCalculation", "ApplyTaxAfterDiscount", "EmailStatus", "Line.LineNum", "Line.DetailType",
    "Line.DiscountLineDetail.PercentBased", "CustomField.DefinitionId", "CustomField.Name", "CustomField.Type",
    "TxnTaxDetail.TaxLine.DetailType", "TxnTaxDetail.TaxLine.TaxLineDetail.PercentBased",
    "TxnTaxDetail.TaxLine.TaxLineDetail.TaxPercent", "TxnTaxDetail.TaxLine.TaxLineDetail.TaxRateRef.name",
  ]

  /// The fields of a trace that may account for a member; `*` stands for a line rule's name or a line's number.
  private static let sources: [String: [String]] = [
    "CustomerRef.name": ["customer.name", "customer.foreign_currency_name"],
    "DocNumber": ["invoice.number"], "TxnDate": ["invoice.date"], "DueDate": ["invoice.due"],
    "SalesTermRef.name": ["invoice.terms"], "CurrencyRef.value": ["currency"],
    "ExchangeRate": ["invoice.exchange_rate"],
    "BillEmail.Address": ["customer.email", "invoice.email_to"], "BillEmailCc.Address": ["invoice.email_cc"],
    "BillEmailBcc.Address": ["invoice.email_bcc"],
    "BillAddr.Line1": ["customer.billing_address.line1"], "BillAddr.Line2": ["customer.billing_address.line2"],
    "BillAddr.City": ["customer.billing_address.city"],
    "BillAddr.CountrySubDivisionCode": ["customer.billing_address.region"],
    "BillAddr.PostalCode": ["customer.billing_address.postal_code"],
    "BillAddr.Country": ["customer.billing_address.country"],
    "ShipAddr.Line1": ["customer.shipping_address.line1"], "ShipAddr.Line2": ["customer.shipping_address.line2"],
    "ShipAddr.City": ["customer.shipping_address.city"],
    "ShipAddr.CountrySubDivisionCode": ["customer.shipping_address.region"],
    "ShipAddr.PostalCode": ["customer.shipping_address.postal_code"],
    "ShipAddr.Country": ["customer.shipping_address.country"],
    "ShipDate": ["invoice.ship_date"], "TrackingNum": ["invoice.tracking_number"], "ClassRef.name": ["invoice.class"],
    "DepartmentRef.name": ["invoice.location"], "CustomerMemo.value": ["invoice.memo"],
    "PrivateNote": ["invoice.private_note"], "Marker": ["invoice.marker"],
    "AllowOnlineCreditCardPayment": ["invoice.online_card_payment"],
    "AllowOnlineACHPayment": ["invoice.online_bank_payment"],
    "CustomField.StringValue": ["invoice.custom_fields.*"],
    "Line.Description": ["lines.*.description"], "Line.Amount": ["line *.amount", "lines.*.amount", "discount"],
    "Line.SalesItemLineDetail.ItemRef.name": ["lines.*.item"],
    "Line.SalesItemLineDetail.UnitPrice": ["line * as sent", "lines.*.price", "lines.*.amount"],
    "Line.SalesItemLineDetail.Qty": ["line * as sent", "lines.*.quantity"],
    "Line.SalesItemLineDetail.TaxCodeRef.name": ["lines.*.tax_code", "taxes.code", "taxes.treatments.*.code"],
    "Line.SalesItemLineDetail.TaxCodeRef.value": ["lines.*.tax_code", "taxes.code", "taxes.treatments.*.code"],
    "Line.SalesItemLineDetail.ClassRef.name": ["lines.*.class"],
    "Line.SalesItemLineDetail.ServiceDate": ["lines.*.service_date"],
    "Line.SalesItemLineDetail.TaxInclusiveAmt": ["line *.amount", "lines.*.amount"],
    "Line.DiscountLineDetail.TaxCodeRef.name": ["lines.*.tax_code", "taxes.code", "taxes.treatments.*.code"],
    "Line.DiscountLineDetail.DiscountPercent": ["discount.percent"],
    "Customer.DisplayName": ["customer.name", "customer.foreign_currency_name"],
    "Customer.CompanyName": ["customer.company_name"], "Customer.GivenName": ["customer.given_name"],
    "Customer.FamilyName": ["customer.family_name"], "Customer.PrimaryEmailAddr.Address": ["customer.email"],
    "Customer.PrimaryPhone.FreeFormNumber": ["customer.phone"], "Customer.CurrencyRef.value": ["currency"],
    "Customer.PrimaryTaxIdentifier": ["customer.tax_id"], "Customer.SecondaryTaxIdentifier": ["customer.tax_id"],
    "Customer.ResaleNum": ["customer.tax_id"], "Customer.BusinessNumber": ["customer.tax_id"],
    "Customer.Notes": ["customer.notes", "customer.tax_id"],
  ]

  /// Notes every member, by its path without indices, that no field accounts for.
  private func check(_ value: LiteralJSON, _ path: String, _ fields: [Trace.Field], _ unexplained: inout [String]) {
    switch value {
    case .object(let members):
      for (name, member) in members { check(member, path.isEmpty ? name : "\(path).\(name)", fields, &unexplained) }
    case .array(let elements): for element in elements { check(element, path, fields, &unexplained) }
    case .text, .number, .word:
      if Self.fixed.contains(path) { return }
      if path == "PrivateNote" {
        var lines = (value.string ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if !isExplained("\"\(lines.removeLast())\"", "Marker", fields) { unexplained.append("the marker") }
        if lines.isEmpty { return }
        if !isExplained("\"\(lines.joined(separator: "\n"))\"", path, fields) { unexplained.append(path) }
        return
      }
      let written: String
      switch value {
      case .text(let bytes): written = "\"\(String(decoding: bytes, as: UTF8.self))\""
      case .word(let word): written = word == "true" ? "yes" : "no"
      default: written = value.string ?? ""
      }
      if !isExplained(written, path, fields) { unexplained.append("\(path) = \(written)") }
    }
  }

  private func isExplained(_ value: String, _ path: String, _ fields: [Trace.Field]) -> Bool {
    let address = path.hasPrefix("Customer.BillAddr.") || path.hasPrefix("Customer.ShipAddr.")
    let wanted = Self.sources[address ? String(path.dropFirst("Customer.".count)) : path] ?? []
    return fields.contains { field in
      wanted.contains { matches(field.target, $0) } && isSame(field.value, value)
        && (field.rule != nil || field.steps.contains { tellsWhere($0) })
    }
  }

  /// Whether a step says where to look: a file with a row, a line.
  private func tellsWhere(_ step: Trace.Step) -> Bool {
    switch step.kind {
    case .cell: step.text.contains(" row ")
    case .rule, .table, .value, .answer: step.text.contains(".yaml:") || step.text.contains(".csv:")
    case .note: step.text.contains(".yaml:")
    }
  }

  private func matches(_ target: String, _ pattern: String) -> Bool {
    // Of two rules for one field in two templates the second is named with its place: `invoice.memo@87:11`.
    let target = target.split(separator: "@").first ?? ""
    guard let star = pattern.firstIndex(of: "*") else { return target == pattern }
    return target.hasPrefix(pattern[..<star]) && target.hasSuffix(pattern[pattern.index(after: star)...])
      && target.count > pattern.count - 1
  }

  /// Whether a trace and a payload write the same: dates stand bare in one, numbers with more zeros in the other.
  private func isSame(_ traced: String, _ written: String) -> Bool {
    if traced == written || "\"\(traced)\"" == written { return true }
    // Quantity and price as sent: `3 × 12.5`; an amount with its currency: `EUR 12.50`.
    let numbers = traced.split(separator: " ").filter { $0 != "×" }.suffix(2)
    guard let written = units(written, 10) else { return false }
    return numbers.contains { units(String($0), 10) == written }
  }
}
