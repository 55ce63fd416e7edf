/// A kind of mapping in a rule file, with all of its keys.
enum KeyGroup: String, CaseIterable, Sendable {
  case file, company, source, column, table, value, field, namedValue, branch, condition, test, operand, skip, check
  case customer, address, taxID, outcome, currency, template, invoice, customField, line, discount, taxes, taxComponent
  case treatment, treatmentTable, treatmentRow, dealValue, shape, ruleTest

  /// The keys, in the order in which they are told.
  var keys: [KeyDefinition] { Self.definitions[self]?.keys ?? [] }
  /// Their names.
  var names: [String] { Self.definitions[self]?.names ?? [] }

  func has(_ key: String) -> Bool { Self.definitions[self]?.set.contains(key) ?? false }

  /// What stands under keys of the user's own choice beside the known ones; nil: there are none.
  var others: KeyShape? {
    switch self {
    case .condition: .oneOf([.text, .list(.text), .group(.test)])
    default: nil
    }
  }

  /// What the mapping is, for the schema.
  var summary: String {
    switch self {
    case .file: "Rules that turn won deals into QuickBooks Online invoices."
    case .company: "The company that bills."
    case .source: "What the export looks like."
    case .column: "One column of the export."
    case .table: "A small table, in the file or in a CSV beside it."
    case .value: "Where a value comes from: exactly one source."
    case .field: "Where a value comes from: exactly one source, and what happens without a value."
    case .namedValue: "A value with a name, worked out once per deal."
    case .branch: "A row of 'when': the first whose condition holds decides."
    case .condition: "All entries must hold: a column or formula, then what must hold of it."
    case .test: "What must hold; several words must all hold."
    case .operand: "The right-hand side of a comparison."
    case .skip: "Deals that never become invoices."
    case .check: "A check of your own, in your own words."
    case .customer: "Who is billed."
    case .address: "An address."
    case .taxID: "The customer's tax number, how it is checked and what follows."
    case .outcome: "What follows from the state of the tax number."
    case .currency: "The invoice's currency."
    case .template: "A named set of invoice defaults: replaces what it names, and adds lines."
    case .invoice: "Where every template starts."
    case .customField: "A custom field of the company."
    case .line: "A rule that makes lines of the invoice."
    case .discount: "A discount on the whole invoice."
    case .taxes: "Tax codes, their rates and how tax is rounded."
    case .shape: "The export that the rules were made for; 'dealbill rules accept' rewrites it."
    case .taxComponent: "One of several taxes in a code."
    case .treatment: "A way in which the law treats a sale: its tax code, and what must stand on the invoice."
    case .treatmentTable: "Which sale falls under which treatment."
    case .treatmentRow: "A row of the table: the columns that it names must all fit."
    case .dealValue: "What the deal's own value is compared with."
    case .ruleTest: "A deal, and what must become of it."
    }
  }

  private struct Definition: Sendable {
    let keys: [KeyDefinition]
    let names: [String]
    let set: Set<String>
  }

  private static let definitions: [KeyGroup: Definition] = {
    var all: [KeyGroup: Definition] = [:]
    for group in allCases {
      let keys = group.definedKeys
      all[group] = Definition(keys: keys, names: keys.map(\.name), set: Set(keys.map(\.name)))
    }
    return all
  }()

  private var definedKeys: [KeyDefinition] {
    switch self {
    case .file: Self.fileKeys
    case .company: Self.companyKeys
    case .source: Self.sourceKeys
    case .column: Self.columnKeys
    case .table: Self.tableKeys
    case .value: Self.valueKeys
    case .field: Self.fieldKeys
    case .namedValue: Self.namedValueKeys
    case .branch: Self.branchKeys
    case .condition: Self.conditionKeys
    case .test: Self.testKeys
    case .operand: Self.operandKeys
    case .skip: Self.skipKeys
    case .check: Self.checkKeys
    case .customer: Self.customerKeys
    case .address: Self.addressKeys
    case .taxID: Self.taxIDKeys + Self.fieldKeys.filter { $0.name != "on_missing" }
    case .outcome: Self.outcomeKeys
    case .ruleTest: Self.ruleTestKeys
    case .currency: Self.currencyKeys + Self.fieldKeys
    case .template: Self.templateKeys + Self.invoiceKeys
    case .invoice: Self.invoiceKeys
    case .customField: Self.customFieldKeys
    case .line: Self.lineKeys
    case .discount: Self.discountKeys
    case .taxes: Self.taxesKeys
    case .taxComponent: Self.taxComponentKeys
    case .treatment: Self.treatmentKeys
    case .treatmentTable: Self.treatmentTableKeys
    case .treatmentRow: Self.treatmentRowKeys
    case .dealValue: Self.dealValueKeys
    case .shape: Self.shapeKeys
    }
  }
}
