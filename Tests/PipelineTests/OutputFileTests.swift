import Bytes
import Digests
import Foundation
import TestSupport
import Testing

@testable import Pipeline

/// What is written in pieces stands in the file, is digested and counted, with the system's cache of files and past it.
@Suite struct OutputFileTests {
  /// Bytes with a newline now and then, the same each time.
  private static func made(_ count: Int) -> [UInt8] {
    var state: UInt32 = 9
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
  }

  /// Sizes around those of the disk's blocks and of the room that is written at once.
  private static let pieces = [1, 4095, 4096, 4097, 300_000, 524_287, 524_288, 524_289, 1_600_000, 0, 7]

  @Test(arguments: [nil, 0, 524_288, 600_000, 2_000_000, 100_000_000])
  func `pieces give the file, its digest and its lines`(directFrom: Int?) throws {
    let folder = try ScratchFolder()
    let all = Self.made(Self.pieces.reduce(0, +))
    let file = try OutputFile("\(folder.path)/out", name: "out", directFrom: directFrom)
    var at = 0
    for piece in Self.pieces {
      try Array(all[at..<at + piece]).withByteView { view throws(OutputError) in try file.write(view) }
      at += piece
    }
    let digest = try file.finish()
    #expect(try folder.read("out") == all)
    #expect(file.bytes == all.count && file.lines == all.filter { $0 == 0x0A }.count)
    let expected = try all.withByteView { view throws(DigestError) in try SHA256.digest(of: view) }
    #expect(digest == SHA256.hex(expected))
  }

  /// Sizes that end exactly with a block, or with the room that is written at once.
  @Test(arguments: [0, 1, 4096, 524_288, 524_289, 1_048_576])
  func `a file of any size is whole`(size: Int) throws {
    let folder = try ScratchFolder()
    let all = Self.made(size)
    let file = try OutputFile("\(folder.path)/out", name: "out", directFrom: 0)
    try all.withByteView { view throws(OutputError) in try file.write(view) }
    _ = try file.finish()
    #expect(try folder.read("out") == all)
  }
}
