/// A refusal in the vendor's form (reference, section 13).
struct VendorFault: Error {
  var code: String
  var message: String
  var detail: String
  var element = ""
  var status = 400
  var type = "ValidationFault"

  /// `{"Fault":…,"time":…}` without the envelope's time.
  var json: JSON {
    [
      "Fault": [
        "Error": [
          ["Message": .string(message), "Detail": .string(detail), "code": .string(code), "element": .string(element)]
        ],
        "type": .string(type),
      ]
    ]
  }
}

/// The vendor's texts, gathered from its error pages and from users' reports (reference 13.2).
extension VendorFault {
  static func unsupported(_ detail: String) -> Self {
    Self(code: "500", message: "Unsupported Operation", detail: detail)
  }

  static let duplicateRequestID = Self(
    code: "600", message: "Duplicate Request ID",
    detail: "Duplicate Request ID : this request id was used with other content")

  static let deletedTransaction = Self(
    code: "610", message: "Object Not Found",
    detail: "Object Not Found : Another user has deleted this transaction.")

  static func notFound(_ detail: String) -> Self {
    Self(code: "610", message: "Object Not Found", detail: "Object Not Found : \(detail)")
  }

  static let inactive = Self(
    code: "610", message: "Object Not Found",
    detail: "Object Not Found : Something you're trying to use has been made inactive. "
      + "Check the fields with accounts, customers, items, vendors or employees.")

  static func batchTooLarge(_ count: Int) -> Self {
    Self(
      code: "1040", message: "Batch size exceeds allowed limit",
      detail: "Batch size exceeds allowed limit : Max allowed batch size is 30, supplied \(count)")
  }

  static let contentType = Self(
    code: "1050", message: "Content type not supported", detail: "Content-Type of the request is not supported")

  static func unsupportedProperty(_ name: String) -> Self {
    Self(
      code: "2010", message: "Request has invalid or unsupported property",
      detail: "Property Name:\(name) is unsupported or invalid", element: name)
  }

  static let malformedJSON = Self(
    code: "2010", message: "Request has invalid or unsupported property",
    detail: "Property Name:failed to parse json object; a property specified is unsupported or invalid")

  static func missing(_ name: String) -> Self {
    Self(
      code: "2020", message: "Required param missing, need to supply the required value for the API",
      detail: "Required parameter \(name) is missing in the request", element: name)
  }

  static func invalidID(_ name: String, _ value: String) -> Self {
    Self(
      code: "2030", message: "Invalid ID", detail: "Invalid ID : Id should be a valid number. Supplied value:\(value)",
      element: name)
  }

  static func invalidCharacters(_ name: String) -> Self {
    Self(
      code: "2040", message: "Invalid characters",
      detail: "Text contains one or more characters that are not allowed: colon, tab or newline", element: name)
  }

  static func length(_ name: String, _ maximum: Int, _ supplied: Int) -> Self {
    Self(
      code: "2050", message: "Invalid String Length",
      detail: "String length is either shorter or longer than supported by specification. "
        + "Min:0 Max:\(grouped(maximum)) supplied length:\(grouped(supplied))", element: name)
  }

  static func dateFormat(_ name: String, _ value: String) -> Self {
    Self(
      code: "2060", message: "Invalid Date format",
      detail: "Invalid Date format : Date value should be in format: YYYY-MM-DD. Supplied value:\(value)",
      element: name)
  }

  static func number(_ name: String, _ value: String) -> Self {
    Self(
      code: "2090", message: "Invalid Number", detail: "Invalid Number : \(name), supplied value:\(value)",
      element: name)
  }

  static func amount(_ name: String, _ value: String) -> Self {
    Self(
      code: "2140", message: "Invalid Amount",
      detail: "Amount has more precision than allowed. Supplied value:\(value)", element: name)
  }

  static let requestIDFormat = Self(
    code: "2130", message: "Invalid Request Id Format",
    detail: "Invalid Request Id Format : at most 50 characters, in a batch at most 36 with bIds of at most 10",
    element: "requestid")

