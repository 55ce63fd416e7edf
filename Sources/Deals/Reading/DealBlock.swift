public import Bytes
import JSONRecords

/// Where a deal stands in its file, and what the reader noticed.
public struct DealRecord: Sendable {
  public enum RepeatState: Sendable {
    case single
    /// The same row this many times; counted once.
    case identicalRows(Int)
    /// Rows of one deal that say different things about it, and the first deal-side request in which they do; nil when
    /// their products differ, or a column that no rule reads.
    case conflictingRows(column: Int?)
    /// A product row of the deal stands, cell for cell, in two files.
    case rowsOfTwoFiles
  }
  /// Data row of the file, from 1, not counting headers and blank rows.
  public var firstRow: Int
  /// Line of the file, from 1.
  public var line: Int
  public var rowCount: Int
  /// Index of the deal's first product line within the block, and how many there are.
  public var firstLine: Int
  public var lineCount: Int
  public var repeatState: RepeatState
  /// A stable 64-bit hash of the id.
  public var idHash: UInt64
  /// Range of the deal's rows in the block's list of originals; from JSON, of its records, if there are several.
  var firstOriginal: Int
  var originalCount: Int
  /// Which of ``SideFiles/ungivenKeys`` stand with their record in the deal itself, a bit for each.
  var embedded: UInt8 = 0
  /// Whether the file says that the deal has more products than stand in it.
  public internal(set) var hasMoreLines = false
  /// Whether the id is a value of JSON that is neither text nor a whole number.
  public internal(set) var hasOddID = false
}

/// Whole deals with their cells, read together and handed from thread to thread; not changed once handed out.
public final class DealBlock: @unchecked Sendable {
  // Unchecked: the reader fills it, then whoever holds it only reads; the reader takes it back by `recycle`.
  var contents = DealBlockContents()
  var arena = Arena()
  let cells = CellStore()
  var layout = FileLayout.empty
  /// The JSON that cells lie in.
  var batch: JSONBatch?
  /// The files that may have filled cells; complete before the first block, and only looked up from then on.
  private(set) var sides: SideFiles?
  /// Whether a cell may be empty only because a side file, or a record of it, was not there.
  public private(set) var isJoined = false

  init() {}

  /// A block without deals.
  public static let empty = DealBlock()

  public var dealCount: Int { contents.records.count }
  public func deal(_ index: Int) -> DealRecord { contents.records[index] }
  /// The cells of a deal, by deal-side request; valid as long as the block is not reset.
  public func row(_ deal: Int) -> CellRow { contents.dealRows[deal] }
  /// The cells of a product line (by its index in the block), by line-side request.
  public func lineRow(_ line: Int) -> CellRow { contents.lineRows[line] }
  /// Index of the deal's first product line within the block, and how many there are.
  public func lines(_ deal: Int) -> (first: Int, count: Int) {
    (contents.records[deal].firstLine, contents.records[deal].lineCount)
  }
  /// Asks for the memory of a deal's cells before they are needed; nothing when there is no such deal.
  @inline(__always)
  public func prefetch(_ deal: Int) {
    guard deal < contents.records.count else { return }
    contents.dealRows[deal].prefetch(layout.dealColumnNames.count)
    let original = contents.records[deal].firstOriginal
    if original < contents.originals.count { contents.originals[original].prefetch() }
  }
  /// Whether the deal cannot be taken as it was read: its rows contradict each other or would count twice, products of it are
  /// lacking, or its id is none.
  public func isDoubtful(_ deal: Int) -> Bool {
    if contents.records[deal].hasMoreLines || contents.records[deal].hasOddID { return true }
    return switch contents.records[deal].repeatState {
    case .conflictingRows, .rowsOfTwoFiles: true
    case .single, .identicalRows: false
    }
  }
  /// The cell of a deal in the column of a deal-side request, as it stands; empty when the file has no such column.
  @inline(__always)
  public func cell(deal: Int, column: Int) -> ByteView { contents.dealRows[deal][column] }
  /// The cell of a product line (by its index in the block) in the column of a line-side request.
  @inline(__always)
  public func lineCell(line: Int, column: Int) -> ByteView { contents.lineRows[line][column] }

  /// Whether the deals come from JSON, at once or by way of a held.csv: numbers are always written with a point.
  public var isJSON: Bool { layout.isJSON }
  /// Whether numbers of product lines stand as JSON writes them, whatever the source declares: lines of a file of their own go
  /// by that file.
  public var isJSONOfLines: Bool { layout.isJSONOfLines }
  /// Whether products stand with their deal in the file: inside its JSON, or in the rows of a held.csv made of it.
  public var hasNestedLines: Bool { layout.isJSON && layout.hasOwnLines }
  /// The name of the deals' file without its folders.
  public var fileView: ByteView { layout.fileView }
  /// What separates the fields of ``appendOriginalRows(of:into:eachRowSuffix:)``.
  public var heldDelimiter: UInt8 { layout.delimiter }

