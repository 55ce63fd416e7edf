import Foundation
import Synchronization

/// What must not stay behind when a signal ends the process: the folder that is being built, copies of piped inputs.
public enum Leftovers {
  private static let paths = Mutex<Set<String>>([])

  public static func note(_ path: String) { paths.withLock { _ = $0.insert(path) } }
  public static func forget(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes these; one that is gone already is no loss.
  public static func remove(_ paths: [String]) {
    for path in paths {
      try? FileManager.default.removeItem(atPath: path)
      forget(path)
    }
  }

  /// Removes all that are noted.
  public static func remove() { remove(Array(paths.withLock { $0 })) }
}
