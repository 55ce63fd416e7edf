import Foundation

/// Removes temporary copies of piped inputs; one that is gone already is no loss.
func removeFiles(_ paths: [String]) {
  for path in paths { try? FileManager.default.removeItem(atPath: path) }
}
