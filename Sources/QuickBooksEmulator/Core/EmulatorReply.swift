/// What the network shows of a request's fate. The change in the books, if the fault at work lets one happen, is
/// already made when the reply is returned.
public enum EmulatorReply: Sendable, Equatable {
  /// An ordinary HTTP answer.
  case answer(status: Int, headers: [EmulatorHeader], body: [UInt8])
  /// The connection was never made (F1).
  case refuseConnection
  /// The connection broke: while the request was still being sent, or after all of it had arrived (F2, F3, F4).
  case reset(afterRequest: Bool)
  /// No answer within the vendor's 120 seconds (F5, F16).
  case timeOut
  /// The head and `keep` bytes of the body arrived, then the connection broke (F12).
  case truncated(status: Int, headers: [EmulatorHeader], body: [UInt8], keep: Int)
  /// The whole answer comes, at so many bytes of the body a second (F23).
  case drip(status: Int, headers: [EmulatorHeader], body: [UInt8], bytesPerSecond: Int)
}
