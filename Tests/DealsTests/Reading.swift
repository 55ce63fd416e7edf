import Bytes
import Deals
import Diagnostics
import Foundation

/// Files that exist for one test.
final class TemporaryFiles {
  private let folder: URL
  /// The folder, with a slash at its end.
  var path: String { folder.path + "/" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "deals-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file; gives its path.
  func write(_ text: String, _ name: String = "deals.csv") throws -> String {
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return url.path
  }
}

/// A deal as the rules would see it.
struct SeenDeal: Equatable, CustomStringConvertible {
  var cells: [String]
  var lines: [[String]] = []
  var state = "single"
  var row = 0
  var line = 0

  var description: String { "\(cells) \(lines) \(state) row \(row) line \(line)" }
}

/// All that a reading gives.
struct Reading {
  var deals: [SeenDeal] = []
  var repeatedLater: Set<String> = []
  var notices: [String] = []
  var heldHeader = ""
  /// Per deal its rows for a held.csv.
  var held: [String] = []
  /// Per deal, per column, where its cell stands.
  var places: [[String]] = []
  var linePlaces: [[String]] = []
  var totals: [FileTotals] = []

  /// The same reading again with ids that came back brought together, as a run does it.
  static func complete(_ batch: Batch) throws -> Reading {
    var batch = batch
    let first = try Reading(batch)
    if first.repeatedLater.isEmpty { return first }
    batch.gather = first.repeatedLater
    return try Reading(batch)
  }

  init(_ batch: Batch) throws {
    let reader = try batch.reader()
    heldHeader = reader.heldHeader
    let dealCount = batch.columns.count { $0.side == .deal }
    let lineCount = batch.columns.count - dealCount
    while let block = try reader.next() {
      for index in 0..<block.dealCount {
        let record = block.deal(index)
        var deal = SeenDeal(cells: (0..<dealCount).map { block.cell(deal: index, column: $0).string })
        places.append((0..<dealCount).map { block.placeDescription(deal: index, line: -1, column: $0) })
        for line in record.firstLine..<record.firstLine + record.lineCount {
          deal.lines.append((0..<lineCount).map { block.lineCell(line: line, column: $0).string })
          linePlaces.append((0..<lineCount).map { block.placeDescription(deal: index, line: line, column: $0) })
        }
        deal.state =
          switch record.repeatState {
          case .single: "single"
          case .identicalRows(let count): "identical \(count)"
          case .conflictingRows: "conflicting"
          case .rowsOfTwoFiles: "in two files"
          }
        deal.row = record.firstRow
        deal.line = record.line
        deals.append(deal)
        var rows = ByteBuffer()
        _ = block.appendOriginalRows(of: index, into: &rows, eachRowSuffix: ByteView(",\"why\",\"how\""))
        held.append(rows.view.string)
      }
      reader.recycle(block)
    }
    repeatedLater = reader.repeatedLater
    notices = reader.notices
    totals = reader.files
  }

  var cells: [[String]] { deals.map(\.cells) }
}

/// What a test reads, and how.
struct Batch {
  var inputs: DealInputs
  var profile: Profile
  var settings: SourceSettings
  var columns: [ColumnRequest]
  var gather: Set<String> = []

  /// - Parameters:
  ///   - fields: Names of profile fields, the deal's id first; those that begin with `line.` are of the line side.
  ///   - headers: Headers as a rule file writes them, after the fields; all required.
  init(
    _ inputs: DealInputs, profile: String = "pipedrive", fields: [String] = ["id", "title"], headers: [String] = [],
    rows: SourceSettings.Rows? = nil
  ) throws {
    self.inputs = inputs
    self.profile = try Profile.load(profile, relativeTo: nil)
    settings = self.profile.settings
    if let rows { settings.rows = rows }
    columns = []
    for name in fields {
      let isLine = name.hasPrefix("line.")
      guard let field = isLine ? self.profile.lineFields[name] : self.profile.fields[name] else {
        throw RefusedInput(.error("test", "no field \(name)"))
      }
      columns.append(
        ColumnRequest(name: name, side: isLine ? .line : .deal, source: .field(field), isRequired: false, range: nil))
    }
    for header in headers {
      columns.append(
        ColumnRequest(
          name: header, side: .deal, source: .header(aliases: [header], json: []), isRequired: true, range: nil))
    }
  }

  func reader() throws(RefusedInput) -> DealReader {
    let ordered = columns.filter { $0.side == .deal } + columns.filter { $0.side == .line }
    return try DealReader(
      inputs: inputs, profile: profile, settings: settings, columns: ordered, idColumn: 0, gather: gather)
  }
}

/// The refusal that `batch` meets, opening or reading.
func refusal(_ batch: Batch) -> [Diagnostic] {
  do {
    _ = try Reading.complete(batch)
    return []
  } catch let error as RefusedInput {
    return error.diagnostics
  } catch { return [] }
}
