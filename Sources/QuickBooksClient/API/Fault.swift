public import JSONRecords

/// What QuickBooks says when it refuses, in either spelling of its members (reference, 2.7 and 13.1).
public struct Fault: Sendable, Equatable {
  public struct Item: Sendable, Equatable {
    /// Digits without leading zeros: `6240`; empty when the answer has none.
    public var code: String
    public var message: String
    public var detail: String
    /// The member that is at fault; often empty.
    public var element: String

    public init(code: String, message: String, detail: String = "", element: String = "") {
      self.code = code
      self.message = message
      self.detail = detail
      self.element = element
    }
  }

  /// `ValidationFault`, `SystemFault`, `AUTHENTICATION`, `SERVICE` …: free text by the reference's advice.
  public var type: String
  public var items: [Item]
  /// The HTTP status that it came with.
  public var status: Int
  /// `intuit_tid`, which the vendor's support asks for.
  public var trace: String

  public init(type: String, items: [Item], status: Int = 0, trace: String = "") {
    self.type = type
    self.items = items
    self.status = status
    self.trace = trace
  }

  /// A fault that stands in an answer; nil when there is none.
  public init?(in answer: JSONValue, status: Int, trace: String) {
    guard let fault = answer["Fault"] ?? answer["fault"], case .object = fault else { return nil }
    let errors = (fault["Error"] ?? fault["error"])?.elements ?? []
    self.init(
      type: (fault["type"] ?? fault["Type"])?.text ?? "",
      items: errors.map { error in
        Item(
          code: Self.plainCode((error["code"] ?? error["Code"])?.text ?? ""),
          message: (error["Message"] ?? error["message"])?.text ?? "",
          detail: (error["Detail"] ?? error["detail"])?.text ?? "",
          element: (error["element"] ?? error["Element"])?.text ?? "")
      }, status: status, trace: trace)
  }

  /// `003001` and `3001` are one code.
  private static func plainCode(_ text: String) -> String {
    let digits = text.drop { $0 == "0" }
    return digits.isEmpty ? text : String(digits)
  }

  /// The first code; empty when there is none.
  public var code: String { items.first?.code ?? "" }
  public func has(code: String) -> Bool { items.contains { $0.code == code } }

  /// One line: code, message, detail, element.
  public var sentence: String {
    guard let item = items.first else {
      return type.isEmpty ? "HTTP status \(status)" : "\(type), HTTP status \(status)"
    }
    var words = item.code.isEmpty ? item.message : "\(item.code): \(item.message)"
    if !item.detail.isEmpty, item.detail != item.message { words += " (\(item.detail))" }
    if !item.element.isEmpty { words += " [\(item.element)]" }
    return words
  }

  /// The request limit was reached; the call was not carried out (reference, 12.2).
  public var isThrottle: Bool {
    status == 429 || has(code: "3001")
      || items.contains { $0.message.contains("ThrottleExceeded") || $0.detail.contains("ThrottleExceeded") }
  }

  /// The token is wrong or over.
  public var isAuthentication: Bool {
    has(code: "3200") || has(code: "3202") || has(code: "100") || has(code: "110")
      || type.uppercased().hasPrefix("AUTHENTICATION")
  }

  /// We are not let into this company: a person has to connect again.
  public var isPermission: Bool { status == 403 || has(code: "3100") || has(code: "120") }

  /// The service itself failed: for a write nothing is known (reliability, 2.3; reference, 13.2).
  public var isService: Bool {
    if type == "SystemFault" || type == "SERVICE" { return true }
    return ["130", "140", "150", "600", "1000", "1010", "1020", "10000"].contains(code)
  }

  /// No further write makes sense: wrong company, missing scope, subscription over, company reset.
  public var endsRun: Bool {
    status == 403 || status == 404 || has(code: "3100") || has(code: "6190") || has(code: "10200")
      || has(code: "120")
  }
}
