import Bytes
public import Calendars
import JSONRecords
public import Ledger
public import QuickBooksClient
import Sending

/// Voids, deletes, e-mails and saves invoices: reads each first, refuses what is unsafe, acts, and reads again to prove it.
public struct ActionEngine: Sendable {
  let api: QuickBooksAPI
  let ledger: any HistoryStorage
  /// The day in the company's zone.
  let today: CivilDate
  /// What the person who asks accepts.
  public var accepts: Set<Obstacle> = []
  /// Takes back a run: what somebody voided meanwhile stays as it is.
  public var isUndo = false
  /// Sends again what was already e-mailed.
  public var repeatsEmail = false
  /// E-mails of one day, in the company's zone; nil for no limit. QuickBooks takes 40 in a sandbox (reference, 6.4).
  public var dailyEmails: Int?
  /// Where e-mails go instead of the invoice's own address.
  public var emailTo: String?

  /// - Parameter ledger: Held by this process alone.
  public init(api: QuickBooksAPI, ledger: any HistoryStorage, today: CivilDate) {
    self.api = api
    self.ledger = ledger
    self.today = today
  }

  var now: Int64 { Int64(api.clock.now * 1000) }

  // MARK: The plan

  /// Reads every invoice as it is now and decides; writes nothing.
  ///
  /// - Parameter atMost: So many are done; what is beyond is refused, and not read.
  public func plan(
    _ action: InvoiceAction, _ invoices: [ListedInvoice], atMost: Int = .max
  ) async throws(RefreshFailure) -> ActionPlan {
    var closedThrough: CivilDate?
    if action.isFinal {
      let preferences = try await reading { () async throws(ReadFailure) in try await api.preferences() }
      closedThrough = preferences["AccountingInfoPrefs"]?["BookCloseDate"]?.text?.withByteView {
        CivilDate.parseISO($0)
      }
    }
    var steps: [PlannedAction] = []
    var left = atMost
    for invoice in invoices {
      var step = PlannedAction(invoice: invoice, seen: nil)
      if left == 0 {
        (step.code, step.refusal) = ("X918", "more than --at-most \(atMost); ask again for the rest")
      } else if invoice.isOfUnknownOutcome {
        (step.code, step.refusal) = (
          "X910", "whether it is in QuickBooks is not known yet: send its folder again, which looks"
        )
      } else if invoice.entry.id.isEmpty {
        (step.code, step.refusal) = ("X910", "it is not in QuickBooks: \(invoice.entry.state.rawValue)")
      } else if let stored = try await read(invoice.entry.id) {
        var seen = observe(stored, of: invoice.entry, by: .query, today: today)
        if seen.status != .voided { seen.drift = drift(of: stored, from: invoice.entry) }
        step.seen = seen
        if let (code, words) = obstacle(action, seen, closedThrough) { (step.code, step.refusal) = (code, words) }
      } else {
        (step.code, step.refusal) = ("X911", "it was deleted in QuickBooks")
      }
      if step.isAllowed { left -= 1 }
      steps.append(step)
    }
    let words =
      [action.rawValue] + steps.filter(\.isAllowed).map { "\($0.invoice.entry.id) \($0.seen?.syncToken ?? "")" }
    return ActionPlan(action: action, steps: steps, code: String(try digest(words).prefix(8)))
  }

  private func obstacle(
    _ action: InvoiceAction, _ seen: InvoiceObservation, _ closedThrough: CivilDate?
  ) -> (String, String)? {
    switch action {
    case .pdf: return nil
    case .email:
      if seen.status == .voided { return ("X912", "it is voided") }
      if seen.isEmailed, !repeatsEmail {
        let when = seen.emailedAt.isEmpty ? "" : " on \(seen.emailedAt)"
        return ("X913", "it was e-mailed\(when); --again sends a second mail")
      }
      return nil
    case .void, .delete:
      if seen.status == .voided, action == .void || isUndo { return ("X912", "it is voided already") }
      if let closedThrough, let date = seen.date.withByteView({ CivilDate.parseISO($0) }), date <= closedThrough {
        return ("X914", "its date \(seen.date) lies in books that are closed through \(closedThrough)")
      }
      if seen.status == .paid || seen.status == .partiallyPaid, seen.balance != seen.total, !accepts.contains(.paid) {
        return ("X915", "\(seen.status.label.lowercased()): \(advice("make a credit memo", "paid"))")
      }
      if seen.isEmailed, !accepts.contains(.emailed) {
        return ("X916", "the customer has it by e-mail: \(advice("make a credit memo", "emailed"))")
      }
      if !seen.drift.isEmpty, !accepts.contains(.edited) {
        return ("X917", "edited in QuickBooks (\(seen.drift)): \(advice("look at it", "edited"))")
      }
      // A field that dealbill did not send, such as a due date by the customer's terms, can be edited too: the version tells. A
      // void, an e-mail or a payment raises it as well; these come here only when they are accepted.
      if seen.syncToken != "0", seen.status != .voided, !seen.isEmailed, !accepts.contains(.edited),
        !accepts.contains(.paid)
      {
        return (
          "X917",
          "somebody changed it in QuickBooks after it was made (version \(seen.syncToken)): \(advice("look at it", "edited"))"
        )
      }
      return nil
    }
  }

