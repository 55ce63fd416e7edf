public import Calendars
public import Diagnostics

/// What a person answered to the exceptions of one deal: dated, signed, and with a day on which it ends.
public struct DealOverride: Sendable, Equatable {
  /// The deal's id as the export has it.
  public var deal: String
  /// Bill this customer of QuickBooks, by its id there.
  public var customerID: String?
  /// Bill the customer of this name.
  public var customerName: String?
  /// This tax code on every line.
  public var taxCode: String?
  /// Leave the deal out until this day.
  public var skipUntil: CivilDate?
  /// Codes of holds that are accepted: they become warnings.
  public var accepts: [String] = []
  /// The deal's value when the answer was given, `EUR 1200.00`: for another value the answer does not count.
  public var value: String?
  public var reason: String
  public var author: String
  public var answered: CivilDate
  /// The first day on which the answer no longer counts.
  public var expires: CivilDate
  public var range: SourceRange

  /// The answer in words: `use customer 88, accept T403`.
  public var words: String {
    var parts: [String] = []
    if let customerID { parts.append("use customer \(customerID)") }
    if let customerName { parts.append("use customer '\(customerName)'") }
    if let taxCode { parts.append("tax code \(taxCode)") }
    if let skipUntil { parts.append("skip until \(skipUntil)") }
    if !accepts.isEmpty { parts.append("accept \(accepts.joined(separator: ", "))") }
    return parts.joined(separator: ", ")
  }

  /// The codes of holds that a person may accept: what is left is a whole invoice. All others need the deal or the rules
  /// corrected; checks of the rule file may always be accepted.
  public static let acceptableCodes: Set<String> = [
    "C303", "T401", "T402", "T403", "T406", "T407", "L504", "L507", "L508", "L509", "L515", "P602", "P603", "P604",
  ]

  /// Whether a hold of this code can be accepted. Codes of dealbill are one letter and three digits; any other is the id of a
  /// check.
  public static func canAccept(_ code: String) -> Bool {
    acceptableCodes.contains(code) || !isOwnCode(code)
  }

  private static func isOwnCode(_ code: String) -> Bool {
    let bytes = Array(code.utf8)
    return bytes.count == 4 && (0x41...0x5A).contains(bytes[0]) && bytes[1...].allSatisfy { (0x30...0x39).contains($0) }
  }
}

/// The answers that a run is given, one a deal.
public final class DealOverrides: Sendable {
  public let list: [DealOverride]
  private let places: [String: Int]

  public init(_ list: [DealOverride]) {
    self.list = list
    places = Dictionary(list.enumerated().map { ($1.deal, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public var isEmpty: Bool { list.isEmpty }

  /// The place in ``list`` of a deal's answer.
  public func index(ofDeal deal: String) -> Int? { places[deal] }
}

/// Several files of answers as one: answers for one deal add up, unless they say different things.
///
/// - Returns: nil, with every problem, when two of them disagree (O102).
public func merged(_ lists: [DealOverrides]) -> (overrides: DealOverrides?, diagnostics: [Diagnostic]) {
  var list: [DealOverride] = []
  var diagnostics = DiagnosticList()
  for answer in lists.flatMap(\.list) {
    guard let place = list.firstIndex(where: { $0.deal == answer.deal }) else {
      list.append(answer)
      continue
    }
    if let sum = list[place].adding(answer) {
      list[place] = sum
    } else {
      let other = list[place].range
      diagnostics.add(
        .error(
          "O102", "deal \(answer.deal) has two answers that disagree, here and in \(other.file):\(other.line)",
          at: answer.range, help: "take one of them out"))
    }
  }
  return (diagnostics.hasErrors ? nil : DealOverrides(list), diagnostics.sorted)
}

extension DealOverride {
  /// Both answers together; nil when they disagree.
  fileprivate func adding(_ other: DealOverride) -> DealOverride? {
    func agree<T: Equatable>(_ a: T?, _ b: T?) -> Bool { a == nil || b == nil || a == b }
    var sum = self
    guard agree(customerID, other.customerID), agree(customerName, other.customerName),
      agree(taxCode, other.taxCode), agree(skipUntil, other.skipUntil), agree(value, other.value),
      customerID ?? other.customerID == nil || customerName ?? other.customerName == nil
    else { return nil }
    sum.customerID = customerID ?? other.customerID
    sum.customerName = customerName ?? other.customerName
    sum.taxCode = taxCode ?? other.taxCode
    sum.skipUntil = skipUntil ?? other.skipUntil
    sum.value = value ?? other.value
    sum.accepts += other.accepts.filter { !accepts.contains($0) }
    if other.reason != reason { sum.reason += "; \(other.reason)" }
    if other.author != author { sum.author += ", \(other.author)" }
    sum.answered = max(answered, other.answered)
    sum.expires = min(expires, other.expires)
    return sum
  }
}
