import Bytes
import Diagnostics
import Foundation
import JSONRecords
import Testing

/// The folder of corpora and example data: `DEALBILL_SHARED`, or a folder `shared` beside one above this file.
let sharedFolder: String? = {
  if let named = ProcessInfo.processInfo.environment["DEALBILL_SHARED"] { return named }
  var folder = URL(filePath: #filePath)
  while folder.path != "/" {
    folder = folder.deletingLastPathComponent()
    let shared = folder.appending(path: "shared").path
    if FileManager.default.fileExists(atPath: shared + "/corpora") { return shared }
  }
  print("notice: no folder 'shared'; tests on public corpora are skipped (set DEALBILL_SHARED)")
  return nil
}()

func sharedBytes(_ path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(filePath: try #require(sharedFolder) + "/" + path)))
}

/// SplitMix64: a failing seed is the whole bug report.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A record as it came out of the splitter.
struct Cut: Equatable, CustomStringConvertible {
  var text: String
  var offset: Int
  var line: Int
  var column: Int
  var index: Int
  var description: String { "#\(index) \(offset) \(line):\(column) \(text)" }
}

/// Where the bytes come from: blocks of given sizes over and over; the last block may be shorter.
final class BlockSource {
  private let bytes: [UInt8]
  private var at = 0
  private var sizes: () -> Int
  init(_ bytes: [UInt8], sizes: @escaping () -> Int) {
    self.bytes = bytes
    self.sizes = sizes
  }
  func read(_ buffer: inout ByteBuffer, _ most: Int) {
    let size = min(max(1, sizes()), most, bytes.count - at)
    for byte in bytes[at..<at + size] { buffer.append(byte) }
    at += size
  }
}

/// Splits `bytes` and checks each record when its batch arrives, as the consumer of an export does.
func split(
  _ bytes: [UInt8], batchBytes: Int = 512 << 10, recordLimit: Int = JSONLimits.recordBytes,
  sizes: @escaping () -> Int = { 1 << 20 }
) throws(RefusedInput) -> [Cut] {
  let source = BlockSource(bytes, sizes: sizes)
  var splitter = JSONRecordSplitter(file: "test.json", batchBytes: batchBytes, recordLimit: recordLimit) {
    (buffer: inout ByteBuffer, most: Int) throws(RefusedInput) in source.read(&buffer, most)
  }
  var cuts: [Cut] = []
  while let batch = try splitter.nextBatch() {
    for record in batch.records {
      let view = batch.bytes(of: record)
      do throws(JSONError) { try checkJSON(view) } catch { throw RefusedInput(batch.diagnostic(error, in: record)) }
      cuts.append(
        Cut(
          text: view.string, offset: record.position.offset, line: record.position.line,
          column: record.position.column, index: record.index))
    }
  }
  return cuts
}

/// What is wrong first, or nil when the bytes are split and every record is valid.
func fault(
  _ bytes: [UInt8], batchBytes: Int = 512 << 10, recordLimit: Int = JSONLimits.recordBytes,
  sizes: @escaping () -> Int = { 1 << 20 }
) -> Diagnostic? {
  do throws(RefusedInput) {
    _ = try split(bytes, batchBytes: batchBytes, recordLimit: recordLimit, sizes: sizes)
    return nil
  } catch {
    return error.diagnostics.first
  }
}

/// Reads all tokens.
func scanAll(_ bytes: [UInt8]) -> JSONError? {
  bytes.withByteView { view in
    var scanner = JSONScanner(view)
    do throws(JSONError) {
      while true { if case .end = try scanner.next() { return nil } }
    } catch {
      return error
    }
  }
}

/// Passes the value as one.
func skipAll(_ bytes: [UInt8]) -> JSONError? {
  bytes.withByteView { view in
    do throws(JSONError) {
      try checkJSON(view)
      return nil
    } catch {
      return error
    }
  }
}

func parse(_ text: String) throws -> JSONValue { try parse(Array(text.utf8)) }
func parse(_ bytes: [UInt8]) throws -> JSONValue {
  try bytes.withByteView { view throws(RefusedInput) in try JSONValue.parse(view, file: "test.json") }
}
