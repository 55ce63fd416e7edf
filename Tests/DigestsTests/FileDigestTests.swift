import Bytes
import Digests
import Testing

/// Numbers that look random and are the same every time.
private struct Numbers {
  var state: UInt64
  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}

@Test(arguments: 1...40)
func `files on one queue have the digests that they have alone`(seed: Int) throws {
  var numbers = Numbers(state: UInt64(seed))
  let queue = DigestQueue()
  let files = try (0..<4).map { _ in try FileDigest(queue) }
  var contents = [[UInt8]](repeating: [], count: files.count)
  let largest = [70, 700, 70_000][seed % 3]
  for _ in 0..<60 {
    let file = numbers.next(below: files.count)
    let piece = (0..<numbers.next(below: largest)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ seed) }
    contents[file] += piece
    let canWait = numbers.next(below: 2) == 0
    piece.withByteView { if canWait { files[file].updateLater($0) } else { files[file].update($0) } }
  }
  for (file, content) in zip(files, contents) {
    let alone = try content.withByteView { view throws(DigestError) in try SHA256.digest(of: view) }
    #expect(file.finish() == alone)
  }
}

@Test func `bytes that nobody comes for are digested all the same`() throws {
  let file = try FileDigest(DigestQueue())
  let piece = [UInt8](repeating: 0x61, count: 100_000)
  for _ in 0..<50 { piece.withByteView { file.updateLater($0) } }
  let whole = [UInt8](repeating: 0x61, count: 5_000_000)
  #expect(file.finish() == (try whole.withByteView { view throws(DigestError) in try SHA256.digest(of: view) }))
}

@Test(arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 128])
func `a file of any length is padded as the standard says`(length: Int) throws {
  let bytes = [UInt8](repeating: 0x7A, count: length)
  let file = try FileDigest()
  bytes.withByteView { file.update($0) }
  #expect(file.finish() == (try bytes.withByteView { view throws(DigestError) in try SHA256.digest(of: view) }))
}
