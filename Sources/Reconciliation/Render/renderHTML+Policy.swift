import Bytes
import Digests
import Foundation

/// The page's content security policy: nothing from anywhere, but this style and this script, by their digests.
func contentPolicy(style: String, script: String) -> String {
  let scripts = script.isEmpty ? "'none'" : "'\(source(script))'"
  return
    "default-src 'none'; style-src '\(source(style))'; script-src \(scripts); base-uri 'none'; form-action 'none'"
}

/// `sha256-…`, which fits nothing where the machine has no SHA-256: the page then has neither look nor script, and is whole.
private func source(_ text: String) -> String {
  let digest = text.withByteView { (try? SHA256.digest(of: $0)) ?? [] }
  return "sha256-" + Data(digest).base64EncodedString()
}
