import Foundation
import Testing

private final class Marker {}

/// The program that this build made, beside the test bundle.
let program: URL? = {
  let own = Bundle(for: Marker.self).bundleURL
  let runner = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  return [own, own.deletingLastPathComponent(), runner].map { $0.appending(path: "dealbill") }.first {
    FileManager.default.isExecutableFile(atPath: $0.path)
      && ((try? $0.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == false)
  }
}()

private let updates = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

@Suite struct `golden cases` {
  @Test func `there are cases`() {
    #expect(GoldenCase.all.count >= 45)
  }

  @Test func `each row of a report is as wide as its header`() throws {
    for golden in GoldenCase.all {
      guard let report = try golden.kept()["reconciliation.csv"] else { continue }
      let widths = fieldCounts(report)
      #expect(Set(widths).count == 1, "\(golden.name): \(widths)")
    }
  }

  @Test(arguments: GoldenCase.all)
  func `a command gives exactly these outputs`(_ golden: GoldenCase) throws {
    let program = try #require(program, "dealbill was not built beside the tests")
    let actual = try golden.outputs(of: program)
    let expected = try golden.kept()
    if updates {
      if actual != expected { try golden.rewrite(actual) }
      // Nothing turns green unread.
      Issue.record("UPDATE_GOLDEN is set: look at the difference, then run the tests without it")
      return
    }
    for name in Set(actual.keys).union(expected.keys).sorted() {
      switch (expected[name], actual[name]) {
      case (let old?, let new?):
        if old != new { Issue.record("\(golden.name)/expected/\(name) differs in \(firstDifference(old, new))") }
      case (nil, let new?):
        let text = String(decoding: new, as: UTF8.self)
        Issue.record("\(golden.name)/expected/\(name) is missing; the output is\n\(text)")
      default: Issue.record("\(golden.name)/expected/\(name) is kept, but there is no such output")
      }
    }
  }
}

/// How many fields each record of a CSV file has.
private func fieldCounts(_ csv: Data) -> [Int] {
  var counts: [Int] = []
  var fields = 1
  var isQuoted = false
  for byte in csv {
    switch byte {
    case UInt8(ascii: "\""): isQuoted.toggle()
    case UInt8(ascii: ",") where !isQuoted: fields += 1
    case UInt8(ascii: "\n") where !isQuoted:
      counts.append(fields)
      fields = 1
    default: continue
    }
  }
  return counts
}
