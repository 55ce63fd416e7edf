/// The files of a run folder by name.
public enum RunFiles {
  public static let invoices = "invoices.ndjson"
  public static let customers = "customers.ndjson"
  public static let held = "held.csv"
  public static let rows = "reconciliation.csv"
  public static let report = "reconciliation.json"
  public static let page = "reconciliation.html"
  public static let workbook = "reconciliation.xlsx"
  public static let provenance = "provenance.ndjson"
  /// The catalogue that gave the payloads their ids, where there was one.
  public static let catalogue = "catalogue.json"
  public static let manifest = "manifest.json"
  public static let signOff = "sign-off.json"

  /// What the pages and the workbook are made from: everything else of the report follows from these.
  public static let sources = [report, rows, provenance, invoices, customers]
  public static let all = sources + [held, page, workbook, catalogue, manifest, signOff]
}
