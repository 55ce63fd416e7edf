public import Money

/// Quantity and unit price that QuickBooks accepts for an amount, or the advice to send a single piece.
public enum QuantityAndPrice: Sendable, Equatable {
  /// Send these: quantity × price, rounded half up, is the amount.
  case pair(quantity: ExactDecimal, unitPrice: ExactDecimal)
  /// No unit price of up to 7 decimals gives the amount: send quantity 1 and the amount as price, and say the
  /// real quantity in the description.
  case single
}

/// Finds quantity and price for an amount that discounts or rounding may have moved.
///
/// QuickBooks multiplies `Qty` by `UnitPrice` as sent, rounds half up to the cent and refuses another `Amount` with code 6070
/// (reference 3.6); unit prices keep at most 7 decimals there.
public func quantityAndPrice(
  quantity: ExactDecimal, unitPrice: ExactDecimal, amount: Int64, minorDigits: Int
) -> QuantityAndPrice {
  // Lines keep two decimals also where the currency has none: 3 × 333.5 yen is not 1001.
  let digits = max(minorDigits, 2)
  let wanted =
    digits == minorDigits
    ? amount : amount.multipliedReportingOverflow(by: smallPowerOfTen(digits - minorDigits)).partialValue
  func gives(_ price: ExactDecimal) -> Bool {
    let (short, isLong) = quantity.mantissa.multipliedReportingOverflow(by: price.mantissa)
    if !isLong, let units = minorUnits(short, scale: Int(quantity.scale) + Int(price.scale), digits, .halfUp) {
      return units == wanted
    }
    let exact = Int128(quantity.mantissa) * Int128(price.mantissa)
    return minorUnits(exact, scale: Int(quantity.scale) + Int(price.scale), digits, .halfUp) == wanted
  }
  if unitPrice.scale <= 7, gives(unitPrice) { return .pair(quantity: quantity, unitPrice: unitPrice) }
  guard !quantity.isZero else { return .single }
  let total = ExactDecimal(mantissa: amount, scale: Int8(minorDigits))
  for digits in [minorDigits, 6, 7] {
    if let price = total.divided(by: quantity, digits: digits), gives(price) {
      return .pair(quantity: quantity, unitPrice: price.trimmed)
    }
  }
  return .single
}
