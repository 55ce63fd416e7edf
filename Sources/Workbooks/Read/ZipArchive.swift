import CLibMinizip

/// The parts of a ZIP archive, by minizip: read one at a time, in pieces, their checksums verified.
@safe
final class ZipArchive {
  /// The most that one part may unpack to, and that it may grow by unpacking: far above any workbook that people keep.
  static let partLimit: Int = 4 << 30
  static let growthLimit = 1000

  private let path: String
  @unsafe private let file: unzFile?

  init(_ path: String) throws(WorkbookError) {
    self.path = path
    unsafe file = path.withCString { unsafe unzOpen64($0) }
    if unsafe file == nil { throw WorkbookError(.unreadable, "\(path): cannot be opened as a workbook (XLSX)") }
  }

  deinit { if let file = unsafe file { unsafe unzClose(file) } }

  func has(_ part: String) -> Bool { unsafe unzLocateFile(file, part, 1) == UNZ_OK }

  /// Hands the bytes of `part` to `body` in pieces of at most 64 KiB; the last call has none and says so.
  func read(_ part: String, _ body: (_ bytes: [UInt8], _ count: Int, _ isLast: Bool) -> String?) throws(WorkbookError) {
    guard unsafe unzLocateFile(file, part, 1) == UNZ_OK else {
      throw WorkbookError(.malformed, "\(path): it has no part '\(part)', so it is no workbook")
    }
    var info = unz_file_info64()
    guard unsafe unzGetCurrentFileInfo64(file, &info, nil, 0, nil, 0, nil, 0) == UNZ_OK,
      unsafe unzOpenCurrentFile(file) == UNZ_OK
    else { throw malformed(part, "it cannot be unpacked") }
    var isOpen = true
    defer { if isOpen { unsafe unzCloseCurrentFile(file) } }
    let packed = Int(clamping: info.compressed_size)
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var total = 0
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe unzReadCurrentFile(file, $0.baseAddress, UInt32($0.count))
      }
      guard count >= 0 else { throw malformed(part, "it cannot be unpacked") }
      total += Int(count)
      guard total <= Self.partLimit, total / Self.growthLimit <= packed + 1000 else {
        throw malformed(part, "it is too large")
      }
      if let fault = body(buffer, Int(count), count == 0) { throw malformed(part, fault) }
      if count == 0 { break }
    }
    isOpen = false
    guard unsafe unzCloseCurrentFile(file) == UNZ_OK else { throw malformed(part, "its checksum is wrong") }
  }

  private func malformed(_ part: String, _ what: String) -> WorkbookError {
    WorkbookError(.malformed, "\(path), part '\(part)': \(what)")
  }
}