  /// `deals.csv row 17, column "VAT number"`: of the file that the value came from.
  ///
  /// - Parameter line: Index of a product line in the block, or −1 for a cell of the deal itself.
  public func placeDescription(deal: Int, line: Int, column: Int) -> String {
    if line >= 0, line < contents.linePlaces.count {
      let cells = contents.lineRows[line]
      if let place = sides?.place(of: cells[column], column: column, isLine: true, key: { cells[$0] }) { return place }
      let place = contents.linePlaces[line]
      let name =
        place.file == 0
        ? layout.lineColumnNames[safe: column] : sides?.lines?.columnName(file: place.file, column + 1)
      return "\(layout.fileNames[safe: place.file] ?? "") row \(place.row)\(name.map { ", column \"\($0)\"" } ?? "")"
    }
    let cells = contents.dealRows[deal]
    if let place = sides?.place(of: cells[column], column: column, isLine: false, key: { cells[$0] }) { return place }
    let words = layout.dealColumnNames[safe: column].map { ", column \"\($0)\"" } ?? ""
    return "\(layout.fileView.string) row \(contents.records[deal].firstRow)\(words)"
  }

  /// What a cell is empty for, when that is a record which the deal names by its id and which no side file has.
  ///
  /// - Parameter line: Index of a product line in the block, or −1 for a cell of the deal itself.
  public func lackingRecord(deal: Int, line: Int, column: Int) -> LackingRecord? {
    let isLine = line >= 0
    let cells = isLine ? contents.lineRows[line] : contents.dealRows[deal]
    let isOwned = (isLine ? layout.ownsLineColumn : layout.ownsDealColumn)[safe: column] ?? false
    guard let sides,
      let found = sides.lacking(
        column: column, isLine: isLine, isOwned: isOwned, isJSON: layout.isJSON,
        embedded: contents.records[deal].embedded, cell: { cells[$0] })
    else { return nil }
    return LackingRecord(
      kind: found.kind, entity: SideFiles.entities[found.kind] ?? found.kind, id: cells[found.key].trimmed,
      files: found.files.map { lastPart($0.name) },
      place: placeDescription(deal: deal, line: line, column: found.key))
  }

  func prepare(_ layout: FileLayout, _ sides: SideFiles) {
    self.layout = layout
    self.sides = sides
    isJoined = sides.mayLack(isJSON: layout.isJSON)
  }

  func reset() {
    contents.removeAll()
    arena.reset()
    cells.reset()
    batch = nil
    sides = nil
    isJoined = false
  }
}

/// A record that a deal names but no side file has.
public struct LackingRecord {
  /// `organizations`, `persons` or `products`, as the option is called that gives them.
  public let kind: String
  /// `organization`, `person` or `product`.
  public let entity: String
  public let id: ByteView
  /// The side files of such records, without their folders; empty when none were given.
  public let files: [String]
  /// The cell that names the record.
  public let place: String
}

/// The deals of a block and what they are made of; a reader works on it as a value of its own.
struct DealBlockContents {
  var records: [DealRecord] = []
  var dealRows: [CellRow] = []
  var lineRows: [CellRow] = []
  /// Row number and line of each product line, for messages.
  var linePlaces: [(row: Int, line: Int, file: Int)] = []
  /// The deals' rows as they stand in the file (CSV).
  var originals: [ByteView] = []
  /// The records of deals that stand several times (JSON), with their lines.
  var jsonRecords: [(row: CellRow, firstLine: Int, lineCount: Int)] = []
  /// The bytes that cells lie in (CSV).
  var leases: [CSVLease] = []

  mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    dealRows.removeAll(keepingCapacity: true)
    lineRows.removeAll(keepingCapacity: true)
    linePlaces.removeAll(keepingCapacity: true)
    originals.removeAll(keepingCapacity: true)
    jsonRecords.removeAll(keepingCapacity: true)
    leases.removeAll(keepingCapacity: true)
  }
}

/// What all blocks of one file share.
struct FileLayout: Sendable {
  var isJSON = false {
    didSet { isJSONOfLines = isJSON }
  }
  /// The same of the product lines; a file of their own decides for itself.
  var isJSONOfLines = false
  /// Whether the rows of a deal are kept as they stand in the file.
  var keepsRows = true
  /// Whether lines stand in the file of deals itself (JSON, and a held.csv made of it).
  var hasOwnLines = false
  var fileView = ByteView.empty
  var delimiter = UInt8(ascii: ",")
  /// Headers, or JSON paths, of the requested columns and of the keys for joins behind them; nil where the file has none.
  var dealColumnNames: [String?] = []
  var lineColumnNames: [String?] = []
  /// The deal file and the files of lines.
  var fileNames: [String] = []
  /// Whether the file itself has what is asked for, so that no side file of the same header may fill it in.
  var ownsDealColumn: [Bool] = []
  var ownsLineColumn: [Bool] = []
  /// Number of fields that an original row has, without `Problem` and `How to fix`.
  var originalColumns = 0
  /// Whether cells carry the apostrophe of a held.csv.
  var isHeldFile = false

  static let empty = FileLayout()
}

extension Array {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension Array where Element == String? {
  subscript(safe index: Int) -> String? { indices.contains(index) ? self[index] : nil }
}
