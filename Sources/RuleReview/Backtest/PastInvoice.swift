public import Diagnostics

/// Invoices that people made, and what of their file was not looked at.
public struct PastInvoices: Sendable {
  public var invoices: [PastInvoice]
  /// Headers of a CSV that name no field that is compared.
  public var unreadColumns: [String] = []
}

/// An invoice that people made, as far as a dump of QuickBooks tells.
public struct PastInvoice: Sendable {
  /// What it is called in reports: its number, else its id, else its row.
  public var name = ""
  /// QuickBooks' `DocNumber`; empty when there is none.
  public var number = ""
  public var customer = ""
  /// ISO 8601.
  public var date = ""
  public var total = ""
  public var privateNote = ""
  /// Fields by the names of tests, only those that the dump states.
  public var fields: [(name: String, value: String)] = []
  public var range: SourceRange?

  mutating func add(_ name: String, _ value: String?) {
    if let value, !value.isEmpty { fields.append((name, value)) }
  }
}
