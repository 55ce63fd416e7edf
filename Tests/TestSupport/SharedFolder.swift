import Foundation

/// The folder of test data that lies beside the project and is not part of it.
public enum SharedFolder {
  /// `DEALBILL_SHARED`, else the first folder named `shared` beside a parent of this file; nil when there is none.
  public static let path: String? = {
    if let named = ProcessInfo.processInfo.environment["DEALBILL_SHARED"] { return named }
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("shared").path
      if FileManager.default.fileExists(atPath: candidate + "/corpora") { return candidate }
    }
    return nil
  }()

  /// The files of a folder within it by name, sorted.
  public static func files(in folder: String) throws -> [(name: String, bytes: [UInt8])] {
    guard let path else { throw CocoaError(.fileNoSuchFile) }
    return try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted().map {
      ($0, try Array(Data(contentsOf: URL(fileURLWithPath: "\(path)/\(folder)/\($0)"))))
    }
  }
}
