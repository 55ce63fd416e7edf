/// Switches for what the vendor's pages leave open, or what differs from company to company.
///
/// The defaults follow section 15 of the QuickBooks reference; each switch names the other reading.
public struct EmulatorOptions: Sendable, Equatable {
  /// What happens to a `requestid` that was seen before (reference, section 11).
  public enum RequestIDMode: String, Sendable, CaseIterable {
    /// Same id, same content: the first answer again, nothing executed.
    case honoured
    /// As if the parameter did not exist.
    case ignored
    /// A repeat is answered with fault 6000, nothing executed (seen in batches, quickbooks-ruby PR 344).
    case replayAnswers6000
  }

  /// How tax is rounded outside the US when prices are without it (reference 3.6, point 6).
  public enum TaxRounding: String, Sendable, CaseIterable {
    /// Once per rate, on the sum of its lines.
    case perRate
    /// On each line, for each of its rates.
    case perLine
  }

  /// Which of the two 401 bodies that were seen is sent (reference 2.7).
  public enum AuthorizationFault: String, Sendable, CaseIterable {
    /// `{"fault":{"error":[…]}}` with `time` in milliseconds.
    case lowerCase
    /// `{"Fault":{"Error":[…]}}`.
    case upperCase
    /// One after the other.
    case alternating
  }

  public var requestIDMode = RequestIDMode.honoured
  /// For how long a `requestid` is remembered, in seconds of the emulator's clock.
  public var requestIDRetentionSeconds = 86_400.0
  /// The same id with other content: fault 600 when true, the first answer when false.
  public var refusesRequestIDWithOtherContent = true
  /// Whether `requestid` guards `/send` too; not documented, so off.
  public var requestIDGuardsSend = false

  /// 500 requests a minute, 40 batches a minute and 10 at a time, answered with 429 beyond that.
  public var throttle = false
  public var requestsPerMinute = 500
  public var batchesPerMinute = 40
  public var concurrentRequests = 10
  /// Whether a throttled answer says `Retry-After`; the vendor documents none.
  public var sendsRetryAfter = false

  /// The company's setting "Custom transaction numbers"; nil keeps that of the seed.
  public var customTransactionNumbers: Bool?
  /// The company's setting to warn of a number used twice: only then is a duplicate refused (6140).
  public var warnsOfDuplicateNumbers = true
  /// nil keeps the seed's setting.
  public var multicurrency: Bool?
  /// US only: whether automated sales tax is set up; nil keeps the seed's setting.
  public var automatedSalesTax: Bool?
  public var taxRounding = TaxRounding.perLine
  /// A `TemplateRef` in a request: fault 2010 when true, ignored when false (reference 3.11).
  public var refusesTemplate = false
  /// The subscription has ended: every write answers 6190.
  public var subscriptionEnded = false
  /// Whether the items of a batch are answered in another order than they were sent.
  public var shufflesBatches = true
  /// How long a change stays invisible to queries and change data capture, in seconds.
  public var queryLagSeconds = 0.0

  public var accessTokenSeconds = 3600.0
  /// A refresh after this time gives a new refresh token and ends the old one; 0 rotates each time.
  public var refreshRotationSeconds = 86_400.0
  /// A refresh token dies when it was not used for so long: 101 days.
  public var refreshTokenSeconds = 8_726_400.0
  /// The user says no on the consent page.
  public var refusesConsent = false
  public var authorizationFault = AuthorizationFault.alternating

  /// The id of the first transaction that is created; raise it to see ids beyond 32 bits.
  public var firstTransactionID = 1001

  public init() {}
}