  static func enumeration(_ name: String, _ value: String) -> Self {
    Self(
      code: "2170", message: "Invalid Enumeration", detail: "Invalid Enumeration : \(value) for \(name)",
      element: name)
  }

  static func email(_ value: String) -> Self {
    Self(
      code: "2210", message: "Invalid Email Address format",
      detail: "Email Address does not conform to the standards : \(value)", element: "Address")
  }

  static func webAddress(_ value: String) -> Self {
    Self(
      code: "2200", message: "Invalid Web Address", detail: "Web Address is not well formed : \(value)", element: "URI")
  }

  static func boolean(_ name: String, _ value: String) -> Self {
    Self(
      code: "2230", message: "Invalid Boolean", detail: "Invalid Boolean : \(name), supplied value:\(value)",
      element: name)
  }

  static func currency(_ value: String) -> Self {
    Self(code: "2220", message: "Invalid Currency", detail: "Invalid Currency : \(value)", element: "CurrencyRef")
  }

  static let negativeAmount = Self(
    code: "2290", message: "Negative amount",
    detail: "Negative amounts aren't supported on transaction lines", element: "Amount")

  static func invalidReference(_ detail: String) -> Self {
    Self(code: "2500", message: "Invalid Reference Id", detail: "Invalid Reference Id : \(detail)")
  }

  static let throttled = Self(
    code: "3001", message: "message=ThrottleExceeded; errorCode=003001; statusCode=429",
    detail: "The request limit was reached.  Try again later", status: 429, type: "SERVICE")

  static let wrongRealm = Self(
    code: "3100", message: "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403",
    detail: "The token does not belong to this company", status: 403, type: "AuthorizationFault")

  static let stale = Self(
    code: "5010", message: "Stale Object Error",
    detail: "Stale Object Error : You and Jane were working on this at the same time. "
      + "Jane finished before you did, so your work was not saved.")

  static func business(_ detail: String, code: String = "6000", element: String = "") -> Self {
    Self(
      code: code, message: "A business validation error has occurred while processing your request",
      detail: "Business Validation Error: \(detail)", element: element)
  }

  static func amountCalculation(_ supplied: String) -> Self {
    Self(
      code: "6070", message: "Amount calculation incorrect in the request",
      detail: "Amount is not equal to UnitPrice * Qty. Supplied value:\(supplied)", element: "Line.Amount")
  }

  static func duplicateNumber(_ holder: String) -> Self {
    Self(
      code: "6140", message: "Duplicate Document Number Error",
      detail: "Duplicate Document Number Error : You must specify a different number. This number has already been "
        + "used. DocNumber=\(holder)")
  }

  static let subscriptionEnded = Self(
    code: "6190", message: "Invalid Company Status",
    detail: "Subscription period has ended or canceled or there was a billing problem : "
      + "You can't add data to QuickBooks Online Plus because your trial or subscription period ended")

  static func closedPeriod(_ date: String) -> Self {
    Self(
      code: "6210", message: "Account Period Closed, Cannot Update Through Services API",
      detail: "The account period has closed and the account books cannot be updated through the QuickBooks Online "
        + "Services API. Please use the QuickBooks Online website to make these changes. Closing date:\(date)")
  }

  static func duplicateName(_ holder: String) -> Self {
    Self(
      code: "6240", message: "Duplicate Name Exists Error",
      detail: "The name supplied already exists. : Another customer, vendor or employee is already using this name. "
        + "Please use a different name. Id=\(holder)")
  }

  static func query(_ code: String, _ detail: String) -> Self {
    Self(
      code: code,
      message: code == "4000" ? "Error parsing query" : "invalid query", detail: detail)
  }
}

/// `1200` as `1,200`, as the service writes lengths.
private func grouped(_ value: Int) -> String {
  value < 1000 ? String(value) : "\(value / 1000),\(String(value % 1000 + 1000).dropFirst())"
}
