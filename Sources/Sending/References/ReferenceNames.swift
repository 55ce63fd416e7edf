import Catalogue
public import JSONRecords
public import QuickBooksClient

/// Lists whose names stand in payloads where QuickBooks wants ids.
public enum ReferenceList: String, Sendable, CaseIterable {
  case item = "Item"
  case taxCode = "TaxCode"
  case taxRate = "TaxRate"
  case term = "Term"
  case department = "Department"
  case `class` = "Class"

  /// In words, for messages.
  public var words: String {
    switch self {
    case .item: "product or service"
    case .taxCode: "tax code"
    case .taxRate: "tax rate"
    case .term: "payment term"
    case .department: "location"
    case .class: "class"
    }
  }

  /// The list that a member of a payload refers to.
  init?(member: String) {
    switch member {
    case "ItemRef": self = .item
    case "TaxCodeRef": self = .taxCode
    case "TaxRateRef": self = .taxRate
    case "SalesTermRef": self = .term
    case "DepartmentRef": self = .department
    case "ClassRef": self = .class
    default: return nil
    }
  }
}

/// What a name is in the company's lists.
public enum ReferenceAnswer: Sendable, Equatable {
  case id(String)
  case missing
  case inactive
  case several
}

/// Knows the ids of names.
public protocol ReferenceNames: Sendable {
  func find(_ name: String, in list: ReferenceList) -> ReferenceAnswer
}

/// The lists as they are in QuickBooks now, read at the start of a sending.
public struct LiveReferences: ReferenceNames {
  private struct Row {
    var id: String
    var isActive: Bool
  }
  private var lists: [ReferenceList: [String: [Row]]] = [:]

  public init() {}

  /// Reads the lists that the payloads name anything of, active and inactive rows.
  public init(_ wanted: Set<ReferenceList>, from api: QuickBooksAPI) async throws(ReadFailure) {
    for list in ReferenceList.allCases where wanted.contains(list) {
      add(try await api.queryAll(list.rawValue, where: "Active in (true, false)"), to: list)
    }
  }

  /// Adds rows of a list as QuickBooks gives them.
  public mutating func add(_ rows: [JSONValue], to list: ReferenceList) {
    var names = lists[list] ?? [:]
    for row in rows {
      guard let id = row["Id"]?.text, let name = row["Name"]?.text else { continue }
      let found = Row(id: id, isActive: row["Active"]?.text != "false")
      let keys = Set([name, row["FullyQualifiedName"]?.text ?? name, row["Sku"]?.text ?? name].map(nameKey))
      for key in keys { names[key, default: []].append(found) }
    }
    lists[list] = names
  }

  public func find(_ name: String, in list: ReferenceList) -> ReferenceAnswer {
    let rows = lists[list]?[nameKey(name)] ?? []
    let active = rows.filter(\.isActive)
    if active.count == 1 { return .id(active[0].id) }
    if active.count > 1 { return .several }
    return rows.isEmpty ? .missing : .inactive
  }
}
