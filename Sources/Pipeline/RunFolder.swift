import Bytes
import Digests
import Evidence
import Files
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Output could not be written: the disk is full, the folder is not ours, …
public struct OutputError: Error, CustomStringConvertible {
  public let description: String
  init(_ what: String, _ path: String, _ number: Int32) {
    description = "\(path): \(what): \(unsafe String(cString: strerror(number)))"
  }
  init(_ description: String) { self.description = description }
}

/// The folder that a run writes: built beside its place under another name, moved there when whole.
///
/// Whoever looks at `path` sees nothing or everything (reliability reference, 2.6). An existing run folder is replaced
/// only when asked.
final class RunFolder {
  static let manifestSchema = "dealbill.manifest/1"
  let path: String
  private let temporary: String
  private let overwrite: Bool
  private var isMoved = false

  init(_ path: String, overwrite: Bool) throws(OutputError) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.overwrite = overwrite
    try Self.refuseLoss(path, overwrite)
    let parent = parentFolder(of: path)
    if !parent.isEmpty {
      do {
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      } catch {
        throw OutputError("\(parent): cannot be created: \(error.localizedDescription)")
      }
    }
    temporary = try makeFolder(beside: path, "part")
    Leftovers.note(temporary)
  }

  /// Refuses a place where something stands that a run must not replace. Asked before the run and once more at its end: hours
  /// may lie between, in which the old folder is sent, or worked on.
  private static func refuseLoss(_ path: String, _ overwrite: Bool) throws(OutputError) {
    if isThere(path), !isRunFolder(path) {
      throw OutputError(
        "\(path) exists and is not a run folder; choose another (--overwrite replaces only what dealbill wrote)")
    }
    if isThere(path), !overwrite {
      throw OutputError("\(path) exists already; choose another folder, or say --overwrite")
    }
    if isLink(path) {
      throw OutputError("\(path) is a symbolic link, which would be replaced by a folder; name the folder itself")
    }
    if isThere(path), let name = workOfPeople(in: path).first {
      throw OutputError(
        "\(path)/\(name) was put there or changed by somebody, and would be lost; move it away, or choose another folder"
      )
    }
    if isThere("\(path)/sent") {
      throw OutputError(
        "\(path) was sent; its record in \(path)/sent would be lost. Choose another folder: what was billed is known by the ledger"
      )
    }
  }

  deinit {
    if !isMoved { try? FileManager.default.removeItem(atPath: temporary) }
    Leftovers.forget(temporary)
  }

  func file(_ name: String) throws(OutputError) -> OutputFile { try OutputFile("\(temporary)/\(name)", name: name) }

  /// Where the folder is built.
  var workplace: String { temporary }

  /// Moves the folder to its place, after everything in it is on the disk.
  func publish() throws(OutputError) {
    try sync(temporary)
    try Self.refuseLoss(path, overwrite)
    if isThere(path) {
      try keepSignatures()
      // The empty folder makes way for the one that is moved there.
      let old = try makeFolder(beside: path, "old")
      guard unsafe rename(path, old) == 0 else {
        let number = errno
        unsafe rmdir(old)
        throw OutputError("cannot be moved away", path, number)
      }
      guard unsafe rename(temporary, path) == 0 else {
        let number = errno
        unsafe rename(old, path)
        throw OutputError("cannot be moved into place", path, number)
      }
      try? FileManager.default.removeItem(atPath: old)
    } else {
      guard unsafe rename(temporary, path) == 0 else { throw OutputError("cannot be moved into place", path, errno) }
    }
    isMoved = true
    Leftovers.forget(temporary)
    let parent = parentFolder(of: path)
    try sync(parent.isEmpty ? "." : parent)
  }

  /// Signatures under the run that is replaced go with the new one, where they are stale: a sign-off is never lost.
  private func keepSignatures() throws(OutputError) {
    let old = "\(path)/\(RunFiles.signOff)"
    guard isThere(old) else { return }
    do {
      try FileManager.default.copyItem(atPath: old, toPath: "\(temporary)/\(RunFiles.signOff)")
    } catch {
      throw OutputError("\(old): cannot be kept: \(error.localizedDescription)")
    }
  }

  private func sync(_ folder: String) throws(OutputError) {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputError("cannot be opened", folder, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw OutputError("cannot be synced", folder, errno) }
  }
}

/// The folder that a path lies in; empty for a bare name. Foundation's own crashes on names of one letter.
private func parentFolder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "" }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

private func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

private func isLink(_ path: String) -> Bool {
  var status = stat()
  return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}

/// Whether dealbill wrote the folder: other tools have a `manifest.json` too.
private func isRunFolder(_ path: String) -> Bool {
  guard let file = FileHandle(forReadingAtPath: path + "/manifest.json"), let head = try? file.read(upToCount: 256)
  else { return false }
  return String(decoding: head, as: UTF8.self).contains(RunFolder.manifestSchema)
}

/// Makes a folder beside that of `path`, for its owner only, whose name says what it is and is new: process numbers repeat
/// in containers, and what a killed run left must not stop the next.
private func makeFolder(beside path: String, _ what: String) throws(OutputError) -> String {
  var name = Array("\(path).\(what)-XXXXXX".utf8CString)
  let isMade = unsafe name.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return false }
    return unsafe mkdtemp(base) != nil
  }
  guard isMade else { throw OutputError("cannot be created", path, errno) }
  return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
