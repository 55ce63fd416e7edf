import Diagnostics
import Digests

/// Digests an input while it is read.
final class DigestMeter {
  var digest: SHA256
  private var finished: String?

  init() throws(RefusedInput) {
    do throws(DigestError) { digest = try SHA256() } catch {
      throw RefusedInput(.error("S039", "OpenSSL on this machine offers no SHA-256", help: "install OpenSSL 3"))
    }
  }

  /// The digest in hex; reading must be over.
  var hex: String {
    if let finished { return finished }
    let hex = SHA256.hex(digest.finish())
    finished = hex
    return hex
  }
}