  /// What to do about an obstacle; `undo` itself overrides none.
  private func advice(_ words: String, _ obstacle: String) -> String {
    isUndo
      ? "\(words), or use 'dealbill delete' with --even-if \(obstacle)" : "\(words), or say --even-if \(obstacle)"
  }

  // MARK: Acting

  /// Does what the plan allows, one after the other; each outcome is in the ledger before the next begins.
  public func perform(
    _ plan: ActionPlan, savePDF: (PlannedAction, [UInt8]) throws -> String = { _, _ in "" }
  ) async throws(RefreshFailure) -> [ActionResult] {
    var results: [ActionResult] = []
    for step in plan.steps {
      guard step.isAllowed, let seen = step.seen else {
        results.append(ActionResult(plan: step, outcome: .refused, words: step.refusal))
        continue
      }
      switch plan.action {
      case .void, .delete: results.append(try await end(plan.action, step, seen))
      case .email: results.append(try await email(step, seen))
      case .pdf: results.append(await pdf(step, savePDF))
      }
    }
    return results
  }

  private func end(
    _ action: InvoiceAction, _ step: PlannedAction, _ seen: InvoiceObservation
  ) async throws(RefreshFailure) -> ActionResult {
    let id = seen.id
    let request = try requestID(action, id, seen.syncToken)
    // Should this process end before the answer is known, it was still we who asked.
    try write([
      .fact(name: LedgerEntry.openAction(id), value: action.rawValue),
      .note(kind: "\(action.rawValue)-intended", key: step.invoice.entry.key.description, detail: "invoice=\(id)"),
    ])
    let outcome =
      action == .void
      ? await api.void(invoice: id, syncToken: seen.syncToken, requestID: request)
      : await api.delete(invoice: id, syncToken: seen.syncToken, requestID: request)
    var reason = ""
    var isOpen = false
    var isRefused = false
    switch outcome {
    case .confirmed, .differs: break
    case .rejected(let fault): (reason, isRefused) = (fault.sentence, true)
    case .notSent(let words): (reason, isRefused) = (words, true)
    case .throttled: (reason, isRefused) = ("the request limit is reached", true)
    case .unauthorised(let words):
      try write([.fact(name: LedgerEntry.openAction(id), value: "")])
      throw .read(.notAuthorised(words))
    case .unknown(let why): (reason, isOpen) = (why.text, true)
    }
    // What was certainly not carried out is not ours, should somebody else do it later.
    if isRefused { try write([.fact(name: LedgerEntry.openAction(id), value: "")]) }
    // An answer is no proof: what is there now is (reference, 6.3).
    let stored: StoredEntity?
    do throws(RefreshFailure) { stored = try await read(id) } catch {
      return ActionResult(
        plan: step, outcome: isRefused ? .failed : .unknown,
        words: "\(reason.isEmpty ? "answered" : reason); it could not be read again")
    }
    var now = stored.map { observe($0, of: step.invoice.entry, by: .action, today: today) } ?? seen.gone(by: .action)
    guard now.status == (action == .void ? .voided : .deleted) else {
      // What was not answered may still be carried out: should it be seen gone, it was we who asked.
      if isOpen {
        return ActionResult(
          plan: step, outcome: .unknown, words: "\(reason); it is still \(now.label.lowercased()), look again later")
      }
      if !isRefused { try write([.fact(name: LedgerEntry.openAction(id), value: "")]) }
      let words = reason.isEmpty ? "QuickBooks agreed, and it is still \(now.label.lowercased())" : reason
      return ActionResult(plan: step, outcome: .failed, words: words)
    }
    now.isOurChange = true
    var changes: [LedgerChange] = [.observed(now)]
    var entry = step.invoice.entry
    let state: EntryState = action == .void ? .voided : .deleted
    if EntryState.allows(entry.state, state) {
      entry.state = state
      entry.syncToken = now.syncToken
      entry.reason = action.past + LedgerEntry.takenBack
      changes.append(.entry(entry))
    }
    try write(changes)
    return ActionResult(plan: step, outcome: .done, words: action.past)
  }

