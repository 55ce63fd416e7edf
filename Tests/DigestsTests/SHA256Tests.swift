import Bytes
import Digests
import Testing

/// FIPS 180-2 with change notice, appendix B, and the example file of FIPS 180-4 (896 bits, empty).
private let vectors = [
  ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
  (
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
  ),
]
private let millionDigest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

@Test(arguments: vectors)
func `the digests of the standard's examples come out`(_ text: String, _ expected: String) throws {
  #expect(SHA256.hex(try text.withByteView { view throws(DigestError) in try SHA256.digest(of: view) }) == expected)
}

@Test func `one million letters a give the standard's digest`() throws {
  let bytes = [UInt8](repeating: 0x61, count: 1_000_000)
  let digest = try bytes.withByteView { view throws(DigestError) in try SHA256.digest(of: view) }
  #expect(SHA256.hex(digest) == millionDigest)
}

@Test(arguments: [1, 3, 55, 56, 63, 64, 65, 1000, 65_536])
func `bytes given in pieces give the digest of the whole`(_ size: Int) throws {
  var hash = try SHA256()
  [UInt8](repeating: 0x61, count: 1_000_000).withByteView { bytes in
    var at = 0
    while at < bytes.count {
      let end = min(at + size, bytes.count)
      hash.update(bytes.slice(at, end))
      at = end
    }
  }
  #expect(SHA256.hex(hash.finish()) == millionDigest)
}

@Test func `a finished hash starts anew`() throws {
  var hash = try SHA256()
  for _ in 0..<2 {
    for (text, expected) in vectors {
      text.withByteView { hash.update($0) }
      #expect(SHA256.hex(hash.finish()) == expected)
    }
  }
}

@Test func `hexadecimal digits are lower case and two a byte`() {
  #expect(SHA256.hex([]) == "")
  #expect(SHA256.hex([0, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
}

@Test func `threads share the algorithm, not the digest`() async throws {
  try await withThrowingTaskGroup(of: String.self) { group in
    for _ in 0..<8 {
      group.addTask {
        SHA256.hex(try "abc".withByteView { view throws(DigestError) in try SHA256.digest(of: view) })
      }
    }
    for try await digest in group { #expect(digest == vectors[1].1) }
  }
}
