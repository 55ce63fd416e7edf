/// From one day to another, both as ISO 8601 writes them.
public struct Period: Sendable, Equatable {
  public var first: String
  public var last: String
  public init(first: String, last: String) {
    self.first = first
    self.last = last
  }
}
