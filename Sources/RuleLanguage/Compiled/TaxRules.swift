public import Bytes
public import Invoices

/// The section `taxes`: codes, treatments, and how the forecast is rounded.
public struct TaxRules: Sendable {
  public var codes: [TaxCode] = []
  public var rounding = TaxRounding()
  /// The code of a line whose rule names none.
  public var code: FieldRule?
  /// Which of ``treatments`` a line falls under, by its name; then its code comes from there.
  public var treatment: FieldRule?
  public var treatments: [TaxTreatment] = []
  /// What is sold, for lines that do not say it themselves: `goods`, `services` or a word of the file's own.
  public var supply: FieldRule?
  /// The condition under which the customer is a business; −1: when its tax id is well-formed.
  public var business: NodeID = -1
  /// Whether the place of supply is the shipping address, where it names a country; else the billing address.
  public var placeIsShipping = false
  public var sendsDetail = false
  /// Whether invoices below zero in total are allowed through (they are held otherwise).
  public var allowsCredits = false
  public var onZeroTotal = LineRule.OnZero.hold
}

/// A way in which the law treats a sale: its tax code, and what must stand on the invoice.
public struct TaxTreatment: Sendable {
  /// The treatments that the law knows, as the categories of EN 16931 tell them apart.
  public enum Kind: String, Sendable, CaseIterable {
    case standard, zero, exempt
    case reverseCharge = "reverse_charge"
    case intraCommunity = "intra_community"
    case export
    case outsideScope = "outside_scope"

    /// The letter of UNCL 5305 that EN 16931 uses.
    public var category: StaticString {
      switch self {
      case .standard: "S"
      case .zero: "Z"
      case .exempt: "E"
      case .reverseCharge: "AE"
      case .intraCommunity: "K"
      case .export: "G"
      case .outsideScope: "O"
      }
    }

    /// Whether the buyer's tax number and a sentence must stand on the invoice (BR-AE-02, BR-IC-02, BR-AE-10).
    public var namesBuyer: Bool { self == .reverseCharge || self == .intraCommunity }
  }

  /// Where the sentence is put.
  public enum NotePlace: String, Sendable, CaseIterable {
    /// Below the customer memo, unless it stands there already.
    case memo
    /// On a line of words of its own, the last one.
    case line
    /// Nowhere by dealbill: the template must have it, in its memo or a line.
    case template
  }

  public let name: String
  public let view: ByteView
  public let kind: Kind
  public let code: FieldRule
  public let note: FieldRule?
  public let notePlace: NotePlace
  /// Whether the invoice is held without a well-formed tax id of the buyer.
  public let needsTaxID: Bool
  public let rule: Int32
}
