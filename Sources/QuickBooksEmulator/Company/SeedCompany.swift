/// The books that an emulator starts with: a believable company of a region.
public struct SeedCompany: Sendable {
  /// `us`, `uk`, `eu`, `ca` or `au`.
  public let name: String
  /// The company id, beyond 32 bits as the vendor's are.
  public let realmID: String
  let books: Books

  /// Bluebird Supply Co., Chicago: automated sales tax, one currency, numbers by QuickBooks.
  public static let us = SeedCompany(name: "us", realmID: "9341452026110101", books: unitedStatesBooks())
  /// Harrow & Finch Ltd, Leeds: VAT, own invoice numbers, three currencies.
  public static let uk = SeedCompany(name: "uk", realmID: "9341452026110102", books: unitedKingdomBooks())
  /// Nordwind GmbH, Hamburg: VAT, reverse charge, own invoice numbers, five currencies.
  public static let eu = SeedCompany(name: "eu", realmID: "9341452026110103", books: europeanBooks())
  /// Tamarack Outfitters Inc., Toronto: GST, HST, PST and QST.
  public static let ca = SeedCompany(name: "ca", realmID: "9341452026110104", books: canadianBooks())
  /// Wattle & Stone Pty Ltd, Melbourne: GST.
  public static let au = SeedCompany(name: "au", realmID: "9341452026110105", books: australianBooks())

  /// All of them, in the order of the documentation.
  public static let all = [us, uk, eu, ca, au]

  /// The company called `us`, `uk`, `eu`, `ca` or `au`; nil for another name.
  public init?(named name: String) {
    guard let company = Self.all.first(where: { $0.name == name }) else { return nil }
    self = company
  }

  private init(name: String, realmID: String, books: Books) {
    self.name = name
    self.realmID = realmID
    self.books = books
  }
}

/// Fills the books of a seed. Its objects were made on 2 January 2025.
struct SeedBuilder {
  var books = Books()
  static let time = 1_735_837_200.0

  private mutating func add(_ kind: EntityKind, _ id: String, _ members: JSONObject) {
    var object: JSONObject = [
      "domain": "QBO", "sparse": false, "Id": .string(id), "SyncToken": "0",
      "MetaData": ["CreateTime": .string(isoTime(Self.time)), "LastUpdatedTime": .string(isoTime(Self.time))],
    ]
    object = JSONObject(object.members + members.members)
    books.put(kind, id, Record(json: object, syncToken: 0, createdAt: Self.time, updatedAt: Self.time))
  }

  // MARK: - Company

  struct Profile {
    var name: String
    var legalName: String
    var country: String
    var currency: String
    var zone: String
    var email: String
    var address: JSONObject
    var fiscalYearStart = "January"
    var automatedSalesTax = false
    var multicurrency = true
    var customNumbers = false
    var onlinePayment = false
    var classesPerLine = true
    var departments = true
    /// The label of the first custom field.
    var customField: String
    var taxNumber: JSONObject = [:]
  }

  mutating func company(_ profile: Profile) {
    var info: JSONObject = [
      "CompanyName": .string(profile.name), "LegalName": .string(profile.legalName),
      "CompanyAddr": .object(profile.address), "LegalAddr": .object(profile.address),
      "CustomerCommunicationAddr": .object(profile.address), "Email": ["Address": .string(profile.email)],
      "WebAddr": [:], "CompanyStartDate": "2019-04-01", "FiscalYearStartMonth": .string(profile.fiscalYearStart),
      "Country": .string(profile.country), "DefaultTimeZone": .string(profile.zone), "SupportedLanguages": "en",
      "NameValue": [
        ["Name": "NeoEnabled", "Value": "true"], ["Name": "IndustryType", "Value": "Professional services"],
        ["Name": "SubscriptionStatus", "Value": "PAID"], ["Name": "OfferingSku", "Value": "QuickBooks Online Plus"],
        ["Name": "PayrollFeature", "Value": "false"], ["Name": "AccountantFeature", "Value": "false"],
      ],
    ]
    info = JSONObject(info.members + profile.taxNumber.members)
    add(.companyInfo, "1", info)
    add(.preferences, "1", preferences(profile))
    books.nextIDs[.addresses] = 900
  }

