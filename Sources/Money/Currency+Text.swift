import Bytes

extension Currency {
  /// An amount written plainly, as `1234.50`, in minor units; nil when it is no number, has more decimals than the
  /// currency, or does not fit 64 bits.
  public func minorUnits(of text: String) -> Int64? {
    guard case .success(let amount) = text.withByteView({ ExactDecimal.parse($0, .plain) }) else { return nil }
    return amount.minorUnits(minorDigits)
  }
}
