/// Gives access tokens; the OAuth part implements it, simulations bring a fixed one.
public protocol TokenSource: Sendable {
  /// A token that is good for the next call: refreshed ahead of its expiry, stored before it is given out.
  func accessToken() async throws(NotAuthorised) -> Secret
  /// Another token after the service refused `rejected` with 401: refreshes once, or gives the newer one if somebody
  /// else refreshed meanwhile.
  func accessToken(after rejected: Secret) async throws(NotAuthorised) -> Secret
}

/// There is no token that the service would take: exit code 77, a person has to connect again.
public struct NotAuthorised: Error, Sendable, Equatable {
  /// One sentence that says why and what to do; never a secret.
  public let reason: String
  /// It may go better later: the token service could not be reached. Then it is exit code 69, and nothing was sent.
  public let isTemporary: Bool
  public init(_ reason: String, isTemporary: Bool = false) {
    self.reason = reason
    self.isTemporary = isTemporary
  }
}

/// A token that never changes: for the emulator's own token and for tests.
public struct FixedToken: TokenSource {
  private let token: Secret
  public init(_ token: Secret) { self.token = token }
  public func accessToken() async throws(NotAuthorised) -> Secret { token }
  public func accessToken(after rejected: Secret) async throws(NotAuthorised) -> Secret {
    throw NotAuthorised("QuickBooks refuses the access token; connect again")
  }
}
