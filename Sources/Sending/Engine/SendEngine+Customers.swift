import Catalogue
import JSONRecords
import Ledger
import QuickBooksClient
import Synchronization
import Reconciliation

/// Who a name of the payloads is in QuickBooks.
enum ResolvedCustomer: Sendable {
  case found(MatchedCustomer)
  /// Its deals wait.
  case held(DealResult)
}

/// Found in the order stored link, tax id, name; made where none is found; never guessed (reference, 4.2).
extension SendEngine {
  func resolveCustomers(
    _ folder: RunFolderContent, _ pending: [Int]
  ) async throws(StopReason) -> [String: ResolvedCustomer] {
    state.withLock { $0.keepsRows = !folder.updatedFields.isEmpty }
    try await readBook()
    var resolved: [String: ResolvedCustomer] = [:]
    for index in pending {
      let (name, key) = (folder.invoices[index].customer, folder.invoices[index].customerKey)
      guard resolved[key] == nil else { continue }
      try throwIfStopped()
      resolved[key] =
        if let id = folder.invoices[index].customerID {
          try still(name, id, folder.catalogue)
        } else {
          try await resolve(name, key, body: folder.customers[key])
        }
    }
    try await updateCustomers(folder, pending, resolved)
    return resolved
  }

  /// A customer whose id the folder has already must be there and be as the run's catalogue had it.
  private func still(_ name: String, _ id: String, _ earlier: CatalogueIndex?) throws(StopReason) -> ResolvedCustomer {
    guard let customer = state.withLock({ $0.book.byID[id] }) else {
      return hold(
        name, .customerGone, "the customer '\(name)' (\(id)) is not in QuickBooks any more",
        fix: "pull the catalogue and run again")
    }
    if customer.isActive, let was = earlier?.customers.entry(id),
      let change = changeSince(was, customer.party, "customer"), try !isOurs(customer.party)
    {
      return hold(name, change.code, change.message, fix: change.fix)
    }
    return found(name, customer, how: "name")
  }

  private func readBook() async throws(StopReason) {
    let both = "Active in (true, false)"
    let customers = try await reading { () async throws(ReadFailure) in try await api.queryAll("Customer", where: both)
    }
    let vendors = try await reading { () async throws(ReadFailure) in try await api.queryAll("Vendor", where: both) }
    let employees = try await reading { () async throws(ReadFailure) in
      try await api.queryAll("Employee", where: both)
    }
    state.withLock {
      $0.book = CustomerBook(
        customers: customers, vendors: vendors, employees: employees, keepsRows: $0.keepsRows)
    }
  }

  private func resolve(_ name: String, _ key: String, body: [UInt8]?) async throws(StopReason) -> ResolvedCustomer {
    let book = state.withLock { $0.book }
    if let link = try ledgered({ () throws(LedgerError) in try ledger.link(key) }) {
      // A list may lag behind; the customer itself does not.
      if book.byID[link.customerID] == nil, let stored = try await existing(customer: link.customerID) {
        state.withLock { $0.book.add(stored.value) }
      }
      guard let customer = state.withLock({ $0.book.byID[link.customerID] }) else {
        return hold(
          name, .customerGone,
          "the customer that '\(name)' is linked to (\(link.customerID)) is no longer in QuickBooks",
          fix: "link it to another one, or remove the link")
      }
      // Made by an earlier sending, it is one that there was.
      let isNew = state.withLock { $0.made.contains(Self.customerKey(key)) }
      return found(name, customer, how: link.how == "created" && !isNew ? "earlier" : link.how)
    }
    let taxID = body.flatMap(tree)?["PrimaryTaxIdentifier"]?.text ?? ""
    let same = book.withTaxID(taxID)
    if same.count == 1 { return try link(name, key, same[0], how: "tax-id") }
    if same.count > 1 {
      return hold(
        name, .customerAmbiguous,
        "several customers have the tax id of '\(name)': \(same.map(\.id).joined(separator: ", "))",
        fix: "link the right one")
    }
    let named = book.named(name)
    let active = named.filter(\.isActive)
    if active.count == 1 { return try link(name, key, active[0], how: "name") }
    if active.count > 1 {
      return hold(
        name, .customerAmbiguous, "several customers are named '\(name)': \(active.map(\.id).joined(separator: ", "))",
        fix: "link the right one")
    }
    if let inactive = named.first {
      return hold(
        name, .customerInactive, "the customer '\(name)' (\(inactive.id)) is inactive in QuickBooks",
        fix: "make it active there, or link another one")
    }
    if let near = book.near(name) {
      return hold(
        name, .nearName, "there is no customer '\(name)', but there is '\(near.name)', hardly another name",
        fix: "say which customer it is: dealbill customers link '\(name)' \(near.id); or rename one of them")
    }
    return try await make(name, key, body: body, book)
  }

