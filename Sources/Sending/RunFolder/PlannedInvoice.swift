import Catalogue
public import Invoices
public import JSONRecords
public import Money

/// One line of `invoices.ndjson`, with what the report beside it says of the deal.
public struct PlannedInvoice: Sendable {
  /// Line in `invoices.ndjson`, from 1.
  public var line: Int
  /// Which deal it bills, from the last line of its private note.
  public var marker: BillingMarker
  public var title: String
  /// The body as it stands in the file, without the newline.
  public var body: [UInt8]
  public var value: JSONValue
  public var currency: Currency
  /// The forecast in minor units.
  public var net: Int64
  public var tax: Int64
  public var total: Int64
  /// False where QuickBooks alone knows the tax (automated sales tax of the US).
  public var hasTaxForecast: Bool
  /// SHA-256 of the canonical content, in hex.
  public var contentHash: String
  /// The same with dates that follow the run's date as distances from it.
  public var dealHash: String

  /// The customer's id, where the catalogue knew it when the folder was made.
  public var customerID: String? { value["CustomerRef"]?["value"]?.text }
  public var customer: String { value["CustomerRef"]?["name"]?.text ?? "" }
  /// What its customer is found by: the id where there is one, else the folded name.
  var customerKey: String { customerID.map { "id \($0)" } ?? nameKey(customer) }
  public var number: String { value["DocNumber"]?.text ?? "" }
  public var date: String { value["TxnDate"]?.text ?? "" }
}

/// One row of the folder's `reconciliation.csv`, as texts by column name.
public struct ReportRow: Sendable {
  public var cells: [String]
  public var bucket: String
  /// The index of its invoice in ``RunFolderContent/invoices``.
  public var invoice: Int?
}

/// A run folder, whole and checked against its manifest.
public struct RunFolderContent: Sendable {
  public var path: String
  public var runDate: String
  /// Where its deals come from, as its billing keys say it; empty where a folder of an earlier version has no invoice.
  public var source = ""
  /// The company whose catalogue gave ids; empty when there was none.
  public var catalogueRealm: String
  /// That catalogue, as the run had it.
  var catalogue: CatalogueIndex?
  /// What the manifest says of the rules' tests when they fail and the run went on all the same; empty when they passed.
  public var testsNotice = ""
  /// Where the rules (with their tables and base) and the deals lay, and what they were then.
  public var sources: [SourceFile] = []
  public var invoices: [PlannedInvoice]
  /// The ids of the deals that it bills.
  public var deals: Set<String> { Set(invoices.map(\.marker.deal)) }
  /// Bodies that create customers, by their `DisplayName`.
  public var customers: [String: [UInt8]]
  /// What a rule keeps up to date in customers that are there already.
  var updatedFields: [CustomerField] = []
  /// What it wants of customers that the catalogue knew, by ``PlannedInvoice/customerKey``.
  var customerUpdates: [String: JSONValue] = [:]
  public var header: [String]
  public var rows: [ReportRow]
  /// SHA-256 of the manifest: which folder it was.
  public var fingerprint: String
  /// When the run was over, in milliseconds since 1970; its invoices were made after that.
  public var finishedAt: Int64 = 0
}

/// A file that a run was made of.
public struct SourceFile: Sendable, Equatable {
  public var path: String
  public var sha256: String
  public var isRules: Bool
}

/// The folder, or what it was made of, is not as it was: nothing is sent. Exit code 65, or 66 when it cannot be read.
public struct FolderRefusal: Error, Sendable, Equatable {
  public var code: String
  public var message: String
  public var fix: String
  public var isUnreadable = false

  init(_ code: String, _ message: String, fix: String, isUnreadable: Bool = false) {
    self.code = code
    self.message = message
    self.fix = fix
    self.isUnreadable = isUnreadable
  }
}