  private func email(_ step: PlannedAction, _ seen: InvoiceObservation) async throws(RefreshFailure) -> ActionResult {
    let id = seen.id
    let day = "emails \(today)"
    let sentToday = try ledgered { () throws(LedgerError) in try ledger.fact(day) }.flatMap { Int($0) } ?? 0
    if let dailyEmails, sentToday >= dailyEmails {
      var step = step
      step.code = "X919"
      return ActionResult(plan: step, outcome: .refused, words: "\(sentToday) e-mails were sent today; go on tomorrow")
    }
    let request = try requestID(.email, id, "\(seen.syncToken) \(seen.emailedAt)")
    // Counted before the call: one whose answer is lost counts as well.
    try write([
      .fact(name: day, value: String(sentToday + 1)),
      .note(kind: "email-intended", key: step.invoice.entry.key.description, detail: "invoice=\(id)"),
    ])
    let outcome = await api.send(invoice: id, to: emailTo, requestID: request)
    var isAnswered = false
    switch outcome {
    case .confirmed, .differs: isAnswered = true
    case .rejected(let fault): return ActionResult(plan: step, outcome: .failed, words: fault.sentence)
    case .notSent(let words): return ActionResult(plan: step, outcome: .failed, words: words)
    case .throttled: return ActionResult(plan: step, outcome: .failed, words: "the request limit is reached")
    case .unauthorised(let words): throw .read(.notAuthorised(words))
    case .unknown: break
    }
    // A second mail is worse than none: only the delivery that QuickBooks notes says whether it went (reference, 6.4).
    let stored: StoredEntity?
    do throws(RefreshFailure) { stored = try await read(id) } catch { stored = nil }
    guard let stored else {
      return ActionResult(
        plan: step, outcome: .unknown, words: "no answer; look at the invoice before you send it again")
    }
    var now = observe(stored, of: step.invoice.entry, by: .action, today: today)
    guard now.isEmailed, isAnswered || now.emailedAt != seen.emailedAt else {
      return ActionResult(
        plan: step, outcome: .unknown, words: "QuickBooks notes no delivery; look before you send again")
    }
    now.drift = step.seen?.drift ?? ""
    now.isOurChange = true
    try write([
      .observed(now), .note(kind: "emailed", key: step.invoice.entry.key.description, detail: "invoice=\(id)"),
    ])
    return ActionResult(
      plan: step, outcome: .done, words: "e-mailed to \(emailTo ?? stored["BillEmail", "Address"] ?? "")")
  }

  private func pdf(
    _ step: PlannedAction, _ save: (PlannedAction, [UInt8]) throws -> String
  ) async -> ActionResult {
    do throws(ReadFailure) {
      let bytes = try await api.pdf(invoice: step.invoice.entry.id)
      do {
        return ActionResult(plan: step, outcome: .done, words: try save(step, bytes))
      } catch {
        return ActionResult(plan: step, outcome: .failed, words: "\(error)")
      }
    } catch {
      return ActionResult(plan: step, outcome: .failed, words: error.sentence)
    }
  }

  // MARK: Helpers

  /// The same action on the same state of an invoice has the same id, so that a repetition is no second action.
  private func requestID(
    _ action: InvoiceAction, _ id: String, _ state: String
  ) throws(RefreshFailure) -> String {
    String(try digest(["dealbill-action-1", api.realm, action.rawValue, id, state]).prefix(32))
  }

  private func read(_ id: String) async throws(RefreshFailure) -> StoredEntity? {
    try await reading { () async throws(ReadFailure) in try await api.find("Invoice", id: id) }
  }

  private func reading<T>(_ step: () async throws(ReadFailure) -> T) async throws(RefreshFailure) -> T {
    do throws(ReadFailure) { return try await step() } catch { throw .read(error) }
  }

  private func ledgered<T>(_ step: () throws(LedgerError) -> T) throws(RefreshFailure) -> T {
    do throws(LedgerError) { return try step() } catch { throw .ledger(error) }
  }

  private func write(_ changes: [LedgerChange]) throws(RefreshFailure) {
    let time = now
    do throws(LedgerError) { try ledger.record(changes, at: time) } catch { throw .ledger(error) }
  }
}
