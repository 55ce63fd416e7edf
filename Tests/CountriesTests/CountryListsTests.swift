import Bytes
import Testing

@testable import Countries

private func names(of list: StaticString) -> [(alpha2: String, name: String)] {
  CountryTable.lines(of: list).flatMap { line in
    line.dropFirst(3).string.split(separator: "|").map { (line.slice(0, 2).string, String($0)) }
  }
}

@Test func `every English name in the lists belongs to its country and to no other`() {
  let all = names(of: CountryTable.officialNames) + names(of: CountryTable.otherNames)
  #expect(all.count > 300)
  for (alpha2, name) in all {
    #expect(name.withByteView { Country.find($0) }?.alpha2.string == alpha2, "\(name)")
  }
}

@Test func `every local name is suggested for its country, and none is found outright`() {
  for (alpha2, name) in names(of: CountryTable.localNames) {
    #expect(name.withByteView { Country.find($0) } == nil, "\(name)")
    #expect(name.withByteView { Country.suggestion(for: $0) }?.alpha2.string == alpha2, "\(name)")
  }
}

@Test(arguments: [
  ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("ca", "abc", 3),
])
func `edit distance counts insertions, deletions, replacements and swaps`(_ row: (a: String, b: String, steps: Int)) {
  #expect(editDistance(Array(row.a.utf8), Array(row.b.utf8)) == row.steps)
}
