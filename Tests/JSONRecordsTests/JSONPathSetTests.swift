import Bytes
import JSONRecords
import Testing

/// A cell, copied.
struct Cell: Equatable, CustomStringConvertible {
  var text: String
  var kind: JSONCellKind
  var description: String { "\(kind) '\(text)'" }
}

/// Picks one column per list of paths (separated by `|`).
func pick(_ record: String, _ paths: [String]) throws -> [Cell] {
  let set = JSONPathSet(try paths.map { .text(try $0.split(separator: "|").map { try JSONPath(String($0)) }) })
  var cells = set.makeCells()
  var arena = Arena()
  return try Array(record.utf8).withByteView { view in
    if let error = set.extract(record: view, into: &cells, arena: &arena) { throw error }
    return (0..<cells.count).map { Cell(text: cells[$0].string, kind: cells.kind(of: $0)) }
  }
}

@Suite struct JSONPathSetTests {
  static let values: [(String, String, JSONCellKind)] = [
    (#""text""#, "text", .text), (#""""#, "", .text), (#""a\u00e9\n\"""#, "aé\n\"", .text), ("0.1", "0.1", .text),
    ("4495.16", "4495.16", .text),
    ("1e400", "1e400", .text), ("12345678901234567", "12345678901234567", .text), ("130.0", "130.0", .text),
    ("-0", "-0", .text),
    ("true", "true", .text), ("false", "false", .text), ("null", "", .null),
    (#"{"name":"Acme","value":5}"#, "5", .text), (#"{"value":2300,"currency":"EUR"}"#, "2300", .text),
    (#"{"value":null,"label":"x"}"#, "", .null), (#"{"id":3,"label":"Hot"}"#, "Hot", .text),
    (#"{"label":"work","value":"a@b"}"#, "a@b", .text),
    (#"{"value":{"value":7}}"#, "7", .text), (#"{"value":[1,2]}"#, "1,2", .text), (#"{"v\u0061lue":8}"#, "8", .text),
    ("{}", "", .structure), (#"{"name":"x"}"#, "", .structure), (#"{"value":{"x":1}}"#, "", .structure),
    ("[]", "", .null), ("[null]", "", .null), (#"[""]"#, "", .text), ("[1]", "1", .text),
    (#"["a","b",3,true,null,"","c"]"#, "a,b,3,true,c", .text),
    (#"[{"id":1,"label":"x"},{"id":2,"label":"y\t"}]"#, "x,y\t", .text), ("[[1]]", "", .structure),
    (#"["a",{"x":1}]"#, "", .structure),
    (#"[{"value":"b","primary":false},{"value":"a","primary":true},{"value":"c"}]"#, "a,b,c", .text),
    (#"[{"value":"a","primary":true},{"value":"b","primary":true}]"#, "a,b", .text),
    (#"[{"value":"b"},{"primary":true,"value":"\u0061"}]"#, "a,b", .text),
    (#"[{"value":"","primary":true},{"value":"b"}]"#, "b", .text), (#"[{"value":"a","primary":true}]"#, "a", .text),
    (#"[{"value":"a"},{"value":"b"},{"value":"c"},{"value":"d","primary":true}]"#, "d,a,b,c", .text),
    (#"[{"value":[1,2]},{"value":["x","y"]}]"#, "1,2,x,y", .text),
  ]

  @Test(arguments: values)
  func `a value becomes the text of its cell`(json: String, text: String, kind: JSONCellKind) throws {
    for record in ["{\"v\":\(json)}", "{ \"a\" : [ {} ] ,\n\"v\" :\t\(json) , \"z\":{\"v\":1} }"] {
      #expect(try pick(record, ["v"]) == [Cell(text: text, kind: kind)])
      // The same when other paths go through the same value.
      #expect(try pick(record, ["v.no", "v", "v[7]", "v[].no"])[1] == Cell(text: text, kind: kind))
    }
  }

  static let emails =
    #"{"email":[{"label":"home","value":"b@x","primary":false},{"label":"work","value":"a@x","primary":true},{"value":"","label":""}]}"#

  @Test(arguments: [
    (emails, "email[].value", "a@x,b@x", JSONCellKind.text), (emails, "email", "a@x,b@x", .text),
    (emails, "email[]", "a@x,b@x", .text),
    (emails, "email[].label", "work,home", .text), (emails, "email[].primary", "true,false", .text),
    (emails, "email[0].value", "b@x", .text),
    (emails, "email[].none", "", .null), (emails, "none[].value", "", .missing),
    (#"{"email":[]}"#, "email[].value", "", .null),
    (#"{"email":"a@x"}"#, "email[].value", "", .missing), (#"{"email":null}"#, "email[].value", "", .missing),
    (#"{"a":[{"b":{"c":1}},{"b":{"c":{"value":2}}},{"b":3},4]}"#, "a[].b.c", "1,2", .text),
    (#"{"a":[[1,2],[3,4]]}"#, "a[][1]", "2,4", .text),
    (#"{"a":{"b":[{"c":"x,y"},{"c":"z"}]}}"#, "a.b[].c", "x,y,z", .text),
    (#"{"a":[{"b":{}},{"b":1}]}"#, "a[].b", "", .structure),
    (#"{"person_id":{"email":[{"value":"p@x","primary":true}]}}"#, "person_id.email[].value", "p@x", .text),
  ])
  func `all elements are joined, the primary one first`(record: String, path: String, text: String, kind: JSONCellKind)
    throws
  {
    #expect(try pick(record, [path]) == [Cell(text: text, kind: kind)])
  }

  @Test func `explicit paths reach what an object would not yield by itself`() throws {
    let record =
      #"{"label":{"id":3,"label":"Hot"},"m":{"value":2300,"currency":"EUR"},"org_id":{"name":"Acme","value":5}}"#
    let paths = ["label", "label.id", "m", "m.currency", "m.value", "org_id", "org_id.name"]
    #expect(try pick(record, paths).map(\.text) == ["Hot", "3", "2300", "EUR", "2300", "5", "Acme"])
    #expect(try pick(record, paths.reversed()).map(\.text) == ["Acme", "5", "2300", "EUR", "2300", "3", "Hot"])
  }

  @Test(arguments: [
    (#"{"a":"1","b":"2"}"#, "a|b", "1", JSONCellKind.text), (#"{"b":"2","a":"1"}"#, "a|b", "1", .text),
    (#"{"a":"","b":"2"}"#, "a|b", "2", .text),
    (#"{"a":null,"b":"2"}"#, "a|b", "2", .text), (#"{"a":{},"b":null}"#, "a|b", "", .structure),
    (#"{"a":null}"#, "a|b", "", .null),
    (#"{"a":"","b":{}}"#, "b|a", "", .text), (#"{}"#, "a|b", "", .missing),
    (#"{"org_id":{"name":"X"}}"#, "org_name|org_id.name", "X", .text),
  ])
  func `the first path that is not empty wins`(record: String, paths: String, text: String, kind: JSONCellKind) throws {
    #expect(try pick(record, [paths]) == [Cell(text: text, kind: kind)])
  }

  @Test func `nothing of one record is left in the next`() throws {
    let set = JSONPathSet([.text([try JSONPath("a")]), .text([try JSONPath("b[].c")])])
    var cells = set.makeCells()
    var arena = Arena()
    for (record, expected) in [
      (#"{"a":1,"b":[{"c":2}]}"#, ["1", "2"]), ("{}", ["", ""]), (#"{"b":[{"c":"\n"},{"c":4}]}"#, ["", "\n,4"]),
    ] {
      arena.reset()
      let found = Array(record.utf8).withByteView { view in
        set.extract(record: view, into: &cells, arena: &arena) == nil ? (0..<2).map { cells[$0].string } : nil
      }
      #expect(found == expected)
    }
  }

  @Test func `names that share length, first and last letter are told apart`() throws {
    let names = (0..<300).map { "k\($0 + 100)00k" }
    let record = "{" + names.map { "\"\($0)\":\"v\($0)\"" }.joined(separator: ",") + "}"
    var random = SeededGenerator(seed: 1)
    let mixed = names.shuffled(using: &random)
    #expect(try pick(record, mixed).map(\.text) == mixed.map { "v" + $0 })
    #expect(try pick(record, names).map(\.text) == names.map { "v" + $0 })
    #expect(try pick(record, names.map { $0 + "k" }).allSatisfy { $0.kind == .missing })
  }

  static let faults: [(String, JSONError)] = [
    ("[]", JSONError(.objectExpected, at: 0)), ("", JSONError(.inputEnds, at: 0)),
    (#"{"a":1} x"#, JSONError(.textAfterValue, at: 8)),
    (#"{"a":1,"a":2}"#, JSONError(.duplicateKey, at: 7)), (#"{"a":1,"\u0061":2}"#, JSONError(.duplicateKey, at: 7)),
    (#"{"a":{"value":1,"value":2}}"#, JSONError(.duplicateKey, at: 16)),
    (#"{"o":{"x":1, "x":1}}"#, JSONError(.duplicateKey, at: 13)),
    (#"{"l":[{"primary":true,"primary":false}]}"#, JSONError(.duplicateKey, at: 22)),
    (#"{"z":[1,{"y":01}]}"#, JSONError(.leadingZero, at: 13)), (#"{"z":"\ud800"}"#, JSONError(.loneSurrogate, at: 6)),
    (#"{"a":tru}"#, JSONError(.misspeltLiteral, at: 5)),
    (#"{"a":[1,}"#, JSONError(.valueExpected, at: 8)), (#"{"o":{"x":-}}"#, JSONError(.digitExpected, at: 11)),
    (#"{"l":[{"v":1}"#, JSONError(.inputEnds, at: 13)),
    ("{\"z\":" + String(repeating: "[", count: 100), JSONError(.tooDeep, at: 68)),
    ("{\"a\":" + String(repeating: "[", count: 100), JSONError(.tooDeep, at: 68)),
    ("{\"a\":" + String(repeating: "{\"value\":", count: 100), JSONError(.tooDeep, at: 5 + 9 * 63)),
  ]

  @Test(arguments: faults)
  func `a record that is wrong anywhere is refused`(record: String, expected: JSONError) throws {
    #expect(throws: expected) { try pick(record, ["a", "o.x", "l[].v", "l[].primary"]) }
  }

  @Test func `the same name twice is let be where no path goes`() throws {
    #expect(try pick(#"{"x":1,"x":2,"a":{"y":1},"b":{"y":1}}"#, ["a.y", "b.y"]).map(\.text) == ["1", "1"])
  }

  @Test(arguments: [
    #"{"products":[{"name":"A","price":1.5},{"name":"B\n"},{"price":3}]}"#,
    #"{"products":{"x":{},"data":[{"name":"A","price":1.5},{"name":"B\n"},{"price":3}],"y":1}}"#,
  ])
  func `line objects are read one by one`(record: String) throws {
    let lines = try elements(record)
    #expect(lines.error == nil)
    #expect(lines.rows == [["A", "1.5"], ["B\n", ""], ["", "3"]])
    let bytes = Array(record.utf8)
    #expect(lines.offsets.map { bytes[$0] } == Array(repeating: UInt8(ascii: "{"), count: 3))
  }

  @Test(arguments: [
    #"{"products":[]}"#, "{}", #"{"products":null}"#, #"{"products":{"data":null}}"#, #"{"products":{"data":[]}}"#,
  ])
  func `no lines are no error`(record: String) throws {
    let lines = try elements(record)
    #expect(lines.error == nil && lines.rows.isEmpty)
  }

  @Test(arguments: [
    (#"{"products":5}"#, JSONError(.arrayExpected, at: 12)),
    (#"{"products":{"x":[]}}"#, JSONError(.arrayExpected, at: 12)),
    (#"{"products":{"data":"x"}}"#, JSONError(.arrayExpected, at: 20)),
    (#"{"products":[{"name":"A"}, 7]}"#, JSONError(.objectExpected, at: 27)),
    (#"{"products":[{"name":1,"name":2}]}"#, JSONError(.duplicateKey, at: 23)),
  ])
  func `what is no array of objects is refused with its place in the record`(record: String, expected: JSONError) throws
  {
    #expect(try elements(record).error == expected)
  }

  private func elements(_ record: String) throws -> (rows: [[String]], offsets: [Int], error: JSONError?) {
    let set = JSONPathSet([.elements([try JSONPath("products"), try JSONPath("lines")])])
    let lineSet = JSONPathSet([.text([try JSONPath("name")]), .text([try JSONPath("price")])])
    var cells = set.makeCells()
    var lineCells = lineSet.makeCells()
    var arena = Arena()
    return try Array(record.utf8).withByteView { view in
      if let error = set.extract(record: view, into: &cells, arena: &arena) { throw error }
      var rows: [[String]] = []
      var offsets: [Int] = []
      let error = lineSet.forEachElement(of: cells[0], in: view, into: &lineCells, arena: &arena) { line, offset in
        rows.append([line[0].string, line[1].string])
        offsets.append(offset)
      }
      return (rows, offsets, error)
    }
  }

  @Test(arguments: 1...200)
  func `picking in one pass gives what the tree gives path by path`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let (_, records) = ExportMaker.make(.lines, seed: UInt64(seed))
    let steps = ["k0", "k1", "k2", "k3", "data", "type", "b"]
    var paths = (0..<12).map { _ in
      var path = steps.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        path += [".\(steps.randomElement(using: &random)!)", "[0]", "[1]"].randomElement(using: &random)!
      }
      return path
    }
    paths.append("k0[].k1")
    for record in records {
      let tree = try parse(record.text)
      #expect(try pick(record.text, paths) == paths.map { resolve(tree, $0) }, "\(paths) in \(record.text)")
    }
  }

  /// The meaning of a path, written down the simple way over a tree.
  private func resolve(_ tree: JSONValue, _ path: String) -> Cell {
    if path == "k0[].k1" {
      guard let elements = tree["k0"]?.elements else { return Cell(text: "", kind: .missing) }
      return joined(elements.map { $0["k1"].map(cell) ?? Cell(text: "", kind: .missing) })
    }
    var value: JSONValue? = tree
    for step in path.replacing("[", with: ".[").split(separator: ".") {
      if step.hasPrefix("[") {
        let index = Int(step.dropFirst().dropLast()) ?? 0
        value = value?.elements.flatMap { index < $0.count ? $0[index] : nil }
      } else {
        value = value?[String(step)]
      }
    }
    return value.map(cell) ?? Cell(text: "", kind: .missing)
  }

  private func cell(_ value: JSONValue) -> Cell {
    switch value {
    case .null: Cell(text: "", kind: .null)
    case .object: (value["value"] ?? value["label"]).map(cell) ?? Cell(text: "", kind: .structure)
    case .array(let elements):
      joined(elements.map { $0.elements == nil ? cell($0) : Cell(text: "", kind: .structure) })
    default: Cell(text: value.text ?? "", kind: .text)
    }
  }

  private func joined(_ cells: [Cell]) -> Cell {
    if cells.contains(where: { $0.kind == .structure }) { return Cell(text: "", kind: .structure) }
    return Cell(
      text: cells.map(\.text).filter { !$0.isEmpty }.joined(separator: ","),
      kind: cells.contains { $0.kind == .text } ? .text : .null)
  }
}
