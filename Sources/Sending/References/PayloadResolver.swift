import Bytes
import Catalogue
import JSONRecords
import Reconciliation
import Synchronization

/// Holds payloads against the company's lists and puts ids into them, one at a time, for any number of tasks.
final class PayloadResolver: Sendable {
  private let resolver: Mutex<ReferenceResolver>

  /// - Parameter earlier: The catalogue that gave the folder its ids.
  init(_ lists: CatalogueIndex, since earlier: CatalogueIndex?) {
    resolver = Mutex(ReferenceResolver(lists, since: earlier))
  }

  /// Why the company would not take the payload, whoever its customer is; nil when it would.
  func hold(_ body: [UInt8]) -> DealResult? {
    resolver.withLock { resolver in
      var out = ByteBuffer(capacity: body.count + 256)
      body.withByteView { resolver.resolve($0, leavesCustomer: true, into: &out) }
      return DealResult(held: resolver.problems)
    }
  }

  /// The payload with all its ids, and what speaks against it as an invoice of this customer.
  func resolve(_ body: [UInt8], for customer: MatchedCustomer) -> (body: [UInt8], hold: DealResult?) {
    resolver.withLock { resolver in
      var out = ByteBuffer(capacity: body.count + 256)
      body.withByteView { resolver.resolve($0, customer: customer, into: &out) }
      return (out.view.array, DealResult(held: resolver.problems))
    }
  }
}

extension DealResult {
  /// Held for all of these problems, the first one's code in front; nil when none of them holds.
  init?(held problems: [ReferenceProblem]) {
    let problems = problems.filter(\.isHold)
    guard let first = problems.first else { return nil }
    let further = problems.dropFirst().map { " · \($0.code.rawValue): \($0.message)" }.joined()
    self = .not(
      .held, first.code.rawValue, first.message + further, fix: problems.map(\.fix).joined(separator: " · "))
  }
}

/// The lists that a payload refers to by names of their entries.
func listsNamed(by value: JSONValue, into found: inout Set<CompanyList>) {
  switch value {
  case .object(let members):
    for member in members {
      if let list = CompanyList(reference: member.name), member.value["name"] != nil {
        found.insert(list)
        // A code is as it was only when its rates are.
        if list == .taxCodes { found.insert(.taxRates) }
      } else {
        listsNamed(by: member.value, into: &found)
      }
    }
  case .array(let elements): for element in elements { listsNamed(by: element, into: &found) }
  default: break
  }
}

extension CompanyList {
  fileprivate init?(reference: String) {
    switch reference {
    case "ItemRef": self = .items
    case "TaxCodeRef": self = .taxCodes
    case "TaxRateRef": self = .taxRates
    case "SalesTermRef": self = .terms
    case "DepartmentRef": self = .departments
    case "ClassRef": self = .classes
    default: return nil
    }
  }
}
