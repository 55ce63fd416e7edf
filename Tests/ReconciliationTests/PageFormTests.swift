import Bytes
import Digests
import Foundation
import Reconciliation
import Testing

/// What stands between the tags of the only element of a name.
private func inside(_ element: String, _ page: String) -> String? {
  guard let start = page.range(of: "<\(element)>"), let end = page.range(of: "</\(element)>") else { return nil }
  return String(page[start.upperBound..<end.lowerBound])
}

/// The source expression that allows exactly this text, by the rules of CSP.
private func source(_ text: String) -> String {
  let digest = text.withByteView { (try? SHA256.digest(of: $0)) ?? [] }
  return "sha256-" + Data(digest).base64EncodedString()
}

/// The value of an attribute in a tag as it stands.
private func attribute(_ name: String, in tag: String) -> String? {
  guard let start = tag.range(of: " \(name)=\"") else { return nil }
  return String(tag[start.upperBound...].prefix { $0 != "\"" })
}

@Suite struct `the page's form` {
  @Test(arguments: SampleReport.allCases)
  func `asks nothing of the network and runs nothing but its own script`(_ sample: SampleReport) throws {
    let page = renderHTML(sample.make())
    let tags = PageReader(page).tags
    let style = try #require(inside("style", page))
    let script = try #require(inside("script", page))
    let policy =
      "default-src 'none'; style-src '\(source(style))'; script-src '\(source(script))'; base-uri 'none'; form-action 'none'"
    #expect(tags.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">"))
    #expect(tags.filter { PageReader.name($0) == "script" } == ["<script>"])
    for name in ["link", "img", "iframe", "object", "embed", "base", "form"] {
      #expect(!tags.contains { PageReader.name($0) == name })
    }
    for word in ["http:", "https:", "url(", "@import", "src=", "javascript:", "{{"] {
      #expect(!page.contains(word), "\(word)")
    }
    for tag in tags { #expect(!tag.contains(" on") && !tag.contains(" style="), "\(tag)") }
  }

  @Test func `stays a page when deals have hundreds of lines`() {
    var report = SampleReport.tied.make()
    report.shown = (0..<40).map { number in
      var deal = ShownDeal(deal: "\(number)", title: "T", bucket: .created, source: "deals.csv row \(number)")
      let steps = (0..<400).map {
        ShownDeal.Step(kind: "cell", text: "deals.csv row \($0), column \"Price\"    price = \"1\"")
      }
      deal.fields = (0..<3000).map { ShownDeal.Field(target: "lines.\($0).price", value: "1", rule: "r", steps: []) }
      deal.fields.append(ShownDeal.Field(target: "total", value: "EUR 3,000.00", rule: "", steps: steps))
      return deal
    }
    let page = renderHTML(report)
    #expect(page.utf8.count < 2_000_000)
    #expect(page.ranges(of: "EUR 3,000.00").count == 40)
    #expect(page.contains("fields more: they stand in provenance.ndjson") && page.contains("… 388 more"))
  }

  @Test(arguments: SampleReport.allCases)
  func `closes every element it opens`(_ sample: SampleReport) {
    let void: Set = ["!doctype", "meta", "br", "rect"]
    var open: [String] = []
    for name in PageReader(renderHTML(sample.make())).tags.map(PageReader.name) where !void.contains(name) {
      if name.hasPrefix("/") { #expect(open.popLast() == String(name.dropFirst())) } else { open.append(name) }
    }
    #expect(open.isEmpty)
  }

  @Test func `gives details the whole width of their table`() {
    let tags = PageReader(renderHTML(SampleReport.exceptions.make())).tags
    let before = tags.indices.filter { PageReader.name(tags[$0]) == "details" }.map { tags[$0 - 1] }
    #expect(before.count > 1 && Set(before) == ["<td colspan=\"5\">"])
  }

  @Test func `groups the figures of controls, and no hash`() {
    var report = SampleReport.exceptions.make()
    report.controls = [
      Control(stage: "collect", what: "net + tax = total in EUR", expected: "1469198.86", actual: "-1469198.86"),
      Control(stage: "collect", what: "hash of the deals read, and evaluated", expected: "12345", actual: "12345"),
    ]
    let page = renderHTML(report)
    #expect(page.contains("1\u{202F}469\u{202F}198.86") && page.contains("\u{2212}1\u{202F}469\u{202F}198.86"))
    #expect(!page.contains("1469198.86") && page.contains("<bdi>12345</bdi>"))
  }

  @Test(arguments: SampleReport.allCases)
  func `reads well aloud`(_ sample: SampleReport) {
    let reader = PageReader(renderHTML(sample.make()))
    let tags = reader.tags
    #expect(tags.contains(#"<html lang="en">"#))
    var level = 0
    for name in tags.map(PageReader.name) where ["h1", "h2", "h3"].contains(name) {
      let next = Int(name.dropFirst()) ?? 0
      #expect(next <= level + 1)
      level = next
    }
    #expect(tags.filter { PageReader.name($0) == "h1" }.count == 1)
    #expect(
      tags.filter { PageReader.name($0) == "table" }.count == tags.filter { PageReader.name($0) == "caption" }.count)
    for tag in tags where PageReader.name(tag) == "th" { #expect(attribute("scope", in: tag) != nil) }
    let ids = tags.compactMap { attribute("id", in: $0) }
    #expect(Set(ids).count == ids.count)
    for tag in tags {
      if let label = attribute("aria-labelledby", in: tag) { #expect(ids.contains(label)) }
      if let target = attribute("href", in: tag) {
        #expect(target.first == "#" && ids.contains(String(target.dropFirst())))
      }
    }
  }

  @Test func `leaves no value of the template without a text`() {
    let reader = PageReader(renderHTML(SampleReport.exceptions.make()))
    for element in ["dd", "dt", "h1", "h2", "h3", "caption", "li", "summary", "strong", "title", "span"] {
      let contents = reader.contents(of: element)
      #expect(!contents.isEmpty && contents.allSatisfy { !$0.isEmpty }, "\(element)")
    }
    for row in reader.rows { #expect(row.contains { !$0.isEmpty }) }
  }

  /// The engine leaves out in silence what it does not find, so the names are compared in the sources.
  @Test func `names in the template what the views give, and nothing else`() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = package.appendingPathComponent("Sources/Reconciliation/Render")
    var (asked, given): (Set<String>, Set<String>) = ([], [])
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      if file.hasPrefix("reportTemplate") {
        asked.formUnion(text.matches(of: /\{\{[\{#^]([a-zA-Z]+)\}/).map { String($0.1) })
      } else if file.hasPrefix("renderHTML") {
        given.formUnion(text.matches(of: /"([a-zA-Z]+)": |iew\["([a-zA-Z]+)"\]/).map { String($0.1 ?? $0.2 ?? "") })
      }
    }
    #expect(asked.count > 50)
    #expect(asked.symmetricDifference(given) == [])
  }
}
