public import Bytes

/// A currency of ISO 4217 in which amounts can be stated, as a small number: its place in the list of codes.
///
/// Only current codes are values of this type; withdrawn codes, metals and test codes come out of ``find(_:)`` as
/// such. Ordered by code, so that reports by currency have one order everywhere.
@frozen
public struct Currency: Sendable, Hashable {
  /// Place in ``all``, 0 ..< ``count``; for tables of totals by currency.
  public let index: UInt8

  @usableFromInline init(index: UInt8) { self.index = index }

  /// What a code turned out to be.
  public enum Lookup: Sendable, Equatable {
    /// Money of today.
    case current(Currency)
    /// No longer in the list. The successor is a code of today, nil where there is none; its amounts differ by the
    /// rate that the note tells, so it is for the message only.
    case withdrawn(successor: String?, note: String)
    /// In the list, but a metal, a bond unit, a drawing right or a test code: nothing that an invoice can be in.
    case notMoney
    /// Not three capital letters, or not in the list; see ``Currency/suggestion(for:)``.
    case unknown

    /// The currency, if it is current.
    public var currency: Currency? {
      if case .current(let currency) = self { currency } else { nil }
    }
  }

  /// Looks up a code of exactly three capital letters, without blanks around it; allocates nothing.
  ///
  /// Lower case is not accepted: codes in exports are capitals, and anything else is a column that holds other things.
  public static func find(_ code: ByteView) -> Lookup {
    guard let place = CurrencyTable.place(of: code) else { return .unknown }
    let found = CurrencyTable.indexByPlace[place]
    if found != 0 { return .current(Currency(index: found - 1)) }
    return CurrencyTable.retired(code)
  }

  /// The currency of a code of exactly three capital letters, when it is money of today; allocates nothing.
  public static func current(_ code: ByteView) -> Currency? {
    guard let place = CurrencyTable.place(of: code) else { return nil }
    let found = CurrencyTable.indexByPlace[place]
    return found == 0 ? nil : Currency(index: found - 1)
  }

  /// What was probably meant by a text that is not a code: the same letters in lower case, or a name or sign that
  /// in trade means one currency ("euro", "€", "RMB"). For messages only; "$" and "kr" are used by several and give nil.
  public static func suggestion(for text: ByteView) -> Currency? {
    let text = text.trimmed
    let upper = text.array.map(asciiUpper)
    if let same = upper.withByteView({ find($0).currency }) { return same }
    return upper.withByteView { upper in
      for (name, code) in CurrencyTable.otherNames where upper.equals(name) { return find(ByteView(code)).currency }
      return nil
    }
  }

  /// The three letters; never freed, so the view may be kept.
  public var codeView: ByteView { CurrencyTable.code(at: Int(index)) }

  /// The three letters.
  public var code: String { codeView.string }

  /// How many decimals its amounts have by ISO 4217: 0, 2, 3 or 4. (CLDR counts the coins in use instead, and differs.)
  public var minorDigits: Int { CurrencyTable.minorDigits(at: Int(index)) }

  /// How many currencies there are.
  public static let count = CurrencyTable.count

  /// All currencies by code.
  public static let all: [Currency] = (0..<count).map { Currency(index: UInt8($0)) }
}

extension Currency: Comparable {
  /// By code.
  public static func < (a: Currency, b: Currency) -> Bool { a.index < b.index }
}

extension Currency: CustomStringConvertible {
  public var description: String { code }
}
