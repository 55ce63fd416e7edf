import Bytes

/// Ids that stand in a payload already: what they name must still be there, be active, and be as it was.
extension ReferenceResolver {
  func check(_ reference: ScannedPayload.Reference) -> Answer {
    let (id, name) = (reference.id.string, reference.name.string)
    switch reference.kind {
    case .customer: return customer(id: id, name)
    case .item: return check(id, name, \.items, "product or service", .itemUnknown, .itemInactive)
    case .taxCode: return taxCode(id: id, name)
    case .taxRate: return check(id, name, \.taxRates, "tax rate", .taxRateUnknown, .taxRateUnknown)
    case .term: return check(id, name, \.terms, "payment term", .termUnknown, .termInactive)
    case .headerClass, .lineClass: return check(id, name, \.classes, "class", .classUnknown, .classInactive)
    case .department: return check(id, name, \.departments, "location", .locationUnknown, .locationInactive)
    }
  }

  private func check<Entry: CatalogueEntry>(
    _ id: String, _ name: String, _ list: KeyPath<CatalogueIndex, NameIndex<Entry>>, _ what: String,
    _ gone: CatalogueCode, _ inactive: CatalogueCode
  ) -> Answer {
    guard let now = index[keyPath: list].entry(id) else {
      return refused(
        gone, "the \(what) '\(name)' (\(id)) is not in QuickBooks any more", fix: Self.staleFix)
    }
    guard now.isActive else { return refused(inactive, inactiveWords(what, now.fullName), fix: Self.inactiveFix) }
    if let problem = change(earlier?[keyPath: list].entry(id), now, what) { return Answer(problem: problem) }
    return Answer(id: id, isKnown: true)
  }

  /// A code's rates have a life of their own.
  private func taxCode(id: String, _ name: String) -> Answer {
    let answer = check(id, name, \.taxCodes, "tax code", .taxCodeUnknown, .taxCodeInactive)
    guard answer.isKnown, let code = index.taxCodes.entry(id) else { return answer }
    for rate in code.rates {
      guard let was = earlier?.taxRates.entry(rate.id), let now = index.taxRates.entry(rate.id) else { continue }
      if let problem = change(was, now, "tax rate") { return Answer(problem: problem) }
    }
    return answer
  }

  /// A customer by its id may have another name than the deal's: a person chose it.
  private func customer(id: String, _ name: String) -> Answer {
    let answer = check(id, name, \.customers, "customer", .customerGone, .customerInactive)
    guard answer.isKnown, let customer = index.customers.entry(id) else { return answer }
    return Answer(id: id, currency: customer.currency, isKnown: true)
  }

  private static var staleFix: String { "pull the catalogue and run again" }

  private func change<Entry: CatalogueEntry>(_ was: Entry?, _ now: Entry, _ what: String) -> ReferenceProblem? {
    was.flatMap { changeSince($0, now, what) }
  }
}

/// What became of an object of the company's lists between a run and its sending; nil when it is as it was.
///
/// - Parameter what: The kind of object, in words.
public func changeSince<Entry: CatalogueEntry>(_ was: Entry, _ now: Entry, _ what: String) -> ReferenceProblem? {
  let differences = zip(was.facts, now.facts).filter { $0.value != $1.value }.map { was, now in
    "\(was.name) '\(was.value)', now '\(now.value)'"
  }
  var words = differences.joined(separator: "; ")
  if differences.isEmpty {
    guard let old = was.version, let new = now.version, old != new else { return nil }
    words = "version \(old), now \(new)"
  }
  return ReferenceProblem(
    .changedSinceRun, "the \(what) '\(now.fullName)' (\(now.id)) was changed in QuickBooks after the run: \(words)",
    cause: "the \(what) was changed in QuickBooks after the run",
    fix: "look at it in QuickBooks, then pull the catalogue and run again")
}
