/// ` (per rate 9.73)` behind a tax that rounding at the other level would change; empty where it would not.
func otherRounding(_ tax: TaxTotal, _ style: AmountStyle) -> String {
  guard let other = tax.otherRounding else { return "" }
  return " (per \(other.level) \(groupedAmount(other.tax, code: tax.currency, style)))"
}
