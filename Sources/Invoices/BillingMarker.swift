public import Bytes

/// Which deal an invoice bills, in the words that QuickBooks keeps: the last line of `PrivateNote`.
///
/// `dealbill:1:<source>:<deal>:<part>`: the version of the form, the profile's name, the deal's id and the part of the
/// deal. An invoice whose answer was lost is found again by it (reliability reference, 2.1), by people as well as by us.
/// Characters of the deal's id beside letters, digits, `.`, `_` and `-` are written as `%` and two hex digits a byte.
public struct BillingMarker: Sendable, Hashable {
  /// The name of the source's profile: `pipedrive`.
  public var source: String
  /// The deal's id as the export has it, trimmed.
  public var deal: String
  /// Which part of the deal: `1` for one that is billed at once.
  public var part: String

  public init(source: String, deal: String, part: String) {
    self.source = source
    self.deal = deal
    self.part = part
  }

  /// What every marker begins with.
  public static let prefix: StaticString = "dealbill:1:"

  /// The marker that stands in a private note as a line of its own; nil when there is none, or it is no longer whole.
  public init?(note: String) {
    // The last one: people may put text in front, and so does QuickBooks when an invoice is voided.
    guard let line = note.split(whereSeparator: \.isNewline).last(where: { $0.contains("dealbill:1:") }),
      let start = line.firstRange(of: "dealbill:1:")
    else { return nil }
    let parts = line[start.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, !parts[0].isEmpty, let deal = Self.decoded(parts[1]), !deal.isEmpty else { return nil }
    let part = parts[2].prefix(while: Self.isPartCharacter)
    guard !part.isEmpty else { return nil }
    self.init(source: String(parts[0]), deal: deal, part: String(part))
  }

  private static func isPartCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "-._".contains(character)
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension ByteBuffer {
  /// Appends the marker of a deal, as ``BillingMarker`` reads it.
  public mutating func append(markerOf deal: ByteView, source: ByteView, part: ByteView) {
    append(BillingMarker.prefix)
    append(source)
    append(UInt8(ascii: ":"))
    for i in 0..<deal.count {
      let byte = deal[i]
      let isPlain =
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      if isPlain {
        append(byte)
      } else {
        append(UInt8(ascii: "%"))
        append(hexDigit(byte >> 4))
        append(hexDigit(byte & 15))
      }
    }
    append(UInt8(ascii: ":"))
    append(part)
  }
}

private func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? value + UInt8(ascii: "0") : value - 10 + UInt8(ascii: "A")
}
