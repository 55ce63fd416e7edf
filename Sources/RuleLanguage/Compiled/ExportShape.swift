public import Diagnostics

/// The export that a rule file was made for: what is held against each export that it is run on.
public struct ExportShape: Sendable {
  /// Headers in their order, `#2` behind the second of one name; paths of JSON members. Empty: not compared.
  public let columns: [String]
  /// What stands in pick-lists, by column.
  public let values: [(column: String, values: [String])]
  public let numbers: NumberLook?
  /// Date patterns. Empty: not compared.
  public let dates: [String]
  /// Differences that a person has accepted: `S061`, `S061:Notes`.
  public let accepted: Set<String>
  public let range: SourceRange

  /// Whether `word` names differences: a code of S061 to S066, alone or with the name that it is about.
  public static func isDifference(_ word: String) -> Bool {
    let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return ("S061"..."S066").contains(parts[0]) && parts[0].utf8.count == 4 && parts.last?.isEmpty == false
  }

  /// Whether a difference is accepted by its code, alone or with the name.
  public func accepts(_ code: String, _ name: String) -> Bool {
    accepted.contains(code) || accepted.contains("\(code):\(name)")
  }
}
