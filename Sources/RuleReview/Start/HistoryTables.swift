public import Diagnostics

/// Tables of items and tax codes as people used them on invoices.
public struct HistoryTables: Sendable {
  public let text: String
  public init(_ path: String) throws(RefusedInput) { text = path }
}
