/// Times of the requests of the last minute.
struct Throttle: Sendable {
  private var requests = Window()
  private var batches = Window()

  private struct Window: Sendable {
    private var times: [Double] = []
    private var start = 0

    /// Counts a request unless `limit` were made in the 60 seconds before.
    mutating func admits(_ limit: Int, at now: Double) -> Bool {
      while start < times.count, times[start] <= now - 60 { start += 1 }
      if start > 4096 {
        times.removeFirst(start)
        start = 0
      }
      guard times.count - start < limit else { return false }
      times.append(now)
      return true
    }
  }

  mutating func admits(isBatch: Bool, _ options: EmulatorOptions, at now: Double) -> Bool {
    if isBatch, !batches.admits(options.batchesPerMinute, at: now) { return false }
    return requests.admits(options.requestsPerMinute, at: now)
  }
}

extension EmulatorCore {
  /// The 429 for a request too many; nil when it may pass.
  mutating func throttled(_ request: EmulatorRequest, _ call: EmulatorCall, at now: Double) -> Answer? {
    if request.inFlight <= options.concurrentRequests,
      throttle.admits(isBatch: call.verb == .batch, options, at: now)
    {
      return nil
    }
    return throttleAnswer(retryAfter: options.sendsRetryAfter ? 60 : nil, at: now)
  }

  func throttleAnswer(retryAfter: Double?, at now: Double) -> Answer {
    var answer = refusal(.throttled, at: now)
    answer.verdict = "throttled"
    if let retryAfter { answer.headers.append(EmulatorHeader("Retry-After", String(Int(retryAfter)))) }
    return answer
  }
}
