extension Array where Element == UInt8 {
  /// Lends the array's bytes to `body` as a view, which must not leave it.
  public func withByteView<R, E: Error>(_ body: (ByteView) throws(E) -> R) throws(E) -> R {
    unsafe try withUnsafeBufferPointer { bytes throws(E) in unsafe try body(ByteView(bytes)) }
  }
}

extension String {
  /// Lends the text's UTF-8 to `body` as a view, which must not leave it.
  public func withByteView<R, E: Error>(_ body: (ByteView) throws(E) -> R) throws(E) -> R {
    try Array(utf8).withByteView(body)
  }
}
