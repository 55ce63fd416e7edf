import Bytes

/// Paraguayan tax number (registro único de contribuyentes).
///
/// Two to nine digits: from the right, before the check digit, weights 2 3 4 …; (11 - sum mod 11) mod 11 mod 10.
///
/// Source: python-stdnum module py.ruc. Examples: 800280610, 9991603.
enum ParaguayRUC: TaxIdentifierRecipe {
  static var code: StaticString { "py.ruc" }
  static var country: StaticString { "PY" }
  static var name: StaticString { "RUC" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard (2...9).contains(number.count), number.areDigits(0, number.count) else { return .malformed }
    let last = number.count - 1
    return .checked((11 - number.sumFromRight(before: last) % 11) % 11 % 10 == number.digit(last))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [max(1, number.count - 1), 1], separator: "-", to: &out)
  }
}
