public import Bytes
import JSONRecords

/// Where a deal stands in its file, and what the reader noticed.
public struct DealRecord: Sendable {
  public enum RepeatState: Sendable {
    case single
    /// The same row this many times; counted once.
    case identicalRows(Int)
    /// Rows of one deal that say different things about it.
    case conflictingRows
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
  /// Range of the deal's rows in the block's list of originals.
  var firstOriginal: Int
  var originalCount: Int
}

/// Whole deals with their cells, read together and handed from thread to thread; not changed once handed out.
public final class DealBlock: @unchecked Sendable {
  // Unchecked: the reader fills it, then whoever holds it only reads; the reader takes it back by `recycle`.
  var records: [DealRecord] = []
  var dealRows: [CellRow] = []
  var lineRows: [CellRow] = []
  /// Row number and line of each product line, for messages.
  var linePlaces: [(row: Int, line: Int, file: Int)] = []
  /// The deals' rows as they stand in the file (CSV).
  var originals: [ByteView] = []
  /// The bytes that cells lie in (CSV).
  var leases: [CSVLease] = []
  var arena = Arena()
  let cells = CellStore()
  var layout = FileLayout.empty
  /// The JSON that cells lie in.
  var batch: JSONBatch?

  init() {}

  /// A block without deals.
  public static let empty = DealBlock()

  public var dealCount: Int { records.count }
  public func deal(_ index: Int) -> DealRecord { records[index] }
  /// The cell of a deal in the column of a deal-side request, as it stands; empty when the file has no such column.
  @inline(__always)
  public func cell(deal: Int, column: Int) -> ByteView { dealRows[deal][column] }
  /// The cell of a product line (by its index in the block) in the column of a line-side request.
  @inline(__always)
  public func lineCell(line: Int, column: Int) -> ByteView { lineRows[line][column] }

  /// Whether the deals come from JSON, at once or by way of a held.csv: numbers are always written with a point.
  public var isJSON: Bool { layout.isJSON }
  /// The name of the deals' file without its folders.
  public var fileView: ByteView { layout.fileView }
  /// What separates the fields of ``appendOriginalRows(of:into:eachRowSuffix:)``.
  public var heldDelimiter: UInt8 { layout.delimiter }

  /// `deals.csv row 17, column "VAT number"`.
  ///
  /// - Parameter line: Index of a product line in the block, or −1 for a cell of the deal itself.
  public func placeDescription(deal: Int, line: Int, column: Int) -> String {
    if let joined = joinedPlace(deal: deal, line: line, column: column) { return joined }
    let name = line >= 0 ? layout.lineColumnNames[safe: column] : layout.dealColumnNames[safe: column]
    let words = name.map { ", column \"\($0)\"" } ?? ""
    if line >= 0, line < linePlaces.count {
      let place = linePlaces[line]
      return "\(layout.fileNames[safe: place.file] ?? "") row \(place.row)\(words)"
    }
    return "\(layout.fileView.string) row \(records[deal].firstRow)\(words)"
  }

  /// The place in a side file, when the cell was filled from there.
  private func joinedPlace(deal: Int, line: Int, column: Int) -> String? {
    let row = line >= 0 ? lineRows[safe: line] : dealRows[safe: deal]
    guard let row, column >= 0 else { return nil }
    for filling in line >= 0 ? layout.sides.lineFillings : layout.sides.dealFillings where filling.column == column {
      guard let place = filling.file.place(of: row[column], id: row[filling.key].trimmed, value: filling.value) else {
        continue
      }
      return "\(layout.fileNames[safe: place.file] ?? "") row \(place.row), column \"\(filling.name)\""
    }
    return nil
  }

  func reset() {
    records.removeAll(keepingCapacity: true)
    dealRows.removeAll(keepingCapacity: true)
    lineRows.removeAll(keepingCapacity: true)
    linePlaces.removeAll(keepingCapacity: true)
    originals.removeAll(keepingCapacity: true)
    leases.removeAll(keepingCapacity: true)
    arena.reset()
    cells.reset()
    batch = nil
  }
}

/// What all blocks of one file share.
struct FileLayout: Sendable {
  var isJSON = false
  /// Whether the rows of a deal are kept as they stand in the file.
  var keepsRows = true
  /// Whether lines stand in the file of deals itself (JSON).
  var hasOwnLines = false
  var fileView = ByteView.empty
  var delimiter = UInt8(ascii: ",")
  /// Headers, or JSON paths, of the requested columns; nil where the file has none.
  var dealColumnNames: [String?] = []
  var lineColumnNames: [String?] = []
  /// The deal file and the files of lines.
  var fileNames: [String] = []
  /// Number of fields that an original row has, without `Problem` and `How to fix`.
  var originalColumns = 0
  /// Where joined cells come from.
  var sides = SideFiles.none
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