  private func preferences(_ profile: Profile) -> JSONObject {
    var tax: JSONObject = ["UsingSalesTax": true]
    if profile.automatedSalesTax { tax["PartnerTaxEnabled"] = true }
    return [
      "AccountingInfoPrefs": [
        "UseAccountNumbers": false, "TrackDepartments": .bool(profile.departments), "ClassTrackingPerTxn": false,
        "ClassTrackingPerTxnLine": .bool(profile.classesPerLine),
        "FirstMonthOfFiscalYear": .string(profile.fiscalYearStart), "TaxYearMonth": "January",
        "CustomerTerminology": "Customers", "DepartmentTerminology": "Location",
      ],
      "ProductAndServicesPrefs": [
        "ForSales": true, "ForPurchase": true, "QuantityWithPriceAndRate": true, "QuantityOnHand": true,
      ],
      "SalesFormsPrefs": [
        "CustomField": [
          ["CustomField": [["Name": "SalesFormsPrefs.UseSalesCustom1", "Type": "BooleanType", "BooleanValue": true]]],
          [
            "CustomField": [
              [
                "Name": "SalesFormsPrefs.SalesCustomName1", "Type": "StringType",
                "StringValue": .string(profile.customField),
              ]
            ]
          ],
        ],
        "CustomTxnNumbers": .bool(profile.customNumbers), "AllowDeposit": true, "AllowDiscount": true,
        "AllowEstimates": true, "AllowServiceDate": true, "AllowShipping": true,
        "ETransactionPaymentEnabled": .bool(profile.onlinePayment), "ETransactionAttachPDF": true,
        "EmailCopyToCompany": false, "DefaultTerms": reference("3"), "AutoApplyCredit": false,
        "DefaultCustomerMessage": "Thank you for your business.",
      ],
      "EmailMessagesPrefs": [
        "InvoiceMessage": [
          "Subject": .string("Invoice from \(profile.name)"),
          "Message": "Your invoice is attached. Thank you for your business.",
        ]
      ],
      "TaxPrefs": .object(tax),
      "CurrencyPrefs": [
        "MultiCurrencyEnabled": .bool(profile.multicurrency), "HomeCurrency": reference(profile.currency),
      ],
      "OtherPrefs": ["NameValue": [["Name": "WarnDuplicateCheckNumber", "Value": "true"]]],
    ]
  }

  // MARK: - Lists

  /// Terms with ids from 1; `days` or a day of the month with the days of grace before it.
  mutating func terms(_ terms: [(name: String, days: Int)], dated: [(name: String, day: Int, grace: Int)] = []) {
    for (index, term) in terms.enumerated() {
      add(
        .term, String(index + 1),
        ["Name": .string(term.name), "Active": true, "Type": "STANDARD", "DueDays": .number(Number(term.days))])
    }
    for (index, term) in dated.enumerated() {
      add(
        .term, String(terms.count + index + 1),
        [
          "Name": .string(term.name), "Active": true, "Type": "DATE_DRIVEN", "DayOfMonthDue": .number(Number(term.day)),
          "DueNextMonthDays": .number(Number(term.grace)),
        ])
    }
  }

  mutating func accounts() {
    let accounts = [
      ("1", "Services", "Income", "Revenue"), ("2", "Sales of Product Income", "Income", "Revenue"),
      ("3", "Discounts given", "Income", "Revenue"), ("4", "Undeposited Funds", "Other Current Asset", "Asset"),
      ("5", "Accounts Receivable (A/R)", "Accounts Receivable", "Asset"),
      ("6", "Cost of Goods Sold", "Cost of Goods Sold", "Expense"),
    ]
    for (id, name, type, classification) in accounts {
      add(
        .account, id,
        [
          "Name": .string(name), "FullyQualifiedName": .string(name), "Active": true, "AccountType": .string(type),
          "Classification": .string(classification),
        ])
    }
    for (id, name) in [("1", "Cash"), ("2", "Cheque"), ("3", "Credit Card"), ("4", "Bank transfer")] {
      add(.paymentMethod, id, ["Name": .string(name), "Active": true])
    }
  }

