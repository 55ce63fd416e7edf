/// One file that rules are made of: the rule file itself, its base, a table, a profile.
///
/// Together they decide what a run gives, so its fingerprint covers all of them.
public struct RuleSource: Sendable, Equatable {
  /// The file as it was opened.
  public let file: String
  public let bytes: [UInt8]

  public init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }
}
