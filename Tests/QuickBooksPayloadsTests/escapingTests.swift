import Bytes
import Foundation
import QuickBooksPayloads
import TestSupport
import Testing

private func jsonString(_ text: String) -> String {
  var out = ByteBuffer()
  text.withByteView { out.append(jsonString: $0) }
  return out.view.string
}

/// What another reader makes of it.
private func read(_ json: String) throws -> String? {
  try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? String
}

@Test(arguments: [
  ("", "\"\""), ("a", "\"a\""), ("\"", "\"\\\"\""), ("\\", "\"\\\\\""), ("a\nb\rc\td", "\"a\\nb\\rc\\td\""),
  ("\0", "\"\\u0000\""), ("\u{1B}", "\"\\u001b\""), ("\u{1F}x", "\"\\u001fx\""), ("/</script>", "\"/</script>\""),
  ("Müller 日本 🧾", "\"Müller 日本 🧾\""), ("\u{7F}\u{2028}", "\"\u{7F}\u{2028}\""), ("\\u0041", "\"\\\\u0041\""),
  ("ends with \\", "\"ends with \\\\\""),
])
func `quotes, backslashes and control characters are escaped and nothing else`(_ row: (text: String, json: String)) {
  #expect(jsonString(row.text) == row.json)
}

@Test func `every character of the basic plane is read back by another reader`() throws {
  for value in UInt32(0)..<0x3000 {
    guard let scalar = Unicode.Scalar(value) else { continue }
    let text = "a\(Character(scalar))b"
    #expect(try read(jsonString(text))?.unicodeScalars.elementsEqual(text.unicodeScalars) == true, "U+\(value)")
  }
}

private let naughty: [String] = {
  guard let folder = SharedFolder.path,
    let bytes = FileManager.default.contents(atPath: folder + "/corpora/blns/blns.json"),
    let texts = try? JSONSerialization.jsonObject(with: bytes) as? [String]
  else { return [] }
  return texts
}()

@Test(.enabled(if: SharedFolder.path != nil, "the shared test data is absent"))
func `every naughty string is read back as it was`() throws {
  try #require(naughty.count > 500)
  for text in naughty {
    let json = jsonString(text)
    #expect(try read(json)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true, "\(text)")
    #expect(!json.utf8.contains { $0 < 0x20 }, "a payload is one line")
  }
}
