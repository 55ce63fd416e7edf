import Diagnostics
import Digests

/// Digests an input while it is read.
final class DigestMeter {
  var digest: SHA256
  private var finished: String?

  init() throws(RefusedInput) {
    do throws(DigestError) { digest = try SHA256() } catch {
      throw Self.refused(error)
    }
  }

  /// The digest in hex of a file that was read as a whole.
  static func hex(of bytes: [UInt8]) throws(RefusedInput) -> String {
    do throws(DigestError) { return try SHA256.hex(of: bytes) } catch { throw refused(error) }
  }

  private static func refused(_ error: DigestError) -> RefusedInput { RefusedInput(.error("S039", error.sentence)) }

  /// The digest in hex; reading must be over.
  var hex: String {
    if let finished { return finished }
    let hex = SHA256.hex(digest.finish())
    finished = hex
    return hex
  }
}