  /// Services with ids from 1; prices in the company's currency. `code` is the usual tax code.
  mutating func items(_ items: [(name: String, price: String)], taxable: Bool = false, code: String? = nil) {
    let first = books[.item].ids.count + 1
    for (index, item) in items.enumerated() {
      var object: JSONObject = [
        "Name": .string(item.name), "FullyQualifiedName": .string(item.name), "Active": true, "Type": "Service",
        "UnitPrice": .number(Number(item.price) ?? .zero), "Taxable": .bool(taxable),
        "IncomeAccountRef": reference("1", "Services"), "TrackQtyOnHand": false,
      ]
      if let code { object["SalesTaxCodeRef"] = reference(code) }
      add(.item, String(first + index), object)
    }
  }

  /// One of each kind that trips a client: a category, a bundle of the first two items, a stocked and an inactive one.
  mutating func awkwardItems(code: String? = nil) {
    let first = books[.item].ids.count + 1
    add(
      .item, String(first),
      ["Name": "Consumables", "FullyQualifiedName": "Consumables", "Active": true, "Type": "Category"])
    add(
      .item, String(first + 1),
      [
        "Name": "Starter bundle", "FullyQualifiedName": "Starter bundle", "Active": true, "Type": "Group",
        "Taxable": false,
        "ItemGroupDetail": [
          "ItemGroupLine": [["ItemRef": reference("1"), "Qty": 1], ["ItemRef": reference("2"), "Qty": 2]]
        ],
      ])
    var stocked: JSONObject = [
      "Name": "Mounting kit", "FullyQualifiedName": "Mounting kit", "Active": true, "Type": "Inventory",
      "Taxable": true,
      "UnitPrice": 45, "Sku": "MK-1", "TrackQtyOnHand": true, "QtyOnHand": 120, "InvStartDate": "2025-01-01",
      "IncomeAccountRef": reference("2", "Sales of Product Income"),
    ]
    if let code { stocked["SalesTaxCodeRef"] = reference(code) }
    add(.item, String(first + 2), stocked)
    add(
      .item, String(first + 3),
      [
        "Name": "Fax support", "FullyQualifiedName": "Fax support", "Active": false, "Type": "Service",
        "Taxable": false,
        "UnitPrice": 10, "IncomeAccountRef": reference("1", "Services"),
      ])
  }

  /// Classes, with ids of the size that the vendor's have.
  mutating func classes(_ names: [String]) {
    for (index, name) in names.enumerated() {
      add(
        .classification, "10000000000036849\(index)",
        ["Name": .string(name), "FullyQualifiedName": .string(name), "Active": true, "SubClass": false])
    }
  }

  mutating func departments(_ names: [String]) {
    for (index, name) in names.enumerated() {
      add(
        .department, String(index + 1),
        ["Name": .string(name), "FullyQualifiedName": .string(name), "Active": true, "SubDepartment": false])
    }
  }

  /// Currencies with their rates: home units for one.
  mutating func currencies(_ rates: [(code: String, rate: String)], home: String) {
    for (index, entry) in rates.enumerated() {
      let id = String(index + 1)
      add(
        .companyCurrency, id,
        ["Code": .string(entry.code), "Name": .string(currencyNames[entry.code] ?? entry.code), "Active": true])
      add(
        .exchangeRate, id,
        [
          "SourceCurrencyCode": .string(entry.code), "TargetCurrencyCode": .string(home),
          "Rate": .number(Number(entry.rate) ?? .one), "AsOfDate": "2025-01-02",
        ])
    }
  }

  // MARK: - Tax

  mutating func agency(_ id: String, _ name: String) {
    add(
      .taxAgency, id,
      ["DisplayName": .string(name), "TaxTrackedOnSales": true, "TaxTrackedOnPurchases": true])
  }

