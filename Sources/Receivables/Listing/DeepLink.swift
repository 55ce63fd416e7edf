/// Addresses of pages in QuickBooks' web application; none is documented by the vendor (reference, 6.7).
public struct DeepLink: Sendable, Equatable {
  /// `{id}` and `{realm}` are put in.
  public var pattern: String
  public var realm: String

  public static let production = "https://app.qbo.intuit.com/app/invoice?txnId={id}"
  public static let sandbox = "https://app.sandbox.qbo.intuit.com/app/invoice?txnId={id}"

  public init(pattern: String = DeepLink.production, realm: String = "") {
    self.pattern = pattern
    self.realm = realm
  }

  public func url(invoice id: String) -> String {
    pattern.replacing("{id}", with: id).replacing("{realm}", with: realm)
  }
}
