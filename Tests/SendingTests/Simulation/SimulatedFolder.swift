import Bytes
import Catalogue
import Digests

@testable import Sending

/// A run folder in memory: deals of a company in the United Kingdom, as `run` would write them.
struct SimulatedFolder {
  struct Deal {
    var id: Int
    var customer: String
    /// Pence, net.
    var amount: Int
    var hasNumber: Bool
    var taxCode: String
    var taxPercent: Int
    /// `R-` and the id unless it says otherwise.
    var number: String?
    /// The rules' profile.
    var source = "pipedrive"
    /// Further members of the invoice's body.
    var members = ""
    var tax: Int { (amount * taxPercent + 50) / 100 }
  }

  var deals: [Deal]
  var date = "2026-04-02"
  var due = "2026-05-02"
  /// Gives ids to names, as in a run with a catalogue.
  var catalogue: CompanyCatalogue?
  /// What the manifest says of the rules' tests, as JSON.
  var tests: String?
  /// What a rule keeps up to date, and further members of each customer's body.
  var updates: [String] = []
  var customerMembers = ""

  static func money(_ pence: Int) -> String {
    let cents = pence % 100
    return "\(pence / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  func payload(_ deal: Deal) -> String {
    let amount = Self.money(deal.amount)
    let number = deal.hasNumber ? ",\"DocNumber\":\"\(deal.number ?? "R-\(deal.id)")\"" : ""
    return
      "{\"CustomerRef\":{\"name\":\"\(deal.customer)\"}\(number),\"TxnDate\":\"\(date)\",\"DueDate\":\"\(due)\",\"CurrencyRef\":{\"value\":\"GBP\"},\"GlobalTaxCalculation\":\"TaxExcluded\",\"PrivateNote\":\"dealbill:1:\(deal.source):\(deal.id):1\"\(deal.members),\"Line\":[{\"LineNum\":1,\"Description\":\"Deal \(deal.id)\",\"Amount\":\(amount),\"DetailType\":\"SalesItemLineDetail\",\"SalesItemLineDetail\":{\"ItemRef\":{\"name\":\"Consulting\"},\"UnitPrice\":\(amount),\"Qty\":1,\"TaxCodeRef\":{\"name\":\"\(deal.taxCode)\"}}}]}"
  }

  func content() throws -> RunFolderContent {
    var invoices = ""
    var customers = ""
    var rows =
      "\"deal\",\"title\",\"bucket\",\"code\",\"rule\",\"currency\",\"deal_value\",\"discount\",\"net\",\"tax\",\"total\",\"lines\",\"customer\",\"number\",\"date\",\"due\",\"template\",\"file\",\"row\",\"problem\"\n"
    var known: Set<String> = []
    let index = catalogue.map { CatalogueIndex($0) }
    for deal in deals {
      let plain = payload(deal)
      let withIDs = index.map { index in Array(plain.utf8).withByteView { resolveReferences($0, index).payload } }
      invoices += (withIDs.map { String(decoding: $0, as: UTF8.self) } ?? plain) + "\n"
      if known.insert(deal.customer).inserted {
        if let found = index?.customers.find(deal.customer).first {
          if !updates.isEmpty { customers += "{\"Id\":\"\(found.id)\",\"sparse\":true\(customerMembers)}\n" }
        } else {
          customers += "{\"DisplayName\":\"\(deal.customer)\",\"CurrencyRef\":{\"value\":\"GBP\"}\(customerMembers)}\n"
        }
      }
      let (net, tax, total) = (
        Self.money(deal.amount), Self.money(deal.tax), Self.money(deal.amount + deal.tax)
      )
      rows +=
        "\"\(deal.id)\",\"Deal\",created,,,GBP,\(net),0.00,\(net),\(tax),\(total),1,\"\(deal.customer)\",,\(date),,\"Standard\",\"export.csv\",\(deal.id),\n"
    }
    var files = [
      "invoices.ndjson": invoices, "customers.ndjson": customers, "reconciliation.csv": rows,
      "reconciliation.json":
        "{\"schema\":\"dealbill.reconciliation/1\",\"verdict\":\"tied-out\",\"population\":{\"rows\":\(deals.count),\"deals\":\(deals.count),\"created\":\(deals.count)},\"currencies\":{},\"heldByCode\":{},\"customersCreated\":0}",
    ]
    if let catalogue { files["catalogue.json"] = String(decoding: try catalogue.encoded(), as: UTF8.self) }
    let digests = try files.sorted { $0.key < $1.key }.map { name, text in
      "\"\(name)\":{\"sha256\":\"\(try SHA256.hex(of: text))\"}"
    }
    let manifest =
      "{\"schema\":\"dealbill.manifest/1\",\"company\":\"Harrow\",\"runDate\":\"\(date)\",\"rules\":{\"sha256\":\"0\"\(updates.isEmpty ? "" : ",\"customerUpdates\":[\(updates.map { "\"\($0)\"" }.joined(separator: ","))]")\(tests.map { ",\"tests\":\($0)" } ?? "")},\"inputs\":[],\"files\":{\(digests.joined(separator: ","))},\"verdict\":\"tied-out\"\n}\n"
    return try runFolder(
      "memory", manifest: Array(try Seal.sealed(manifest).utf8), files: files.mapValues { Array($0.utf8) })
  }
}
