public import Bytes
import CLibCrypto

/// Why no digest can be computed.
public enum DigestError: Error, Sendable, Equatable {
  /// libcrypto does not offer SHA-256, as its configuration may have it.
  case unavailable
  /// libcrypto could not set up a context: no memory, or its provider failed.
  case noContext

  /// One sentence, without its full stop.
  public var sentence: String { "OpenSSL on this machine computes no SHA-256 (\(self)); install OpenSSL 3" }
}

/// SHA-256 (FIPS 180-4) of bytes given in one or more pieces, by libcrypto.
///
/// One context serves any number of digests, one after the other: ``finish()`` starts the next.
@safe
public struct SHA256: ~Copyable {
  /// Bytes of a digest.
  public static let byteCount = 32

  @unsafe private let context: OpaquePointer

  /// Immutable once fetched, so threads may share it; fetched once, since a fetch costs more than a short digest.
  @safe private struct Algorithm: @unchecked Sendable {
    @unsafe let pointer: OpaquePointer?
  }
  private static let algorithm = unsafe Algorithm(pointer: EVP_MD_fetch(nil, "SHA256", nil))

  /// A context ready for the first bytes.
  ///
  /// - Throws: ``DigestError`` when libcrypto has no SHA-256 or cannot set up a context.
  public init() throws(DigestError) {
    guard let algorithm = unsafe Self.algorithm.pointer else { throw .unavailable }
    guard let context = unsafe EVP_MD_CTX_new() else { throw .noContext }
    guard unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1 else {
      unsafe EVP_MD_CTX_free(context)
      throw .noContext
    }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Adds bytes to the digest.
  public mutating func update(_ bytes: ByteView) {
    let result = unsafe EVP_DigestUpdate(context, bytes.start, bytes.count)
    // A set-up SHA-256 context takes any bytes; going on after a failure would give a wrong digest.
    precondition(result == 1, "libcrypto refused bytes for SHA-256")
  }

  /// The digest of all bytes since the start or the last call, 32 bytes; the next digest starts empty.
  public mutating func finish() -> [UInt8] {
    let digest = unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { out, count in
      var written: UInt32 = 0
      let result = unsafe EVP_DigestFinal_ex(context, out.baseAddress, &written)
      precondition(result == 1 && written == UInt32(Self.byteCount), "libcrypto gave no SHA-256")
      count = Self.byteCount
    }
    let result = unsafe EVP_DigestInit_ex2(context, Self.algorithm.pointer, nil)
    precondition(result == 1, "libcrypto could not start another SHA-256")
    return digest
  }

  /// The digest of `bytes`, 32 bytes.
  ///
  /// - Throws: ``DigestError`` as ``init()`` does.
  public static func digest(of bytes: ByteView) throws(DigestError) -> [UInt8] {
    var hash = try SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// The digest of `bytes` in hexadecimal digits, 64 of them.
  ///
  /// - Throws: ``DigestError`` as ``init()`` does.
  public static func hex(of bytes: ByteView) throws(DigestError) -> String { hex(try digest(of: bytes)) }

  /// The same of bytes that somebody owns.
  public static func hex(of bytes: [UInt8]) throws(DigestError) -> String {
    try bytes.withByteView { view throws(DigestError) in try hex(of: view) }
  }

  /// The same of a text in UTF-8.
  public static func hex(of text: String) throws(DigestError) -> String { try hex(of: Array(text.utf8)) }

  /// A digest in lower-case hexadecimal digits, two a byte.
  public static func hex(_ digest: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
