/// Judges a British VAT number without its prefix; the recipe stands at ``UnitedKingdomVAT``.
func judgeBritishVAT(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
  switch number.count {
  case 5:
    guard isPublicBody(number, at: 2) else { return .malformed }
    return .wellFormed
  case 11:
    guard number.has("8888", at: 2), number.areDigits(6, 11), isPublicBody(number, at: 6) else { return .malformed }
    return .checked(number.integer(6, 9) % 97 == number.integer(9, 11))
  case 9, 12:
    guard number.areDigits(0, number.count) else { return .malformed }
    let remainder = (number.sum([8, 7, 6, 5, 4, 3, 2]) + number.integer(7, 9)) % 97
    let isNewRange = number.integer(0, 3) >= 100 && (remainder == 42 || remainder == 55)
    return .checked(remainder == 0 || isNewRange)
  default: return .malformed
  }
}

/// Whether a department (GD, below 500) or health authority (HA, 500 and above) has its three digits at `index`.
private func isPublicBody(_ number: CompactIdentifier, at index: Int) -> Bool {
  guard number.areDigits(index, index + 3) else { return false }
  let isLow = number.integer(index, index + 3) < 500
  return (number.hasPrefix("GD") && isLow) || (number.hasPrefix("HA") && !isLow)
}
