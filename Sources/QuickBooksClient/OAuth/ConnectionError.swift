public import Diagnostics

/// Why a company is not connected, or cannot be connected now; each has a stable code and a remedy, and none a secret.
public struct ConnectionError: Error, Sendable, Equatable {
  /// The stable codes: `A` and three digits.
  public enum Code: String, Sendable, CaseIterable {
    /// A test endpoint that is not a loopback address in figures, or a host that is not on the list.
    case endpointRefused = "A001"
    /// A company name that cannot be a folder's name.
    case badCompanyName = "A002"
    /// There is no connection for this company.
    case notConnected = "A003"
    /// QuickBooks took the permission back, or it ran out.
    case connectAgain = "A004"
    /// A file with secrets that others can read or write.
    case filePermissions = "A005"
    /// A file that is damaged or of another kind.
    case damagedFile = "A006"
    /// A file or folder that cannot be read or written.
    case fileAccess = "A007"
    /// QuickBooks cannot be reached.
    case unreachable = "A008"
    /// QuickBooks or its OAuth server refused the call.
    case refused = "A009"
    /// An answer that is not what the API describes.
    case badAnswer = "A010"
    /// Another process refreshes the connection and does not finish.
    case busy = "A011"
    /// The browser came back with another state than it was sent out with, or without one.
    case stateMismatch = "A012"
    /// The person at the browser, or the app's settings, said no.
    case accessDenied = "A013"
    /// The company is connected to another QuickBooks company already.
    case otherCompany = "A014"
    /// The client secret is missing or came in a way that others could see.
    case clientSecret = "A015"
    /// Nobody came back from the browser in time.
    case timedOut = "A016"
    /// A file with a secret that is not there or cannot be read.
    case secretUnreadable = "A017"
  }

  public var code: Code
  /// What is wrong, one sentence without a full stop.
  public var message: String
  /// What to do about it.
  public var help: String

  public init(_ code: Code, _ message: String, help: String) {
    self.code = code
    self.message = message
    self.help = help
  }

  /// The error in the form in which all of dealbill's messages are printed.
  public var diagnostic: Diagnostic { .error(code.rawValue, message, help: help) }
}
