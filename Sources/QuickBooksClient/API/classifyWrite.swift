import Bytes
import JSONRecords

/// Reads the answer to a write (reliability reference, 2.3).
///
/// - Parameters:
///   - entity: The member that holds it: `Invoice`.
///   - check: Holds the entity against what was sent.
public func classifyWrite(
  _ answer: HTTPAnswer, entity: String, check: (StoredEntity) -> EntityMatch = { _ in .same }
) -> WriteOutcome {
  let trace = answer.header("intuit_tid") ?? ""
  if (300..<400).contains(answer.status) {
    return .unknown(UnknownReason("status \(answer.status) redirects elsewhere; not followed", endsRun: true))
  }
  if answer.status == 429 { return .throttled }
  let value = parse(answer.body)
  if let fault = value.flatMap({ Fault(in: $0, status: answer.status, trace: trace) }) {
    return classify(fault)
  }
  switch answer.status {
  case 200, 201: break
  case 401: return .unauthorised(reason: "QuickBooks refuses the access token")
  case 403, 404, 413: return .rejected(Fault(type: "", items: [], status: answer.status, trace: trace))
  default: return .unknown(UnknownReason("status \(answer.status) without a fault that can be read"))
  }
  guard let value else { return .unknown(UnknownReason("status 200 with an answer that is not whole JSON")) }
  guard let member = value[entity], let stored = StoredEntity(member, trace: trace) else {
    return .unknown(UnknownReason("status 200 without a \(entity) that has an id"))
  }
  switch check(stored) {
  case .same: return .confirmed(stored)
  case .differs(let differences): return .differs(stored, differences)
  case .another(let reason): return .unknown(UnknownReason("the answer holds another \(entity): \(reason)"))
  }
}

func classify(_ fault: Fault) -> WriteOutcome {
  if fault.isThrottle { return .throttled }
  if fault.status == 401 || fault.isAuthentication { return .unauthorised(reason: fault.sentence) }
  if fault.status >= 500 || fault.isService { return .unknown(UnknownReason(fault.sentence)) }
  return .rejected(fault)
}

/// The whole body as JSON; nil when it is cut off, HTML or anything else.
func parse(_ body: [UInt8]) -> JSONValue? {
  guard !body.isEmpty else { return nil }
  let value = body.withByteView { try? JSONValue.parse($0, file: "answer") }
  guard case .object? = value else { return nil }
  return value
}
