/// Judges the first nine characters, an organisation number; the recipe stands at ``NorwayOrgnr``.
func judgeNorwegianOrganisation(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
  guard number.areDigits(0, 9) else { return .malformed }
  return .checked(number.sum([3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0)
}
