/// What is billed once: within one company, a source's deal, a part of it, and the kind of document.
public struct BillingKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// `invoice`; `customer` for customers that we create, whose "deal" is the folded name.
  public var kind: String
  /// The source's profile: `pipedrive`.
  public var source: String
  public var deal: String
  /// `1` for a deal that is billed at once.
  public var part: String

  public init(kind: String = "invoice", source: String, deal: String, part: String) {
    self.kind = kind
    self.source = source
    self.deal = deal
    self.part = part
  }

  /// `invoice pipedrive 1042 1`: for messages, and for the key column; control characters and blanks inside are escaped.
  public var description: String {
    [kind, source, deal, part].map(Self.escaped).joined(separator: " ")
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      if scalar == " " || scalar == "%" || scalar.value < 0x20 || scalar.value == 0x7F {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        out += "%" + (hex.count < 2 ? "0" : "") + hex
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out.isEmpty ? "-" : out
  }

  public static func < (a: BillingKey, b: BillingKey) -> Bool { a.description < b.description }
}
