public import JSONRecords

// QuickBooks' answers as catalogue entries (QuickBooks Online reference, 4 and 5). A row without an id is left out: it
// cannot be referred to.

extension JSONValue {
  fileprivate func text(_ path: String...) -> String {
    var here = self
    for name in path {
      guard let next = here[name] else { return "" }
      here = next
    }
    return here.text ?? ""
  }

  fileprivate func flag(_ path: String...) -> Bool? {
    var here = self
    for name in path {
      guard let next = here[name] else { return nil }
      here = next
    }
    return here.text.map { $0 == "true" }
  }

  fileprivate var isActive: Bool { flag("Active") ?? true }

  fileprivate var entryID: String? {
    let id = text("Id")
    return id.isEmpty ? nil : id
  }

  fileprivate var version: String? { self["SyncToken"]?.text }
}

/// The name of an inactive object without the mark that QuickBooks puts behind it (reference, 4.5).
public func withoutDeletedMark(_ name: String) -> String {
  name.hasSuffix(" (deleted)") ? String(name.dropLast(10)) : name
}

extension CompanyFacts {
  init(_ info: JSONValue) {
    name = info.text("CompanyName")
    legalName = info.text("LegalName")
    country = info.text("Country")
    timeZone = info.text("DefaultTimeZone")
  }
}

extension CompanyPreferences {
  public init(_ value: JSONValue) {
    customNumbers = value.flag("SalesFormsPrefs", "CustomTxnNumbers")
    multicurrency = value.flag("CurrencyPrefs", "MultiCurrencyEnabled")
    homeCurrency = value.text("CurrencyPrefs", "HomeCurrency", "value")
    closedThrough = value.text("AccountingInfoPrefs", "BookCloseDate")
    usesSalesTax = value.flag("TaxPrefs", "UsingSalesTax")
    // The member is there only where automated sales tax is (reference, 3.5).
    computesSalesTax = value.flag("TaxPrefs", "PartnerTaxEnabled") ?? false
    classPerInvoice = value.flag("AccountingInfoPrefs", "ClassTrackingPerTxn")
    classPerLine = value.flag("AccountingInfoPrefs", "ClassTrackingPerTxnLine")
    tracksLocations = value.flag("AccountingInfoPrefs", "TrackDepartments")
    allowsDiscount = value.flag("SalesFormsPrefs", "AllowDiscount")
    customFields = Self.customFields(value["SalesFormsPrefs"]?["CustomField"]?.elements ?? [])
  }

  /// `SalesFormsPrefs.UseSalesCustomN` and `SalesFormsPrefs.SalesCustomNameN`, N from 1 to 3 (reference, 3.10).
  private static func customFields(_ groups: [JSONValue]) -> [CustomFieldEntry] {
    var names: [String: String] = [:]
    var on: Set<String> = []
    for entry in groups.flatMap({ $0["CustomField"]?.elements ?? [] }) {
      let name = entry.text("Name")
      if name.hasPrefix("SalesFormsPrefs.UseSalesCustom"), entry.flag("BooleanValue") == true {
        on.insert(String(name.suffix(1)))
      } else if name.hasPrefix("SalesFormsPrefs.SalesCustomName") {
        names[String(name.suffix(1))] = entry.text("StringValue")
      }
    }
    return Set(names.keys).union(on).sorted().map {
      CustomFieldEntry(number: $0, name: names[$0] ?? "", isOn: on.contains($0))
    }
  }
}

extension Party {
  /// A row of Customer, Vendor or Employee; nil without an id.
  public init?(_ row: JSONValue) {
    guard let id = row.entryID else { return nil }
    self.id = id
    isActive = row.isActive
    version = row.version
    name = isActive ? row.text("DisplayName") : withoutDeletedMark(row.text("DisplayName"))
    let full = row.text("FullyQualifiedName")
    fullName = full.isEmpty ? name : isActive ? full : withoutDeletedMark(full)
    currency = row.text("CurrencyRef", "value")
    email = row.text("PrimaryEmailAddr", "Address")
  }
}

extension Item {
  init?(_ row: JSONValue) {
    guard let id = row.entryID else { return nil }
    self.id = id
    isActive = row.isActive
    version = row.version
    name = isActive ? row.text("Name") : withoutDeletedMark(row.text("Name"))
    let full = row.text("FullyQualifiedName")
    fullName = full.isEmpty ? name : isActive ? full : withoutDeletedMark(full)
    sku = row.text("Sku")
    type = row.text("Type")
  }
}

extension TaxCodeEntry {
  init?(_ row: JSONValue) {
    guard let id = row.entryID else { return nil }
    self.id = id
    name = row.text("Name")
    isActive = row.isActive
    version = row.version
    rates = (row["SalesTaxRateList"]?["TaxRateDetail"]?.elements ?? []).map {
      RateOfCode(id: $0.text("TaxRateRef", "value"), base: $0.text("TaxTypeApplicable"))
    }
  }
}

extension TaxRateEntry {
  init?(_ row: JSONValue) {
    guard let id = row.entryID else { return nil }
    self.id = id
    name = row.text("Name")
    isActive = row.isActive
    version = row.version
    value = row.text("RateValue")
    dated = (row["EffectiveTaxRate"]?.elements ?? []).map {
      // Times of midnight somewhere; the day is what counts.
      DatedValue(
        value: $0.text("RateValue"), from: String($0.text("EffectiveDate").prefix(10)),
        to: String($0.text("EndDate").prefix(10)))
    }
  }
}

extension TermEntry {
  init?(_ row: JSONValue) {
    guard let id = row.entryID else { return nil }
    self.id = id
    name = row.text("Name")
    isActive = row.isActive
    version = row.version
  }
}

extension CurrencyEntry {
  init?(_ row: JSONValue) {
    guard let id = row.entryID else { return nil }
    self.id = id
    code = row.text("Code")
    name = row.text("Name")
    isActive = row.isActive
    version = row.version
  }
}

extension ListEntry {
  init?(_ row: JSONValue) {
    guard let id = row.entryID else { return nil }
    self.id = id
    isActive = row.isActive
    version = row.version
    name = isActive ? row.text("Name") : withoutDeletedMark(row.text("Name"))
    let full = row.text("FullyQualifiedName")
    fullName = full.isEmpty ? name : isActive ? full : withoutDeletedMark(full)
  }
}
