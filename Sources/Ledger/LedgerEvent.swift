import Bytes
import Digests

/// One line of the ledger's history: never changed, each bound to the one before by a hash.
public struct LedgerEvent: Sendable, Equatable {
  public var sequence: Int64
  /// Milliseconds since 1970.
  public var time: Int64
  /// `intended`, `confirmed`, …, `linked`, `scanned`, `run-started`, `run-ended`, `duplicate-suspected`.
  public var kind: String
  public var key: String
  /// The state of the entry after it; empty when it concerns none.
  public var state: String
  /// QuickBooks' id after it; empty when none is known.
  public var id: String
  /// Further facts, one `name=value` a line.
  public var detail: String
  /// SHA-256 in hex over the previous event's hash and all of the above.
  public var hash: String

  /// The hash that the event must have after `previous`.
  public func hash(after previous: String) throws(LedgerError) -> String {
    var text = ByteBuffer(capacity: 512 + detail.utf8.count)
    // Every text with its length in front, so that no two events give the same bytes.
    for part in [previous, String(sequence), String(time), kind, key, state, id, detail] {
      text.append(decimal: part.utf8.count)
      text.append(UInt8(ascii: ":"))
      text.append(text: part)
    }
    do throws(DigestError) {
      return try SHA256.hex(of: text.view)
    } catch {
      throw .unreadable("no SHA-256 on this machine")
    }
  }

  /// What the first event follows.
  public static let origin = String(repeating: "0", count: 64)
}
