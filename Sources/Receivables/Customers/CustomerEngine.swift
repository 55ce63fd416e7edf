import Bytes
import Catalogue
import Invoices
import JSONRecords
public import Ledger
public import QuickBooksClient
import Reconciliation
public import Sending

/// What would change in a customer of QuickBooks so that it is as the CRM has it.
public struct CustomerPlan: Sendable {
  public var link: CustomerLink
  /// As just read; nil when it is not there.
  public var stored: StoredEntity?
  /// Before and after, by field.
  public var changes: [FieldDifference] = []
  /// The sparse body; empty when nothing changes.
  public var body: [UInt8] = []
  /// Why nothing can be done; empty when it can.
  public var refusal = ""
}

/// Links between the CRM's parties and QuickBooks' customers, and the customers' data.
public struct CustomerEngine: Sendable {
  let api: QuickBooksAPI
  let ledger: any HistoryStorage

  /// - Parameter ledger: Held by this process alone.
  public init(api: QuickBooksAPI, ledger: any HistoryStorage) {
    self.api = api
    self.ledger = ledger
  }

  /// Says by hand which customer a party is; the customer must be there and active.
  public func link(_ party: String, to id: String) async throws(RefreshFailure) -> CustomerLink {
    let stored: StoredEntity
    do throws(ReadFailure) { stored = try await api.read("Customer", id: id) } catch { throw .read(error) }
    guard stored["Active"] != "false" else {
      throw .read(
        .refused(Fault(type: "", items: [Fault.Item(code: "", message: "customer \(id) is inactive; make it active")])))
    }
    let link = CustomerLink(
      party: nameKey(party), customerID: id, displayName: stored["DisplayName"] ?? "", how: "linked")
    try write([.link(link)])
    return link
  }

  /// Forgets which customer a party is; QuickBooks' customer stays as it is.
  public func unlink(_ party: String) throws(RefreshFailure) -> Bool {
    let key = nameKey(party)
    let link: CustomerLink?
    do throws(LedgerError) { link = try ledger.link(key) } catch { throw .ledger(error) }
    guard link != nil else { return false }
    try write([.unlink(party: key)])
    return true
  }

  /// Compares address, e-mail and tax id of linked customers with what a run folder says of them.
  ///
  /// - Parameter only: Names of customers; empty means all.
  public func plan(_ folder: RunFolderContent, only: [String] = []) async throws(RefreshFailure) -> [CustomerPlan] {
    let links: [String: CustomerLink]
    do throws(LedgerError) { links = try knownLinks(ledger) } catch { throw .ledger(error) }
    var plans: [CustomerPlan] = []
    let keys = Set(only.map(nameKey))
    for (key, wanted) in wanted(folder).sorted(by: { $0.key < $1.key }) where only.isEmpty || keys.contains(key) {
      guard let link = links[key] else { continue }
      var plan = CustomerPlan(link: link)
      do throws(ReadFailure) {
        let stored = try await api.read("Customer", id: link.customerID)
        plan.stored = stored
        let update = customerUpdate(of: stored, to: wanted, CustomerField.allCases)
        (plan.changes, plan.body) = (update.changes, update.body)
      } catch {
        guard error.isNotFound else { throw .read(error) }
        plan.refusal = "customer \(link.customerID) is not in QuickBooks any more"
      }
      plans.append(plan)
    }
    return plans
  }

  /// Names among `names` that the folder bills nobody by.
  public func unknown(_ names: [String], in folder: RunFolderContent) -> [String] {
    let known = Set(folder.invoices.map { nameKey($0.customer) })
    return names.filter { !known.contains(nameKey($0)) }
  }

  /// What the folder says of each customer, by the key of its name: the body that would create it, or what its invoice
  /// carries.
  private func wanted(_ folder: RunFolderContent) -> [String: JSONValue] {
    var found: [String: JSONValue] = [:]
    for invoice in folder.invoices {
      var members: [JSONMember] = []
      if let address = invoice.value["BillAddr"] { members.append(JSONMember(name: "BillAddr", value: address)) }
      if let email = invoice.value["BillEmail"] { members.append(JSONMember(name: "PrimaryEmailAddr", value: email)) }
      found[nameKey(invoice.customer)] = .object(members)
    }
    for (name, bytes) in folder.customers {
      if let body = bytes.withByteView({ try? JSONValue.parse($0, file: "customers.ndjson") }) {
        found[nameKey(name)] = body
      }
    }
    return found
  }

  /// Sends the sparse updates of a plan, one by one.
  public func perform(_ plans: [CustomerPlan]) async throws(RefreshFailure) -> [(plan: CustomerPlan, words: String)] {
    var results: [(plan: CustomerPlan, words: String)] = []
    for plan in plans where !plan.body.isEmpty {
      guard let stored = plan.stored else { continue }
      let words = [
        "dealbill-customer-1", api.realm, stored.id, stored.syncToken, String(decoding: plan.body, as: UTF8.self),
      ]
      let request = String(try digest(words).prefix(32))
      try write([
        .note(kind: "customer-update-intended", key: plan.link.party, detail: "customer=\(stored.id)")
      ])
      let outcome = await api.write("Customer", body: plan.body, requestID: request)
      switch outcome {
      case .confirmed(let now), .differs(let now, _):
        try write([
          .note(kind: "customer-updated", key: plan.link.party, detail: "customer=\(stored.id)"),
          .customerVersion(now),
        ])
        results.append((plan, "updated"))
      case .rejected(let fault) where fault.has(code: "5010"):
        results.append((plan, "changed in QuickBooks meanwhile; ask again"))
      case .rejected(let fault): results.append((plan, "refused: \(fault.sentence)"))
      case .notSent(let reason): results.append((plan, "not sent: \(reason)"))
      case .throttled: results.append((plan, "not sent: the request limit is reached"))
      case .unauthorised(let reason): throw .read(.notAuthorised(reason))
      case .unknown(let why):
        results.append((plan, "unknown: \(why.text); ask again, a repetition changes nothing twice"))
      }
    }
    return results
  }

  private func write(_ changes: [LedgerChange]) throws(RefreshFailure) {
    let time = Int64(api.clock.now * 1000)
    do throws(LedgerError) { try ledger.record(changes, at: time) } catch { throw .ledger(error) }
  }
}
