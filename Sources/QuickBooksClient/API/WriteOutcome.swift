public import JSONRecords

/// What is known after a write (reliability reference, 2.3). `unknown` is an outcome of its own, never a failure.
public enum WriteOutcome: Sendable, Equatable {
  /// Carried out; the entity as QuickBooks keeps it.
  case confirmed(StoredEntity)
  /// Carried out, and what QuickBooks keeps is not what was asked for; reported, never repaired by itself.
  case differs(StoredEntity, [FieldDifference])
  /// Definitely not carried out: QuickBooks said no.
  case rejected(Fault)
  /// The request never left.
  case notSent(reason: String)
  /// Not carried out: the request limit, even after waiting.
  case throttled
  /// Not carried out: no token that QuickBooks takes.
  case unauthorised(reason: String)
  /// It may or may not have been carried out.
  case unknown(UnknownReason)
}

/// Why an outcome is unknown.
public struct UnknownReason: Sendable, Equatable {
  public var text: String
  /// A further call would go wrong as well: an answer that redirects.
  public var endsRun = false
  public init(_ text: String, endsRun: Bool = false) {
    self.text = text
    self.endsRun = endsRun
  }
}

/// An entity of an answer, its identity checked for form.
public struct StoredEntity: Sendable, Equatable {
  /// 1 to 20 digits.
  public var id: String
  public var syncToken: String
  public var value: JSONValue
  /// `intuit_tid` of the answer.
  public var trace: String

  /// - Returns: nil when there is no id of 1 to 20 digits.
  public init?(_ value: JSONValue, trace: String = "") {
    guard let id = value["Id"]?.text, (1...20).contains(id.utf8.count), id.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
      return nil
    }
    self.id = id
    syncToken = value["SyncToken"]?.text ?? ""
    self.value = value
    self.trace = trace
  }

  /// The text of a member, followed through objects: `CustomerRef`, `value`.
  public subscript(path: String...) -> String? {
    var here = value
    for name in path {
      guard let next = here[name] else { return nil }
      here = next
    }
    return here.text
  }
}

/// One member that is not as expected.
public struct FieldDifference: Sendable, Equatable {
  public var field: String
  public var expected: String
  public var actual: String
  public init(field: String, expected: String, actual: String) {
    self.field = field
    self.expected = expected
    self.actual = actual
  }
}

/// What a check says of an entity that an answer holds.
public enum EntityMatch: Sendable {
  case same
  case differs([FieldDifference])
  /// It is not the entity that was asked for: the answer says nothing of ours.
  case another(reason: String)
}
