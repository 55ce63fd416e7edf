public import Bytes

/// The schemes that a customer's number of one country is tried against.
@safe
public struct TaxIdentifierCountry: @unchecked Sendable {
  // Unchecked: its list is never changed.
  /// ISO 3166-1 alpha-2 code, `XI` for Northern Ireland, `EU` for the one stop shop.
  public let code: String
  /// VAT, GST and company numbers, the usual one first; US social security numbers are left out on purpose.
  public var schemes: [TaxIdentifierScheme] { unsafe Array(list) }
  /// Never freed, so that looking at it counts no reference.
  @unsafe private let list: UnsafeBufferPointer<TaxIdentifierScheme>

  init(code: String, schemes: [TaxIdentifierScheme]) {
    self.code = code
    let copy = UnsafeMutableBufferPointer<TaxIdentifierScheme>.allocate(capacity: schemes.count)
    _ = unsafe copy.initialize(from: schemes)
    unsafe list = UnsafeBufferPointer(copy)
  }

  /// The country of a code in capitals or small letters, blanks around it allowed; `EL` is taken for `GR`.
  ///
  /// - Returns: nil when there is no scheme, which makes the outcome ``TaxIdentifierOutcome/unknownCountry``.
  public static func find(_ isoCode: ByteView) -> TaxIdentifierCountry? {
    let code = isoCode.trimmed
    guard code.count == 2 else { return nil }
    return find(asciiUpper(code[0]), asciiUpper(code[1]))
  }

  static func find(_ first: UInt8, _ second: UInt8) -> TaxIdentifierCountry? {
    guard let place = place(first, second) else { return nil }
    return table[place]
  }

  /// Judges a number as somebody wrote it: the first scheme that takes it wins.
  ///
  /// - Returns: When no scheme takes it, the outcome of the one that came closest (a wrong check digit is closer
  ///   than a wrong shape) with that scheme. The minimal form is nil when malformed, form and scheme when absent.
  public func judge(
    _ raw: ByteView
  ) -> (outcome: TaxIdentifierOutcome, scheme: TaxIdentifierScheme?, compact: CompactIdentifier?) {
    var closest: (outcome: TaxIdentifierOutcome, scheme: TaxIdentifierScheme?, compact: CompactIdentifier?)?
    for index in unsafe list.indices {
      let scheme = unsafe list[index]
      let (outcome, compact) = scheme.judge(raw)
      switch outcome {
      case .wellFormed, .formatOnly: return (outcome, scheme, compact)
      case .absent: return (.absent, nil, nil)
      case .checksum where closest?.outcome != .checksum: closest = (outcome, scheme, compact)
      default: if closest == nil { closest = (outcome, scheme, nil) }
      }
    }
    return closest ?? (.unknownCountry, nil, nil)
  }

  /// The country that the number's own prefix claims when it differs from this one: `DE` for a German number of a
  /// French customer.
  ///
  /// - Returns: The ISO code (`GR` for an EL number, `EU` for EU and IM); nil when this country takes the number,
  ///   or when what follows the prefix has not the shape of a number of the claimed country.
  public func conflictingPrefix(_ raw: ByteView) -> String? {
    var number = CompactIdentifier()
    guard cleanIdentifier(raw, dropping: .all, into: &number) == .fits, number.count > 4, number.isLetter(0),
      number.isLetter(1), !judge(raw).outcome.isUsable
    else { return nil }
    let importScheme = number.hasPrefix("IM")  // Of the one stop shop; no country has these letters here.
    let claimed = importScheme ? Self.find(ByteView("EU")) : Self.find(number[0], number[1])
    guard let claimed, claimed.code != code, claimed.judge(raw).outcome != .malformed else { return nil }
    return claimed.code
  }

  // MARK: Table

  /// Where a code of two capitals stands in ``table``.
  private static func place(_ first: UInt8, _ second: UInt8) -> Int? {
    guard (0x41...0x5A).contains(first), (0x41...0x5A).contains(second) else { return nil }
    return Int(first - 0x41) * 26 + Int(second - 0x41)
  }

  private static let table: [TaxIdentifierCountry?] = {
    var table = [TaxIdentifierCountry?](repeating: nil, count: 26 * 26)
    for (code, recipes) in recipesByCountry {
      let letters = Array(code.utf8)
      guard let place = place(letters[0], letters[1]) else { continue }
      table[place] = TaxIdentifierCountry(code: code, schemes: recipes.map { TaxIdentifierScheme(recipe: $0) })
    }
    if let greek = place(UInt8(ascii: "E"), UInt8(ascii: "L")),
      let iso = place(UInt8(ascii: "G"), UInt8(ascii: "R"))
    {
      table[greek] = table[iso]
    }
    return table
  }()
}
