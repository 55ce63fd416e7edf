import Bytes
import CSVRecords
import Diagnostics
import Testing

@Suite struct CSVReaderTests {
  static let documents = [
    "a,b,c\n1,2,3\n",
    "a,b,c\r\n1,2,3\r\n\"x\r\ny\",\"\",\"\"\"\"\r\n",
    "a,b,c\r1,2,3\r\r,,\r4,5,6",
    "a,b\n\"1\n2\n3\",\"\"\"a\"\"\"\n\n\r\n\r\nx,\"\"\n,\n\"\",\"\"\n",
    "\"a\",\"b\"\n\"" + String(repeating: "long, longer\n", count: 30) + "\",\"" + String(repeating: "\"\"", count: 90)
      + "\"\nz,z",
    "a\n1\n\n2\r\n\r\n\"\"\n3",
    "a,b\r\n\"é€😀\",\"" + String(repeating: "ř", count: 70) + "\"\r\nx,y",
  ]

  @Test(arguments: documents)
  func `records and lines are those of the literal reader at every block size`(_ text: String) throws {
    let bytes = Array(text.utf8)
    let expected = literalRows(bytes)
    for size in 1...300 {
      let rows = try fastRows(bytes, blockSize: size)
      #expect(rows == expected, "block size \(size)")
    }
  }

  @Test func `an empty last cell is a cut only where every header is quoted`() throws {
    #expect(try fastRows(Array("a,\"b\"\n1,".utf8), blockSize: 64).count == 2)
    #expect(throws: RefusedInput.self) { try fastRows(Array("\"a\",\"b\"\n1,".utf8), blockSize: 64) }
  }

  @Test(arguments: UInt64(1)...60)
  func `random awkward documents are read alike at every block size`(seed: UInt64) throws {
    let bytes = awkwardDocument(seed: seed, columns: 2 + Int(seed % 5))
    let expected = literalRows(bytes)
    for size in Array(1...20) + stride(from: 21, through: 300, by: 7) {
      let rows = try fastRows(bytes, blockSize: size)
      #expect(rows == expected, "block size \(size)")
    }
  }

  @Test(arguments: UInt64(1)...80)
  func `rows that repeat the row before are read alike at every block size`(seed: UInt64) throws {
    let bytes = repeatingDocument(seed: seed, columns: 2 + Int(seed % 9))
    let expected = literalRows(bytes)
    for size in [7, 64, 100, 333, 1000] + stride(from: 1200 + Int(seed), through: 6000, by: 400) {
      let rows = try fastRows(bytes, blockSize: size)
      #expect(rows == expected, "block size \(size)")
    }
  }

  @Test func `fields that a row shares with the row before are those that are alike`() throws {
    var sharing = 0
    for seed in UInt64(1)...200 {
      let columns = 2 + Int(seed % 9)
      let reader = try CSVReader(ByteSource(bytes: repeatingDocument(seed: seed, columns: columns), name: "t"))
      reader.want(Array(0..<columns))
      while let block = try reader.next() {
        for record in 0..<block.recordCount where block.sharedFields(record) > 0 {
          sharing += 1
          #expect(record > 0 && block.sharedFields(record) < columns)
          for column in 0..<block.sharedFields(record) {
            #expect(block.cell(record, column) == block.cell(record - 1, column))
          }
        }
      }
    }
    #expect(sharing > 300)
  }

  @Test func `a stray quote behind shared fields is told where it stands`() throws {
    let deal = "\"1\",\"" + String(repeating: "long title ", count: 9) + "\","
    let text = "id,title,product\n\(deal)\"a\"\n\(deal)\"b\"x\n\(deal)\"c\"\n"
    let reader = try CSVReader(ByteSource(bytes: Array(text.utf8), name: "t"))
    do {
      _ = try reader.next()
      Issue.record("the stray quote was not seen")
    } catch {
      let range = try #require(error.diagnostics[0].range)
      #expect(range.line == 3 && range.column == deal.count + 4)
    }
  }

  @Test func `only wanted columns are kept, in the order asked for`() throws {
    let reader = try CSVReader(ByteSource(bytes: Array("a,b,c,d\n1,2,3,\"4\"\"\"\n5,6,7,8\n".utf8), name: "t"))
    reader.want([3, 1])
    let block = try #require(try reader.next())
    #expect(block.recordCount == 2)
    #expect([block.cell(0, 0).string, block.cell(0, 1).string] == ["4\"", "2"])
    #expect([block.cell(1, 0).string, block.cell(1, 1).string] == ["8", "6"])
    #expect(block.raw(0).string == "1,2,3,\"4\"\"\"")
    #expect([block.row(0), block.row(1)] == [1, 2])
    #expect([block.line(0), block.line(1)] == [2, 3])
    #expect(try reader.next() == nil)
  }

