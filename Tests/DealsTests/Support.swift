import Bytes
import CSVRecords
import Deals
import Diagnostics
import Foundation
import Testing

/// The cells of a header line.
func headerOf(_ line: String) throws -> [String] {
  try CSVTable(ByteSource(bytes: Array((line + "\n").utf8), name: "header.csv")).header
}

/// One deal as it was read: the requested cells, and those of its lines.
struct ReadDeal: Equatable {
  var cells: [String]
  var lines: [[String]] = []
  var rows = 1
  var state = "single"
}

/// What a test reads: fields of the profile by name, or headers (`"header:VAT number"`), required when marked with `!`.
struct Wanted {
  var profile = "pipedrive"
  var deal: [String]
  var line: [String] = []
  var rows: SourceSettings.Rows?
}

/// Reads everything, bringing repeated deals together as a run does.
func readDeals(_ inputs: DealInputs, _ wanted: Wanted) throws -> (deals: [ReadDeal], reader: DealReader) {
  let profile = try Profile.load(wanted.profile, relativeTo: nil)
  var settings = profile.settings
  if let rows = wanted.rows { settings.rows = rows }
  func request(_ name: String, _ side: ColumnRequest.Side) throws -> ColumnRequest {
    let bare = name.hasSuffix("!") ? String(name.dropLast()) : name
    if bare.hasPrefix("header:") {
      return ColumnRequest(
        name: bare, side: side, source: .header(aliases: [String(bare.dropFirst(7))], json: []),
        isRequired: bare != name, range: nil)
    }
    let field = try #require((side == .deal ? profile.fields : profile.lineFields)[bare])
    return ColumnRequest(name: bare, side: side, source: .field(field), isRequired: bare != name, range: nil)
  }
  let columns = try wanted.deal.map { try request($0, .deal) } + wanted.line.map { try request($0, .line) }
  var gather: Set<String> = []
  while true {
    let reader = try DealReader(
      inputs: inputs, profile: profile, settings: settings, columns: columns, idColumn: 0, gather: gather)
    var deals: [ReadDeal] = []
    while let block = try reader.next() {
      for deal in 0..<block.dealCount {
        let record = block.deal(deal)
        var read = ReadDeal(cells: wanted.deal.indices.map { block.cell(deal: deal, column: $0).string })
        read.rows = record.rowCount
        for line in record.firstLine..<(record.firstLine + record.lineCount) {
          read.lines.append(wanted.line.indices.map { block.lineCell(line: line, column: $0).string })
        }
        read.state =
          switch record.repeatState {
          case .single: "single"
          case .identicalRows(let count): "\(count) identical"
          case .conflictingRows: "conflicting"
          case .rowsOfTwoFiles: "in two files"
          }
        deals.append(read)
      }
      reader.recycle(block)
    }
    if gather.isEmpty, !reader.repeatedLater.isEmpty {
      gather = reader.repeatedLater
      continue
    }
    return (deals, reader)
  }
}

/// The codes with which `body` refuses its input; empty when it does not.
func refusal(_ body: () throws -> Void) rethrows -> [Diagnostic] {
  do {
    try body()
    return []
  } catch let refused as RefusedInput {
    return refused.diagnostics
  }
}
