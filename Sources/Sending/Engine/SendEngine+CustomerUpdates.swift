import Catalogue
import Invoices
import JSONRecords
package import Ledger
package import QuickBooksClient
import Reconciliation
import Synchronization

/// A rule may ask that address, e-mail and tax id of customers are corrected in QuickBooks (`customer: update:`): each
/// correction is one write of the ledger, and its `SyncToken` refuses it when somebody else was there first.
extension SendEngine {
  static let updateKind = "customer-update"

  func updateCustomers(
    _ folder: RunFolderContent, _ pending: [Int], _ customers: [String: ResolvedCustomer]
  ) async throws(StopReason) {
    guard !folder.updatedFields.isEmpty else { return }
    var seen: Set<String> = []
    for index in pending {
      let plan = folder.invoices[index]
      guard seen.insert(plan.customerKey).inserted, case .found(let found)? = customers[plan.customerKey],
        let wanted = folder.customerUpdates[plan.customerKey] ?? folder.customers[plan.customerKey].flatMap(tree),
        state.withLock({ $0.customers[plan.customer]?.how }) != "created",
        let stored = state.withLock({ $0.book.byID[found.id]?.row }).flatMap({ StoredEntity($0) })
      else { continue }
      let update = customerUpdate(of: stored, to: wanted, folder.updatedFields)
      guard !update.body.isEmpty else { continue }
      try throwIfStopped()
      guard try await send(update, to: found.id, plan.customer) == .changedMeanwhile,
        let present = try await existing(customer: found.id)
      else { continue }
      // Whoever was first changed something, perhaps another field: what is left to correct is asked for once more.
      let rest = customerUpdate(of: present, to: wanted, folder.updatedFields)
      if rest.body.isEmpty {
        tell(plan.customer, "", [])
      } else {
        _ = try await send(rest, to: found.id, plan.customer)
      }
    }
  }

  private enum UpdateEnd { case settled, changedMeanwhile }
  private static let changedMeanwhile = "the customer was changed in QuickBooks meanwhile"

  private func send(_ update: CustomerUpdate, to id: String, _ name: String) async throws(StopReason) -> UpdateEnd {
    let content = try digest(update.body)
    let key = BillingKey(kind: Self.updateKind, source: "-", deal: id, part: String(content.prefix(16)))
    var entry = LedgerEntry(key: key, state: .intended)
    if let old = try ledgered({ () throws(LedgerError) in try ledger.entry(key) }) {
      guard old.state == .rejected || old.state == .unsent else {
        // Done by what the ledger knows; the list lags behind.
        tell(name, old.state.isLive ? "" : "not updated: \(old.reason)", old.state.isLive ? update.changes : [])
        return .settled
      }
      entry.generation = old.state == .rejected && !old.wasUnknown ? old.generation + 1 : old.generation
      entry.wasUnknown = old.wasUnknown
      entry.attempts = old.attempts
    }
    if options.isDryRun {
      tell(name, "", update.changes)
      return .settled
    }
    entry.contentHash = content
    entry.requestID = try requestID(key, content: content, generation: entry.generation)
    entry.attempts += 1
    entry.payload = String(decoding: update.body, as: UTF8.self)
    entry.intendedAt = now
    try note([.entry(entry)])
    let trouble = try await callUpdate(entry)
    tell(name, trouble ?? "", trouble == nil ? update.changes : [])
    return trouble?.hasSuffix(Self.changedMeanwhile) == true ? .changedMeanwhile : .settled
  }

  /// One call for an update whose intent is on the disk; its outcome is on the disk when it returns.
  ///
  /// - Returns: Why the customer is not as it should be; nil when it is.
  func callUpdate(_ intended: LedgerEntry) async throws(StopReason) -> String? {
    var entry = intended
    let id = entry.key.deal
    let outcome = await api.write("Customer", body: Array(entry.payload.utf8), requestID: entry.requestID) { stored in
      stored.id == id ? .same : .another(reason: "id \(stored.id) is another customer")
    }
    switch outcome {
    case .confirmed(let stored), .differs(let stored, _):
      entry.state = .confirmed
      try keep(update: &entry, stored)
      return nil
    case .rejected(let fault):
      entry.state = .rejected
      entry.reason = fault.has(code: "5010") ? Self.changedMeanwhile : fault.sentence
      try note([.entry(entry)])
      if let stop = StopReason(fault) { throw stop }
      return "not updated: \(entry.reason)"
    case .notSent, .throttled, .unauthorised: throw try stopped(&entry, by: outcome)
    case .unknown(let reason):
      return "whether it was updated is not known: \(try unknown(&entry, reason).problem)"
    }
  }

  /// Looks whether an update of unknown outcome was made; when somebody else changed the customer it never will be.
  func isUpdateSettled(_ found: LedgerEntry) async throws(StopReason) -> Bool {
    var entry = found
    guard let wanted = tree(Array(entry.payload.utf8)) else { throw .ledger("the entry '\(entry.key)' cannot be read") }
    guard let stored = try await existing(customer: entry.key.deal) else {
      try giveUp(&entry, "the customer is not in QuickBooks any more")
      return true
    }
    if customerUpdate(of: stored, to: wanted, CustomerField.allCases).body.isEmpty {
      entry.state = .adopted
      entry.reason = ""
      try keep(update: &entry, stored)
      return true
    }
    guard stored.syncToken != wanted["SyncToken"]?.text else { return false }
    try giveUp(&entry, Self.changedMeanwhile)
    return true
  }

  private func giveUp(_ entry: inout LedgerEntry, _ reason: String) throws(StopReason) {
    if entry.state != .absent {
      entry.state = .absent
      try note([.entry(entry)])
    }
    entry.state = .rejected
    entry.reason = reason
    try note([.entry(entry)])
  }

  /// The version that came of it is ours: by it the customer is no stale one.
  private func keep(update entry: inout LedgerEntry, _ stored: StoredEntity) throws(StopReason) {
    // Its id stands in the key: each correction of a customer is an entry, and an id may stand in one of a kind only.
    entry.syncToken = stored.syncToken
    try note([.entry(entry), .customerVersion(stored)])
    state.withLock { $0.book.add(stored.value) }
    log(SendEvent("customer-updated", [("id", stored.id), ("trace", stored.trace)]))
  }

  /// Whether a customer's version is that of the last update of ours.
  func isOurs(_ customer: Party) throws(StopReason) -> Bool {
    let ours = try ledgered { () throws(LedgerError) in try ledger.fact(LedgerChange.versionName(customer.id)) }
    return ours != nil && ours == customer.version
  }

  private func tell(_ name: String, _ note: String, _ changes: [FieldDifference]) {
    state.withLock { state in
      guard var customer = state.customers[name] else { return }
      customer.changes = changes
      if !note.isEmpty || customer.isBehind { customer.note = note }
      customer.isBehind = !note.isEmpty
      state.customers[name] = customer
    }
  }
}

extension LedgerChange {
  static func versionName(_ id: String) -> String { "customer-version \(id)" }

  /// That a customer has the version which an update of ours gave it.
  package static func customerVersion(_ stored: StoredEntity) -> LedgerChange {
    .fact(name: versionName(stored.id), value: stored.syncToken)
  }
}