  @Test func `every record is counted once, as header, blank, footer or data`() throws {
    let text = "\n\nsep=;\na;b;c\n1;2;3\n;;\n\n4;5;6\r\nGrand Totals (2 records)\r7;8;9"
    let reader = try CSVReader(ByteSource(bytes: Array(text.utf8), name: "t"))
    reader.isFooter = { $0.hasPrefix(ByteView("Grand Totals")) }
    while let block = try reader.next() { block.recycle() }
    let totals = reader.totals
    #expect(totals.headerRows == 2)
    #expect(totals.blankRows == 4)
    #expect(totals.footerRows == 1)
    #expect(totals.dataRows == 3)
    #expect(totals.bytes == text.utf8.count)
    #expect(totals.hasMixedLineEnds)
    #expect(!reader.endsWithLineEnd && reader.mayBeCutOff)
    #expect(reader.headerLine == 4)
  }

  @Test func `line ends of one kind are not called mixed`() throws {
    for end in ["\n", "\r\n", "\r"] {
      let reader = try CSVReader(ByteSource(bytes: Array("a,b\(end)1,2\(end)3,4\(end)".utf8), name: "t"))
      while let block = try reader.next() { block.recycle() }
      let totals = reader.totals
      #expect(!totals.hasMixedLineEnds)
      #expect(totals.lineFeeds + totals.carriageReturns + totals.carriageReturnLineFeeds == 2)
      #expect(reader.endsWithLineEnd)
    }
  }

  @Test func `blocks that are given back are used again`() throws {
    let text = "a,b\n" + String(repeating: "12345678,abcdefgh\n", count: 4000)
    var options = CSVOptions()
    options.blockSize = 1000
    let reader = try CSVReader(ByteSource(bytes: Array(text.utf8), name: "t"), options: options)
    reader.want([0])
    var seen: Set<ObjectIdentifier> = []
    var rows = 0
    while let block = try reader.next() {
      seen.insert(ObjectIdentifier(block))
      rows += block.recordCount
      block.recycle()
    }
    #expect(rows == 4000)
    #expect(seen.count <= 3)
  }

  @Test func `raw bytes pass the hook unchanged and once`() throws {
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    bytes += Array("a,b\né,€\n".utf8)
    let source = ByteSource(bytes: bytes, name: "t", largestPiece: 3)
    var seen: [UInt8] = []
    source.onBytes = { seen += $0.array }
    let reader = try CSVReader(source)
    while let block = try reader.next() { block.recycle() }
    #expect(seen == bytes)
  }

  @Test func `a file that is not there is refused with the system's reason`() {
    let refused = #expect(throws: RefusedInput.self) { try ByteSource(path: "/nowhere/deals.csv") }
    #expect(refused?.diagnostics.map(\.code) == [ByteSource.unreadableCode])
    #expect(refused?.diagnostics.first?.message == "cannot open '/nowhere/deals.csv': No such file or directory")
  }

  @Test func `a folder is refused when it is read`() throws {
    let refused = #expect(throws: RefusedInput.self) { try CSVReader(ByteSource(path: "/")) }
    #expect(refused?.diagnostics.first?.message == "cannot read '/': Is a directory")
  }

  static let exports = [
    "\"ID\",\"Title\",\"Value\"\n\"1\",\"Say \"\"hi\"\"\",\"5\"\n\"2\",\"two\nlines\",\"0\"\n",
    "\"ID\",\"Title\",\"Value\"\r\n\"1\",\"a\",\"\"\r\n\"2\",\"\",\"\"",
  ]

  @Test(arguments: exports)
  func `an export cut at any byte is refused, or is cut between two records`(_ text: String) throws {
    let bytes = Array(text.utf8)
    let whole = literalRows(bytes)
    let headerEnd = try #require(bytes.firstIndex { $0 == 10 || $0 == 13 })
    // A cut right behind a record, or inside the line end after it, cannot be seen; nor one between two header cells.
    var unseen: Set<Int> = [bytes.count]
    var isQuoted = false
    for i in bytes.indices {
      if bytes[i] == 34 { isQuoted.toggle() }
      if !isQuoted, bytes[i] == 10 || bytes[i] == 13 { unseen.formUnion([i, i + 1]) }
      if !isQuoted, bytes[i] == 44, i < headerEnd { unseen.insert(i) }
    }
    for cut in 1..<bytes.count {
      let head = Array(bytes[..<cut])
      if unseen.contains(cut) {
        let rows = try fastRows(head)
        #expect(rows.dropFirst() == whole[1..<rows.count], "cut at \(cut)")
      } else {
        #expect(throws: RefusedInput.self, "cut at \(cut)") { try fastRows(head) }
      }
    }
  }
}
