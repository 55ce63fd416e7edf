import Bytes
public import Calendars
import Deals
import Invoices
import Money
import RuleLanguage

/// Answers of people, applied deal by deal.
extension Evaluator {
  /// What became of the answer for the deal at hand.
  public enum OverrideState: UInt8, Sendable { case none, used, notNeeded, expired, dealChanged }

  /// The answer in force for the deal at hand.
  var answer: DealOverride? {
    overrideIndex >= 0 && overrideState != .expired && overrideState != .dealChanged
      ? overrides?.list[overrideIndex] : nil
  }

  /// Looks the deal's answer up and decides whether it counts.
  func beginOverride() {
    overrideIndex = -1
    overrideState = .none
    guard let overrides, !overrides.isEmpty,
      let index = overrides.index(ofDeal: block.cell(deal: deal, column: Int(rules.idColumn)).trimmed.string)
    else { return }
    overrideIndex = index
    overrideState = .notNeeded
    let answer = overrides.list[index]
    findMoney()
    if runDate >= answer.expires {
      overrideState = .expired
      add(
        note(
          .overrideExpired, "the answer of \(answer.author) (\(answer.words)) expired on \(answer.expires)",
          "answers that have expired; they no longer count", answer, .note))
    } else if let value = answer.value, value != dealValue.map({ money($0) }) {
      overrideState = .dealChanged
      add(
        note(
          .overrideStale,
          "the answer of \(answer.author) (\(answer.words)) was given when the deal's value was \(value); it is \(dealValue.map { money($0) } ?? "unknown") now",
          "answers given for another value of the deal; they do not count", answer, .note))
    }
  }

  /// Notes in the problems and in the trace that the answer changed something.
  func useAnswer(_ answer: DealOverride, target: String, value: String) {
    if overrideState != .used {
      overrideState = .used
      add(
        note(
          .overrideUsed, "an answer is in force: \(answer.words), by \(answer.author): \(answer.reason)",
          "answers of people in force", answer, .note))
    }
    guard let trace else { return }
    trace.begin(target: target)
    trace.answered(answer)
    trace.end(value)
  }

  /// An answer that is in force while its deal is held for something else says so, and what would lift that.
  func tellWhatIsNotLifted() {
    guard let told = problems.firstIndex(where: { $0.code == HoldCode.overrideUsed.rawValue }) else { return }
    var codes: [String] = []
    for problem in problems where problem.severity >= .hold && !codes.contains(problem.code) {
      codes.append(problem.code)
    }
    guard !codes.isEmpty else { return }
    let isAcceptable = codes.allSatisfy(DealOverride.canAccept)
    let mend = codes == [HoldCode.taxIDAbsent.rawValue] ? "give the number" : "do what stands beside the hold"
    problems[told].cause = "answers of people in force that do not lift all that holds their deal"
    problems[told].fix =
      "this answer does not lift \(codes.joined(separator: ", ")); \(isAcceptable ? "accept \(codes.count == 1 ? "it" : "them"), or \(mend)" : mend)"
  }

  /// A hold as it counts: one that a person accepted is a warning.
  func accepted(_ problem: DealProblem) -> DealProblem {
    guard problem.severity == .hold, let answer, answer.accepts.contains(problem.code),
      DealOverride.canAccept(problem.code)
    else { return problem }
    useAnswer(answer, target: "accepted \(problem.code)", value: problem.message)
    var problem = problem
    problem.severity = .warn
    problem.message += " (accepted by \(answer.author): \(answer.reason))"
    return problem
  }

  /// The customer that a person named, over the one of the rules; faults of the latter then no longer hold the deal.
  func overrideCustomer(problemsFrom start: Int, wasHeld: Bool) {
    guard let answer, answer.customerID != nil || answer.customerName != nil else { return }
    for index in start..<problems.count where problems[index].severity == .hold { problems[index].severity = .note }
    mustHold = wasHeld
    if let id = answer.customerID {
      invoice.customer.id = arena.copy(id)
      if invoice.customer.displayName.isEmpty { invoice.customer.displayName = arena.copy("customer \(id)") }
    } else if let name = answer.customerName {
      invoice.customer.displayName = checkedName(arena.copy(name), customerRules.name, limit: 500)
      invoice.customer.isNamedByAnswer = true
    }
    useAnswer(answer, target: "customer", value: answer.customerID ?? answer.customerName ?? "")
  }

  /// The index of the tax code that a person chose; nil when none did, −1 after a hold.
  func overriddenTaxCode() -> Int32? {
    guard let answer, let name = answer.taxCode else { return nil }
    let found = name.withByteView { view in rules.taxes.codes.firstIndex { $0.name.equalsFolded(view) } }
    guard let found else {
      hold(
        note(
          .unknownTaxCode, "the answer of \(answer.author) names the tax code '\(name)', which the rules do not know",
          "an answer names a tax code that the rules do not know", answer, .hold))
      return -1
    }
    useAnswer(answer, target: "tax code", value: name)
    return Int32(found)
  }

  /// Whether a person left the deal out for now.
  func isSkippedByAnswer() -> Bool {
    guard let answer, let until = answer.skipUntil, runDate < until else { return false }
    useAnswer(answer, target: "skipped", value: "until \(until)")
    return true
  }

  private func note(
    _ code: HoldCode, _ message: String, _ cause: String, _ answer: DealOverride, _ severity: DealProblem.Severity
  ) -> DealProblem {
    var problem = problem(
      code, message, cause: cause,
      fix: severity == .hold ? "correct the answer" : "nothing to do; answer again if the hold comes back",
      severity: severity)
    problem.rule = answer.range
    problem.owner = answer.author
    return problem
  }

  /// The deal's date in one of its columns, without any complaint about it: for the age of what is not billed.
  public func quietDate(ofColumn index: Int) -> CivilDate? {
    let (known, held) = (problems, mustHold)
    defer { (problems, mustHold) = (known, held) }
    if case .date(let date) = column(index) { return date }
    return nil
  }
}

extension Arena {
  fileprivate mutating func copy(_ text: String) -> ByteView { text.withByteView { copy($0) } }
}
