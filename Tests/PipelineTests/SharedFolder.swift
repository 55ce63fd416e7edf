import Foundation

/// The folder of test data that lies beside the project and is not part of it.
enum SharedFolder {
  /// `DEALBILL_SHARED`, else the first folder named `shared` beside a parent of this file; nil when there is none.
  static let path: String? = {
    if let named = ProcessInfo.processInfo.environment["DEALBILL_SHARED"] { return named }
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("shared").path
      if FileManager.default.fileExists(atPath: candidate + "/corpora") { return candidate }
    }
    return nil
  }()
}
