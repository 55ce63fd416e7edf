/// How often, and after how long, a call that was certainly not carried out is repeated with the same bytes.
public struct RetryPolicy: Sendable {
  /// Tries when nothing could be sent, or a read failed.
  public var attempts = 4
  /// Before the second try; doubled for each further one.
  public var firstWaitSeconds = 1.0
  /// Waits for 429 before giving up.
  public var throttleWaits = 6
  /// After a 429 without `Retry-After` (reference, 12.2).
  public var throttleSeconds = 60.0
  /// For a whole call; QuickBooks gives up after 120 (reference, 1.3).
  public var timeoutSeconds = 130
  public init() {}

  func wait(afterFailure number: Int) -> Double { firstWaitSeconds * Double(1 << min(number - 1, 6)) }

  /// `Retry-After` in seconds, between 1 and 600; a date or nothing counts as nothing.
  func wait(afterThrottle number: Int, _ answer: HTTPAnswer) -> Double {
    if let text = answer.header("Retry-After"), let seconds = Int(text), seconds >= 0 {
      return Double(min(max(seconds, 1), 600))
    }
    // Off the minute, so that several callers of one company do not come back together.
    return throttleSeconds * Double(1 << min(number - 1, 2)) + 0.37 * Double(number)
  }
}
