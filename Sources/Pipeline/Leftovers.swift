import Foundation
import Synchronization

/// What a run must not leave behind when a signal ends it: the folder that is being built, copies of piped inputs.
public enum Leftovers {
  private static let paths = Mutex<Set<String>>([])

  static func note(_ path: String) { paths.withLock { _ = $0.insert(path) } }
  static func forget(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes them all; one that is gone already is no loss.
  public static func remove() {
    for path in paths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
  }
}

/// Removes temporary copies of piped inputs.
func removeFiles(_ paths: [String]) {
  for path in paths {
    try? FileManager.default.removeItem(atPath: path)
    Leftovers.forget(path)
  }
}
