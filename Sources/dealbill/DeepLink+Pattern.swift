import ArgumentParser
import QuickBooksClient
import Receivables

extension DeepLink {
  /// Refuses a pattern that gives the same address for every invoice.
  static func validate(_ pattern: String?) throws {
    guard let pattern, !pattern.contains("{id}") else { return }
    throw ValidationError("--link has no {id}, where the invoice's id is put in.")
  }

  /// Where the company's pages are; without a connection those of production.
  static func pattern(of connection: Connection?) -> String {
    connection.map { $0.environment == .production } ?? true ? production : sandbox
  }
}
