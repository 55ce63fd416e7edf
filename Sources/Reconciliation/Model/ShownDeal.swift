/// One deal with the way from its cells to the fields of its invoice.
public struct ShownDeal: Sendable, Equatable {
  public var deal: String
  public var title: String
  public var bucket: Bucket
  /// ISO code; empty when unknown.
  public var currency = ""
  /// The invoice's total, or the deal's own value when there is no invoice; minor units.
  public var money: Int64 = 0
  public var customer = ""
  public var number = ""
  public var date = ""
  /// `file row N`.
  public var source: String
  /// Why it is shown: the code of the exception, or nil for one of the largest invoices.
  public var code: String?
  public var fields: [Field] = []

  public init(deal: String, title: String, bucket: Bucket, source: String) {
    self.deal = deal
    self.title = title
    self.bucket = bucket
    self.source = source
  }

  /// A field, the rule that decided it, and what led to its value.
  public struct Field: Sendable, Equatable {
    public var target: String
    public var value: String
    /// `id (file:line)`; empty when no single rule decides.
    public var rule: String
    public var steps: [Step]
    public init(target: String, value: String, rule: String, steps: [Step]) {
      self.target = target
      self.value = value
      self.rule = rule
      self.steps = steps
    }
  }

  /// One thing that led to a value: a cell, a table row, a default, a note.
  public struct Step: Sendable, Equatable {
    public var kind: String
    public var text: String
    public init(kind: String, text: String) {
      self.kind = kind
      self.text = text
    }
  }
}
