import Bytes
import Catalogue
import Calendars
import Diagnostics
import Invoices
import QuickBooksPayloads
import RuleEvaluation

/// Holds invoices against the catalogue and puts ids into their payloads; one per thread.
final class CatalogueCheck {
  private var resolver: ReferenceResolver
  private let codes: [TaxCode]
  private var plain = ByteBuffer(capacity: 1 << 12)
  private var resolved = ByteBuffer(capacity: 1 << 12)
  /// What was found for a tax code on a day.
  private var rates: [Int64: ReferenceProblem?] = [:]

  init(_ index: CatalogueIndex, codes: [TaxCode]) {
    resolver = ReferenceResolver(index)
    self.codes = codes
  }

  /// The body with ids of the invoice last checked; good until the next one.
  var payload: ByteView { resolved.view }
  /// Whether its customer is in the catalogue, so that nobody creates it.
  var knowsCustomer: Bool { resolver.knowsCustomer }
  var customerID: [UInt8] { resolver.customerID }

  /// Why an invoice cannot be sent to this company, and warnings.
  func problems(_ invoice: borrowing Invoice) -> [DealProblem] {
    plain.removeAll()
    resolved.removeAll()
    appendInvoice(invoice, codes: codes, to: &plain)
    resolver.resolve(plain.view, into: &resolved)
    var found = resolver.problems
    if invoice.customer.isNamedByAnswer, !knowsCustomer, !found.contains(where: \.isOfCustomer) {
      let name = invoice.customer.displayName.string
      found.append(
        ReferenceProblem(
          .customerGone, "an answer says that '\(name)' is the customer, and QuickBooks has nobody of that name",
          cause: "an answer names a customer whom QuickBooks does not have",
          fix: "correct the name in the answer, or pull the catalogue again if the customer is new"))
    }
    if !invoice.isUnitedStates, let date = invoice.date {
      for sum in invoice.taxes where codes[Int(sum.code)].isForecast {
        let key = Int64(sum.code) << 32 | Int64(date.dayNumber)
        if rates[key] == nil {
          let code = codes[Int(sum.code)]
          rates[key] = .some(
            resolver.index.rateProblem(code.name.string, code.rates.map(\.percent), on: date.description))
        }
        if case .some(.some(let problem)) = rates[key] { found.append(problem) }
      }
    }
    return found.map { DealProblem($0) }
  }
}

extension DealProblem {
  init(_ problem: ReferenceProblem) {
    self.init(
      severity: problem.isHold ? .hold : .warn, code: problem.code.rawValue, message: visible(problem.message),
      cause: visible(problem.cause),
      fix: problem.fix)
  }
}
