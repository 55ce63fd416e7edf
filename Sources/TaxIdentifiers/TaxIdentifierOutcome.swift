/// What can be said of a tax number without asking the authority that issued it.
///
/// A check digit proves only that nobody mistyped: no outcome says that the number exists, belongs to the
/// customer or is registered today.
public enum TaxIdentifierOutcome: UInt8, Sendable, CaseIterable {
  /// The field is empty, or holds nothing but blanks.
  case absent
  /// Wrong length or alphabet, or a part (date, province, kind) that no number has.
  case malformed
  /// Right shape, wrong check digit.
  case checksum
  /// Shape and check digit are right.
  case wellFormed
  /// The shape is right, and no published check digit could confirm more.
  case formatOnly
  /// There is no scheme for the country.
  case unknownCountry

  /// The case's name, as reports and logs show it.
  public var name: StaticString {
    switch self {
    case .absent: "absent"
    case .malformed: "malformed"
    case .checksum: "checksum"
    case .wellFormed: "wellFormed"
    case .formatOnly: "formatOnly"
    case .unknownCountry: "unknownCountry"
    }
  }

  /// Whether the number may be used as it is: well-formed, or as far as its shape can tell.
  public var isUsable: Bool { self == .wellFormed || self == .formatOnly }

  /// The outcome for a number of the right shape whose check digit is right or not.
  static func checked(_ isRight: Bool) -> Self { isRight ? .wellFormed : .checksum }

  /// The outcome for a number that only its shape can vouch for.
  static func shaped(_ isRight: Bool) -> Self { isRight ? .formatOnly : .malformed }
}
