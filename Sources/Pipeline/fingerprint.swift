import Bytes
import Digests
package import RuleLanguage

/// SHA-256 of the rule file when it stands alone; else of the list of all files that the rules are made of, a line
/// each: `<sha256>  <name>`, the rule file first.
package func fingerprint(of sources: [RuleSource]) -> String {
  guard sources.count > 1 else { return sources.first.map { sha256($0.bytes) } ?? "" }
  return sha256(Array(sources.map { "\(sha256($0.bytes))  \(fileName($0.file))\n" }.joined().utf8))
}

/// SHA-256 in hexadecimal digits.
func sha256(_ bytes: [UInt8]) -> String {
  bytes.withByteView { (try? SHA256.digest(of: $0)).map { SHA256.hex($0) } ?? "" }
}

/// The last part of a path: reports do not depend on where the files lay.
func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
