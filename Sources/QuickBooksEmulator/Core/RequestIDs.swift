/// What was answered to each `requestid`, per company (reference, section 11).
struct RequestIDs: Sendable {
  struct Stored: Sendable {
    let content: UInt64
    let answer: EmulatorCore.Answer
    let at: Double
  }

  var stored: [String: Stored] = [:]
}

extension EmulatorCore {
  /// Replays the answer of a `requestid` that was seen, or does what is asked and remembers the answer.
  ///
  /// A refused request is not remembered: with the same id it is tried anew. Nothing is documented about that.
  mutating func replayedOrDone(_ request: EmulatorRequest, _ call: EmulatorCall, at now: Double) throws(VendorFault)
    -> Answer
  {
    guard let id = call.requestID, call.isWrite, call.verb != .send || options.requestIDGuardsSend else {
      return try perform(request, call, at: now)
    }
    let ids = call.verb == .batch ? batchIDs(call) : []
    guard !id.isEmpty, id.utf8.count <= (call.verb == .batch ? 36 : 50), ids.allSatisfy({ $0.utf8.count <= 10 }) else {
      throw .requestIDFormat
    }
    guard options.requestIDMode != .ignored else { return try perform(request, call, at: now) }
    let content = fingerprint(Array(call.name.utf8) + request.body)
    if let seen = requestIDs.stored[id], now - seen.at < options.requestIDRetentionSeconds {
      if options.requestIDMode == .replayAnswers6000 {
        throw .business("An unexpected error has occurred. Please wait a few minutes and try again.")
      }
      if seen.content != content, options.refusesRequestIDWithOtherContent { throw .duplicateRequestID }
      var answer = seen.answer
      answer.verdict = "replayed"
      answer.changed = false
      return answer
    }
    let answer = try perform(request, call, at: now)
    requestIDs.stored[id] = .init(content: content, answer: answer, at: now)
    return answer
  }
}
