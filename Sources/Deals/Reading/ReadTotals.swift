/// What was read of one file.
public struct FileTotals: Sendable {
  /// As messages name it.
  public var name: String
  public var bytes = 0
  /// In hex.
  public var sha256 = ""
  public var headerRows = 0
  public var blankRows = 0
  public var footerRows = 0
  public var dataRows = 0
  /// Deals that the file's rows make up.
  public var deals = 0

  init(name: String) { self.name = name }
}