  private static func customerKey(_ party: String) -> BillingKey {
    BillingKey(kind: "customer", source: "-", deal: party, part: "1")
  }

  func existing(customer id: String) async throws(StopReason) -> StoredEntity? {
    try await reading { () async throws(ReadFailure) in try await api.find("Customer", id: id) }
  }

  private func make(
    _ name: String, _ key: String, body given: [UInt8]?, _ book: CustomerBook
  ) async throws(StopReason) -> ResolvedCustomer {
    guard options.newCustomers == .create, var body = given else {
      return hold(
        name, "C361", "QuickBooks has no customer '\(name)', and none is made",
        fix: "create it there, or send with --new-customers create")
    }
    if let holder = book.holder(of: name) {
      guard let suffix = options.nameSuffix, let renamed = withSuffix(suffix, body) else {
        return hold(
          name, .nameTaken, "the name '\(name)' belongs to a \(holder) in QuickBooks, and names are unique there",
          fix: "say --customer-suffix \" (customer)\", or rename the \(holder)")
      }
      body = renamed
    }
    var note = ""
    if let email = tree(body)?["PrimaryEmailAddr"]?["Address"]?.text, let like = book.withEmail(email).first {
      note = "customer \(like.id) ('\(like.name)') has the same e-mail address"
    }
    let entryKey = Self.customerKey(key)
    var entry = LedgerEntry(key: entryKey, state: .intended)
    if let old = try ledgered({ () throws(LedgerError) in try ledger.entry(entryKey) }) {
      guard old.state == .rejected || old.state == .unsent else {
        return hold(
          name, "C358", "whether the customer was made is not known: \(Self.openReason(old))",
          fix: Self.openFix(old.state))
      }
      entry.generation = old.state == .rejected && !old.wasUnknown ? old.generation + 1 : old.generation
      entry.wasUnknown = old.wasUnknown
      entry.attempts = old.attempts
      if old.wasUnknown { body = Array(old.payload.utf8) }
    }
    entry.contentHash = try digest(body)
    entry.requestID = try requestID(entryKey, content: entry.contentHash, generation: entry.generation)
    entry.attempts += 1
    entry.payload = String(decoding: body, as: UTF8.self)
    entry.customer = key
    entry.intendedAt = now
    if options.isDryRun {
      // What the sending would make stands beside the next name, too.
      if case .object(let members)? = tree(body) {
        state.withLock { $0.book.add(.object([JSONMember(name: "Id", value: .string("new \(key)"))] + members)) }
      }
      tell(name, id: "", how: "created", note)
      return .found(MatchedCustomer(id: "0", currency: ""))
    }
    try self.note([.entry(entry)])
    let made = try await callCustomer(entry)
    if case .found(let customer) = made { tell(name, id: customer.id, how: "created", note) }
    return made
  }

  /// One call for a customer whose intent is on the disk; its outcome is on the disk when it returns.
  func callCustomer(_ intended: LedgerEntry) async throws(StopReason) -> ResolvedCustomer {
    var entry = intended
    let wanted = tree(Array(entry.payload.utf8))?["DisplayName"]?.text ?? ""
    let outcome = await api.write("Customer", body: Array(entry.payload.utf8), requestID: entry.requestID) { stored in
      nameKey(stored["DisplayName"] ?? "") == nameKey(wanted)
        ? .same : .another(reason: "id \(stored.id) has another name")
    }
    switch outcome {
    case .confirmed(let stored), .differs(let stored, _):
      entry.state = .confirmed
      try keep(&entry, stored.value, stored.id)
      return .found(MatchedCustomer(id: stored.id, currency: stored["CurrencyRef", "value"] ?? ""))
    case .rejected(let fault): return try await rejected(customer: &entry, wanted, fault)
    case .notSent, .throttled, .unauthorised: throw try stopped(&entry, by: outcome)
    case .unknown(let reason):
      let result = try unknown(&entry, reason)
      return .held(.not(.held, "C358", result.problem, fix: result.fix))
    }
  }

