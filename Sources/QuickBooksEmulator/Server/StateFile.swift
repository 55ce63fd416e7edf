#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Foundation

/// A file with a saved state: readable by its owner alone, replaced as a whole or not at all.
public struct EmulatorStateFile: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// The bytes of the file; nil when there is none.
  public func read() throws -> [UInt8]? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// Writes beside the file, syncs, and moves into place.
  public func write(_ bytes: [UInt8]) throws(EmulatorStateError) {
    let temporary = "\(path).\(getpid()).new"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure("cannot be written") }
    do {
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
      try handle.write(contentsOf: Data(bytes))
      try handle.synchronize()
    } catch {
      close(descriptor)
      unsafe unlink(temporary)
      throw failure("cannot be written")
    }
    close(descriptor)
    guard unsafe rename(temporary, path) == 0 else {
      unsafe unlink(temporary)
      throw failure("cannot be replaced")
    }
  }

  private func failure(_ what: String) -> EmulatorStateError {
    EmulatorStateError(message: "\(path) \(what): \(unsafe String(cString: strerror(errno)))")
  }
}
