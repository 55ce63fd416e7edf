/// Judges the first twelve characters, CHE and nine digits; the recipe stands at ``SwitzerlandUID``.
func judgeSwissUID(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
  guard number.hasPrefix("CHE"), number.areDigits(3, 12) else { return .malformed }
  return .checked((11 - number.sum([5, 4, 3, 2, 7, 6, 5, 4], from: 3) % 11) % 11 == number.digit(11))
}
