/// The codes of holds that a company's lists bring, whether a catalogue has them or QuickBooks itself when a folder is
/// sent: one code for one thing.
public enum CatalogueCode: String, Sendable, CaseIterable {
  /// The customer is inactive in QuickBooks.
  case customerInactive = "C351"
  /// A vendor or employee has the customer's name.
  case nameTaken = "C352"
  /// A customer of hardly another name is there already.
  case nearName = "C353"
  /// The customer is kept in another currency.
  case customerCurrency = "C354"
  /// Several customers have the name.
  case customerAmbiguous = "C355"
  /// The company has no multicurrency, or not this currency.
  case currencyUnknown = "C356"
  /// The customer that is meant by its id is not in QuickBooks any more.
  case customerGone = "C357"
  /// Several entries of one list have the name, and nothing tells them apart.
  case nameAmbiguous = "M253"
  /// What the invoice names by id is another than when the run was made.
  case changedSinceRun = "X961"
  case itemUnknown = "L551"
  case itemInactive = "L552"
  /// A category or a bundle, which cannot stand on a line.
  case itemNotSellable = "L553"
  case classUnknown = "L554"
  case classInactive = "L555"
  /// Classes or locations are not switched on, or not in this place.
  case trackingOff = "L556"
  case locationUnknown = "L557"
  case locationInactive = "L558"
  /// Discounts are switched off.
  case discountOff = "L559"
  case customFieldUnknown = "L560"
  case taxCodeUnknown = "T451"
  case taxCodeInactive = "T452"
  /// The rules say another percentage than QuickBooks on the invoice's date.
  case taxRateDiffers = "T453"
  case taxRateUnknown = "T454"
  /// Sales tax is not set up in the company.
  case salesTaxOff = "T455"
  /// QuickBooks computes no tax in this company, and the rules leave it to QuickBooks; a warning, for a reseller may owe none.
  case salesTaxNotComputed = "T457"
  case termUnknown = "P651"
  case termInactive = "P652"
  /// The date is in books that are closed in QuickBooks.
  case booksClosed = "P653"
  /// The rules give a number, and QuickBooks numbers by itself.
  case numberNotTaken = "N751"
  /// The rules give no number, and QuickBooks gives none either; a warning, since it takes such an invoice.
  case numberMissing = "N752"
}

/// Why an invoice cannot be sent as it is, or what a person should know of it, found in the catalogue.
public struct ReferenceProblem: Sendable, Equatable {
  public var code: CatalogueCode
  /// What is wrong with this invoice.
  public var message: String
  /// The same without what differs from invoice to invoice.
  public var cause: String
  public var fix: String
  /// False: QuickBooks takes the invoice all the same.
  public var isHold: Bool

  public init(_ code: CatalogueCode, _ message: String, cause: String? = nil, fix: String, isHold: Bool = true) {
    self.code = code
    self.message = message
    self.cause = cause ?? message
    self.fix = fix
    self.isHold = isHold
  }

  /// Whether it is about who the customer is.
  public var isOfCustomer: Bool {
    switch code {
    case .customerInactive, .nameTaken, .nearName, .customerAmbiguous, .customerGone: true
    default: false
    }
  }
}
