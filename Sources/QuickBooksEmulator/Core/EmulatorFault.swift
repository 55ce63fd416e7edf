/// The 24 faults of the test plan (reliability.md, section 5.3). "Done" means that the change is in the books.
public enum EmulatorFault: String, Sendable, CaseIterable {
  /// Connection refused. Not done.
  case refused = "F1"
  /// Reset while the request is being sent. Not done.
  case resetWhileSending = "F2"
  /// Reset after the whole request. Not done.
  case resetNotDone = "F3"
  /// Done, then the connection is reset.
  case resetDone = "F4"
  /// Done, then no answer.
  case timeOutDone = "F5"
  /// Done, then 500.
  case error500Done = "F6"
  /// 500. Not done.
  case error500 = "F7"
  /// 503 with an HTML page. Not done.
  case error503 = "F8"
  /// 429 without `Retry-After`, or with one when the plan says so. Not done.
  case throttled = "F9"
  /// 401. Not done.
  case unauthorized = "F10"
  /// 200 whose body is a `Fault`. Not done.
  case faultIn200 = "F11"
  /// Done, the answer's body is cut.
  case truncated = "F12"
  /// 200 with an HTML page. Not done.
  case htmlIn200 = "F13"
  /// 400 with a validation fault (2020). Not done.
  case validation = "F14"
  /// 400 "duplicate number" (6140; 6240 for a customer) although the earlier commit is this very request's: it is done.
  case duplicateOfOwn = "F15"
  /// No answer, and the change is made later: after the plan's seconds (45), or when the same `requestid` comes again.
  case commitDelayed = "F16"
  /// From this call on `requestid` is ignored.
  case requestIDIgnored = "F17"
  /// From this call on a repeated `requestid` answers 6000.
  case replayAnswers6000 = "F18"
  /// From this call on queries lag by the plan's seconds (20).
  case queryLag = "F19"
  /// A batch: one item is missing from the answer. It is done.
  case batchItemMissing = "F20"
  /// Done, but the answer names another customer.
  case otherCustomer = "F21"
  /// Done, with a `TotalAmt` that is 0.01 higher.
  case totalDiffers = "F22"
  /// Done, the answer comes at one byte a second.
  case drip = "F23"
  /// 302 to another host. Not done.
  case redirect = "F24"
}

/// A fault that waits for its call.
public struct PlantedFault: Sendable, Equatable {
  public var fault: EmulatorFault
  /// The fault strikes at the n-th matching call after it was planted, from 1.
  public var atCall: Int
  /// Which calls count: `any` of the company's, `read`, `write`, an entity (`invoice`: creates and updates of it, in or
  /// out of a batch … see `EmulatorCall.kinds`), or a kind as the log names it (`create invoice`, `send invoice`,
  /// `query`, `query customer`, `cdc`, `batch`, `token`).
  public var on: String
  /// At how many matching calls in a row it strikes.
  public var times: Int
  /// F16: until the late commit (45 when nil); F19: the lag (20 when nil); F9: the `Retry-After` (none when nil).
  public var seconds: Double?

  public init(_ fault: EmulatorFault, atCall: Int = 1, on: String? = nil, times: Int = 1, seconds: Double? = nil) {
    self.fault = fault
    self.atCall = atCall
    self.on = on ?? fault.usualCall
    self.times = times
    self.seconds = seconds
  }
}

extension EmulatorFault {
  /// The calls that a plan without `on` means: those that the fault can be told by.
  var usualCall: String {
    switch self {
    case .duplicateOfOwn, .otherCustomer, .totalDiffers, .commitDelayed: "write"
    case .batchItemMissing: "batch"
    default: "any"
    }
  }
}