  /// A code of one rate or several; rates get the code's id with a digit behind it.
  mutating func taxCode(
    _ id: String, _ name: String, _ rates: [(name: String, percent: String)], agency: String = "1",
    description: String? = nil, isForSales: Bool = true, special: String = "NONE"
  ) {
    var details: [JSON] = []
    for (index, rate) in rates.enumerated() {
      let rateID = "\(id)\(index + 1)"
      let value = Number(rate.percent) ?? .zero
      add(
        .taxRate, rateID,
        [
          "Name": .string(rate.name), "Description": .string(rate.name), "Active": true, "RateValue": .number(value),
          "AgencyRef": reference(agency),
          "SpecialTaxType": .string(value.isZero && special == "NONE" ? "ZERO_RATE" : special),
          "DisplayType": "HideInPrintedForms",
          "EffectiveTaxRate": [["RateValue": .number(value), "EffectiveDate": "2010-01-01T00:00:00-08:00"]],
        ])
      details.append([
        "TaxRateRef": reference(rateID, rate.name), "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0,
      ])
    }
    var code: JSONObject = [
      "Name": .string(name), "Description": .string(description ?? name), "Active": true, "Hidden": false,
      "Taxable": true, "TaxGroup": true, "TaxCodeConfigType": "USER_DEFINED",
    ]
    code["SalesTaxRateList"] = ["TaxRateDetail": .array(isForSales ? details : [])]
    code["PurchaseTaxRateList"] = ["TaxRateDetail": .array(details)]
    add(.taxCode, id, code)
  }

  /// A pseudo code of US companies: it has no rates.
  mutating func pseudoTaxCode(_ id: String, taxable: Bool) {
    add(
      .taxCode, id,
      [
        "Name": .string(id), "Description": .string(id), "Active": true, "Hidden": false, "Taxable": .bool(taxable),
        "TaxGroup": false, "TaxCodeConfigType": "SYSTEM_GENERATED",
      ])
  }

  // MARK: - Names

  struct Customer {
    var name: String
    var email: String
    var address: JSONObject
    var currency: String
    var term: String?
    var taxID: String?
    var isActive = true
  }

  mutating func customers(_ customers: [Customer]) {
    for (index, customer) in customers.enumerated() {
      var object: JSONObject = [
        "DisplayName": .string(customer.name), "CompanyName": .string(customer.name),
        "FullyQualifiedName": .string(customer.name), "PrintOnCheckName": .string(customer.name),
        "Active": .bool(customer.isActive), "Taxable": true, "Job": false, "BillWithParent": false, "Balance": 0,
        "BalanceWithJobs": 0, "CurrencyRef": reference(customer.currency, currencyNames[customer.currency]),
        "PreferredDeliveryMethod": "Email", "PrimaryEmailAddr": ["Address": .string(customer.email)],
        "BillAddr": .object(
          JSONObject([.init(key: "Id", value: .string(String(index + 2)))] + customer.address.members)),
      ]
      if let term = customer.term { object["SalesTermRef"] = reference(term) }
      if let taxID = customer.taxID { object["PrimaryTaxIdentifier"] = .string(taxID) }
      add(.customer, String(index + 1), object)
    }
  }

  /// A vendor and an employee, whose names no customer may have.
  mutating func others(vendor: String, employee: (given: String, family: String)) {
    add(
      .vendor, "51",
      [
        "DisplayName": .string(vendor), "CompanyName": .string(vendor), "PrintOnCheckName": .string(vendor),
        "Active": true,
        "Balance": 0,
      ])
    let name = "\(employee.given) \(employee.family)"
    add(
      .employee, "52",
      [
        "DisplayName": .string(name), "GivenName": .string(employee.given), "FamilyName": .string(employee.family),
        "PrintOnCheckName": .string(name), "Active": true,
      ])
    books.nextIDs[.names] = 58
    books.nextIDs[.lists] = 201
  }
}

func address(_ line: String, _ city: String, _ region: String?, _ postal: String, _ country: String) -> JSONObject {
  var address: JSONObject = ["Line1": .string(line), "City": .string(city)]
  address["CountrySubDivisionCode"] = region.map(JSON.string)
  address["PostalCode"] = .string(postal)
  address["Country"] = .string(country)
  return address
}
