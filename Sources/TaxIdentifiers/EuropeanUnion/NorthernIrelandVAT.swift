import Bytes

/// Northern Irish VAT number, for trade in goods under the EU rules.
///
/// The British recipe with the prefix XI.
///
/// Source: python-stdnum module gb.vat. Examples: 980780684.
enum NorthernIrelandVAT: TaxIdentifierRecipe {
  static var code: StaticString { "xi.vat" }
  static var country: StaticString { "XI" }
  static var name: StaticString { "VAT registration number" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("XI")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    judgeBritishVAT(number)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("XI")
    number.append(to: &out)
  }
}
