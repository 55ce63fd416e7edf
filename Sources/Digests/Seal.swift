import Bytes

/// The seal at the end of a JSON file that other files' digests stand in: SHA-256 of every byte before it.
///
/// It shows that a byte was changed, anywhere in the file. It does not show who changed it: whoever can write the folder can
/// write a new seal too, so the fingerprint is also kept in sign-offs, and printed.
public enum Seal {
  private static let member = ",\n  \"seal\": \""
  private static let end = "\"\n}\n"

  /// `json`, an object that ends in `\n}\n`, with its seal as last member.
  public static func sealed(_ json: String) throws(DigestError) -> String {
    let body = (json.hasSuffix("\n}\n") ? String(json.dropLast(3)) : json) + member
    return body + (try SHA256.hex(of: body)) + end
  }

  /// Whether `bytes` end in a seal that fits them.
  public static func fits(_ bytes: [UInt8]) throws(DigestError) -> Bool {
    let tail = Array(end.utf8)
    guard bytes.count > tail.count + 64, bytes.suffix(tail.count).elementsEqual(tail) else { return false }
    let digits = bytes.count - tail.count - 64
    let body = Array(bytes[..<digits])
    guard body.suffix(member.utf8.count).elementsEqual(member.utf8) else { return false }
    return try SHA256.hex(of: body) == String(decoding: bytes[digits..<(digits + 64)], as: UTF8.self)
  }
}
