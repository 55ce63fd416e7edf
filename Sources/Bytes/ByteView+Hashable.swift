extension ByteView: Hashable {
  public func hash(into hasher: inout Hasher) { hasher.combine(stableHash) }
}
