package import Diagnostics
import Digests
package import RuleLanguage

/// SHA-256 of the rule file when it stands alone; else of the list of all files that the rules are made of, a line
/// each: `<sha256>  <name>`, the rule file first.
///
/// - Throws: S039 on a machine that computes no digests.
package func fingerprint(of sources: [RuleSource]) throws(RefusedInput) -> String {
  guard sources.count > 1 else {
    return try sources.first.map { source throws(RefusedInput) in try sha256(source.bytes) } ?? ""
  }
  var list = ""
  for source in sources { list += "\(try sha256(source.bytes))  \(fileName(source.file))\n" }
  return try sha256(Array(list.utf8))
}

/// SHA-256 in hexadecimal digits.
///
/// - Throws: S039 on a machine that computes none.
func sha256(_ bytes: [UInt8]) throws(RefusedInput) -> String {
  do throws(DigestError) { return try SHA256.hex(of: bytes) } catch {
    throw RefusedInput(.error("S039", error.sentence))
  }
}

/// The last part of a path: reports do not depend on where the files lay.
func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
