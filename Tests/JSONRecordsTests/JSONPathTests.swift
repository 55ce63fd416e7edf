import JSONRecords
import Testing

@Suite struct JSONPathTests {
  @Test(arguments: [
    ("", 0, "the name of a member was expected"), ("a.", 2, "the name of a member was expected"),
    (".a", 0, "the name of a member was expected"), ("a..b", 2, "the name of a member was expected"),
    ("[0]", 0, "the name of a member was expected"), ("a]", 1, "'.' or '[' was expected"),
    ("a[0]b", 4, "'.' or '[' was expected"), ("`a`b", 3, "'.' or '[' was expected"),
    ("a[", 2, "']' or a number of an element was expected"), ("a[x]", 2, "']' or a number of an element was expected"),
    ("a[-1]", 2, "']' or a number of an element was expected"),
    ("a[12345678]", 9, "']' or a number of an element was expected"),
    ("é.`b", 2, "a backtick is not closed"), ("``", 2, "the name of a member was expected"),
    ("a\\", 1, "nothing follows the backslash"),
    ("a[].b[]", 5, "'[]' stands twice"), ("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a", 31, "a path has at most 16 steps"),
  ])
  func `what is not a path is refused with its place`(text: String, offset: Int, message: String) {
    #expect(throws: JSONPathError.self) { try JSONPath(text) }
    do throws(JSONPathError) { _ = try JSONPath(text) } catch {
      #expect(error.offset == offset)
      #expect(error.message == message)
    }
  }

  @Test(arguments: [
    ("title", "title"), ("org_id.name", "acme"), ("org_id.`name`", "acme"), ("`key.with.dots`", "dotted"),
    ("key\\.with\\.dots", "dotted"),
    ("`a``b`", "tick"), ("a\\`b", "tick"), ("x\\[0\\]", "bracket"), ("`x[0]`", "bracket"), ("b\\\\s", "slash"),
    ("with space", "space"),
    ("prices[0].price", "1.10"), ("prices[1].price", "2.20"), ("prices[2].price", ""), ("deep[1][0]", "c"),
    ("deep[1][0].x", ""), ("é", "accent"),
    ("list[1]", "b"), ("title.x", ""), ("prices.price", ""), ("title[0]", ""), ("nothing", ""), ("Title", ""),
    ("titl", ""), ("title ", ""),
  ])
  func `a path leads to its value`(path: String, expected: String) throws {
    let record = """
      {"title":"title","org_id":{"name":"acme"},"key.with.dots":"dotted","key":{"with":{"dots":"wrong"}},"a`b":"tick",
      "x[0]":"bracket","b\\\\s":"slash","with space":"space","prices":[{"price":1.10},{"price":2.20}],
      "deep":[["a"],["c","d"]],"list":["a","b"],"é":"accent"}
      """
    #expect(try pick(record, [path]).map(\.text) == [expected])
  }

  @Test func `a member may be named by any text`() throws {
    for name in ["a", "a.b", "`", "a``b", "[]", "\\", "é"] {
      let path = JSONPath(member: name)
      #expect(try JSONPath(path.text).text == path.text)
      let quoted = name.replacing("\\", with: "\\\\")
      #expect(try pick("{\"\(quoted)\":\"found\"}", [path.text]).map(\.text) == ["found"])
    }
  }
}
