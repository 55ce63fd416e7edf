import Bytes
import Diagnostics
import Foundation
import JSONRecords
import Testing

/// The public corpus nst/JSONTestSuite, commit 1ef36fa (MIT).
@Suite(.enabled(if: sharedFolder != nil, "no folder 'shared'"))
struct JSONTestSuiteTests {
  static func files(_ folder: String, _ prefix: String) -> [String] {
    guard let sharedFolder else { return [] }
    let path = sharedFolder + "/corpora/jsontestsuite/" + folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }.sorted().map {
      "corpora/jsontestsuite/\(folder)/\($0)"
    }
  }

  @Test func `the corpus is complete`() {
    #expect(Self.files("test_parsing", "y_").count == 95)
    #expect(Self.files("test_parsing", "n_").count == 188)
    #expect(Self.files("test_parsing", "i_").count == 35)
    #expect(Self.files("test_transform", "").count == 22)
  }

  @Test(arguments: files("test_parsing", "y_"))
  func `what is JSON is accepted`(path: String) throws {
    let bytes = try sharedBytes(path)
    #expect(scanAll(bytes) == nil)
    #expect(skipAll(bytes) == nil)
    let isExport = Self.holdsObjectsOnly(bytes)
    let refusal = fault(bytes)
    #expect((refusal == nil) == isExport, "\(String(describing: refusal))")
    if !isExport { #expect(refusal?.code == "S043") }
  }

  @Test(arguments: files("test_parsing", "n_"))
  func `what is not JSON is refused`(path: String) throws {
    let bytes = try sharedBytes(path)
    #expect(scanAll(bytes) != nil)
    #expect(skipAll(bytes) == scanAll(bytes))
    #expect(fault(bytes) != nil)
    #expect(throws: RefusedInput.self) { try parse(bytes) }
  }

  @Test(arguments: files("test_parsing", "i_") + files("test_transform", ""))
  func `what is left open is read or refused alike by all readers`(path: String) throws {
    let bytes = try sharedBytes(path)
    #expect(skipAll(bytes) == scanAll(bytes))
    if scanAll(bytes) == nil { #expect((fault(bytes) == nil) == Self.holdsObjectsOnly(bytes)) }
    _ = try? parse(bytes)
  }

  /// An object, or an array of nothing but objects, told by depth alone.
  static func holdsObjectsOnly(_ bytes: [UInt8]) -> Bool {
    bytes.withByteView { view in
      var scanner = JSONScanner(view)
      var isArray = false
      while let token = try? scanner.next() {
        switch token {
        case .arrayStart where scanner.depth == 1: isArray = true
        case .objectStart where scanner.depth == 1 && !isArray: return true
        case .objectStart, .objectEnd, .key: continue
        case .end: return isArray
        case .arrayEnd where scanner.depth == 0: continue
        default: if scanner.depth == 1 || (scanner.depth == 2 && isOpening(token)) { return false }
        }
      }
      return false
    }
  }

  private static func isOpening(_ token: JSONToken) -> Bool {
    if case .arrayStart = token { return true }
    return false
  }
}
