/// One thing in a bundle that is not as it was written.
public struct Finding: Sendable, Equatable, CustomStringConvertible {
  /// The file, or the part of the evidence.
  public var part: String
  public var what: String
  public var expected: String?
  public var actual: String?

  public init(_ part: String, _ what: String, expected: String? = nil, actual: String? = nil) {
    self.part = part
    self.what = what
    self.expected = expected
    self.actual = actual
  }

  public var description: String {
    var text = "\(part): \(what)"
    if let expected { text += "; expected \(expected)" }
    if let actual { text += "; found \(actual)" }
    return text
  }
}

/// What a verification came to.
public struct Verification: Sendable {
  public var findings: [Finding] = []
  /// One entry a signature, in the order in which they were given.
  public var signatures: [SignatureState] = []
  /// How many files, rows and sums were compared.
  public var checks = 0
  /// SHA-256 of the manifest: the fingerprint of the whole bundle.
  public var fingerprint = ""

  public var isIntact: Bool { findings.isEmpty }
  /// Whether somebody's last word in a role was given for something else; what was signed anew counts.
  public var hasStaleSignature: Bool {
    Set(signatures.map(\.role)).contains { role in signatures.last { $0.role == role }?.isStale ?? false }
  }

  /// Compares two figures and notes a difference.
  mutating func check(_ part: String, _ what: String, _ expected: String, _ actual: String) {
    checks += 1
    if expected != actual { findings.append(Finding(part, what, expected: expected, actual: actual)) }
  }
}

/// A signature and whether what it was given for is still there.
public struct SignatureState: Sendable, Equatable {
  public var role: String
  public var name: String
  public var at: String
  /// Whether what was signed is no longer what is there.
  public var isStale: Bool
  /// Whether the run was signed before it was sent, so that nobody has signed what came of it.
  public var isBeforeSending: Bool
}
