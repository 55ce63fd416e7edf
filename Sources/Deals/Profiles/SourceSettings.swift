/// How a source writes things: the profile's habits, which a rule file may override one by one.
public struct SourceSettings: Sendable {
  public enum Rows: String, Sendable, CaseIterable {
    /// One row a deal.
    case deal
    /// One row a product, the deal's columns repeated; consecutive rows of one id are one deal.
    case product
  }
  /// Which ids of two files are the same.
  public enum JoinKeys: String, Sendable, CaseIterable {
    /// Those with the same characters.
    case exact
    /// Salesforce writes an id with 15 characters in reports and with 18 elsewhere; the first 15 count, case and all.
    case salesforce
    /// Some exports of Zoho write `zcrm_` in front of an id, which does not count.
    case zoho
  }
  public enum Grouping: String, Sendable, CaseIterable { case none, comma, dot, space, apostrophe, indian }

  public var rows = Rows.deal
  /// Whether nobody has said yet which column tells deals apart; then no row has an id, and each is held.
  public var hasUndecidedID = false
  /// Declared encoding of CSV files; nil: UTF-8, or what a byte order mark says.
  public var encoding: String?
  /// Declared delimiter; nil: detected on the header line.
  public var delimiter: UInt8?
  public var decimal = UInt8(ascii: ".")
  /// Whether the profile or the rules say which sign that is; else `1.000` may as well be a thousand.
  public var namesDecimal = false
  public var grouping = Grouping.none
  public var dates = ["YYYY-MM-DD"]
  /// Zone of times that carry none; nil: they are told in the company's zone.
  public var timeZone: String?
  /// Whether times in JSON are UTC even without a mark, as in Pipedrive's API.
  public var isJSONTimeUTC = false
  /// Texts that mean an empty cell.
  public var emptyTexts: [String] = []
  public var yesWords = ["yes", "true", "1"]
  public var noWords = ["no", "false", "0"]
  /// Beginnings of first cells that mark lines after the data, to be dropped and counted: with no further word behind
  /// them, or with no further cell. Looked at only where a row has no id or has the footer for its id, or where its
  /// number of cells is not the header's.
  public var footers: [String] = []
  public var joinKeys = JoinKeys.exact

  public init() {}
}