  /// 6240 may speak of our own earlier call, of a customer made meanwhile, of a vendor or of an employee.
  private func rejected(
    customer entry: inout LedgerEntry, _ name: String, _ fault: Fault
  ) async throws(StopReason) -> ResolvedCustomer {
    if entry.wasUnknown || fault.has(code: "6240") {
      for turn in 0..<2 {
        if turn > 0, (try? await api.clock.sleep(seconds: options.settleSeconds)) == nil {
          throw .signal("stopped while waiting")
        }
        try await readBook()
        let active = state.withLock { $0.book }.named(name).filter(\.isActive)
        if active.count == 1 {
          entry.state = .adopted
          entry.id = active[0].id
          try note([.entry(entry), .link(CustomerLink(entry, active[0]))])
          let key = entry.key
          state.withLock { _ = $0.made.insert(key) }
          return .found(active[0].matched)
        }
        if !entry.wasUnknown { break }
      }
    }
    entry.state = .rejected
    entry.reason = fault.sentence
    try note([.entry(entry)])
    if let stop = StopReason(fault) { throw stop }
    return hold(
      name, "C359", "QuickBooks refuses the customer '\(name)': \(fault.sentence)",
      fix: fault.has(code: "6240") ? "choose another name, or say --customer-suffix" : "correct what it names")
  }

  /// An open outcome whose customer was found.
  func adopt(customer entry: LedgerEntry, from rows: [JSONValue]) throws(StopReason) {
    let wanted = nameKey(tree(Array(entry.payload.utf8))?["DisplayName"]?.text ?? entry.key.deal)
    guard !options.isDryRun,
      let row = rows.first(where: { nameKey(withoutDeletedMark($0["DisplayName"]?.text ?? "")) == wanted }),
      let id = row["Id"]?.text
    else { return }
    var entry = entry
    entry.state = .adopted
    entry.reason = ""
    try keep(&entry, row, id)
    log(SendEvent("adopted", [("key", entry.key.kind), ("id", id)]))
  }

  /// The customer's id, and from now on its link, in one step.
  private func keep(_ entry: inout LedgerEntry, _ row: JSONValue, _ id: String) throws(StopReason) {
    entry.id = id
    entry.syncToken = row["SyncToken"]?.text ?? ""
    let name = row["DisplayName"]?.text ?? ""
    try note([
      .entry(entry), .link(CustomerLink(party: entry.key.deal, customerID: id, displayName: name, how: "created")),
    ])
    let key = entry.key
    state.withLock { state in
      state.made.insert(key)
      state.book.add(row)
    }
  }

  // MARK: Results

  private func link(
    _ name: String, _ key: String, _ customer: CustomerBook.Customer, how: String
  ) throws(StopReason) -> ResolvedCustomer {
    if !options.isDryRun {
      try note([.link(CustomerLink(party: key, customerID: customer.id, displayName: customer.name, how: how))])
    }
    return found(name, customer, how: how)
  }

  private func found(_ name: String, _ customer: CustomerBook.Customer, how: String) -> ResolvedCustomer {
    guard customer.isActive else {
      return hold(
        name, .customerInactive, "the customer '\(name)' (\(customer.id)) is inactive in QuickBooks",
        fix: "make it active there, or link another one")
    }
    tell(name, id: customer.id, how: how, "")
    return .found(customer.matched)
  }

  private func hold(_ name: String, _ code: CatalogueCode, _ problem: String, fix: String) -> ResolvedCustomer {
    hold(name, code.rawValue, problem, fix: fix)
  }

  private func hold(_ name: String, _ code: String, _ problem: String, fix: String) -> ResolvedCustomer {
    tell(name, id: "", how: "held", "\(code): \(problem)")
    return .held(.not(.held, code, problem, fix: fix))
  }

  private func tell(_ name: String, id: String, how: String, _ note: String) {
    state.withLock { $0.customers[name] = CustomerResult(name: name, id: id, how: how, note: note) }
  }

  /// The body with a longer `DisplayName`, which stands first in it.
  private func withSuffix(_ suffix: String, _ body: [UInt8]) -> [UInt8]? {
    let opening = Array("{\"DisplayName\":\"".utf8)
    guard body.starts(with: opening) else { return nil }
    var at = opening.count
    while at < body.count, body[at] != UInt8(ascii: "\"") { at += body[at] == UInt8(ascii: "\\") ? 2 : 1 }
    guard at < body.count, suffix.allSatisfy({ $0 != "\"" && $0 != "\\" && !$0.isNewline }) else { return nil }
    return Array(body[..<at]) + Array(suffix.utf8) + Array(body[at...])
  }
}

extension CustomerLink {
  init(_ entry: LedgerEntry, _ customer: CustomerBook.Customer) {
    self.init(party: entry.key.deal, customerID: customer.id, displayName: customer.name, how: "name")
  }
}
