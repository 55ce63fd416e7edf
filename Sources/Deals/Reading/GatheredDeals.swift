import Bytes
import Diagnostics

/// Deals whose rows are spread over the files, brought together by reading everything once more beforehand.
///
/// Real ids are compared, so two ids with one hash are harmless. Keeps the rows of these deals in memory.
final class GatheredDeals {
  final class Deal {
    var rows:
      [(
        record: DealRecord, row: CellRow, lines: [CellRow], places: [(row: Int, line: Int, file: Int)],
        originals: [ByteView]
      )] = []
    var isTaken = false
    let isOneRowADeal: Bool
    let idColumn: Int
    let width: Int

    init(isOneRowADeal: Bool, idColumn: Int, width: Int) {
      self.isOneRowADeal = isOneRowADeal
      self.idColumn = idColumn
      self.width = width
    }

    /// Replaces the deal at `index` of a block by all of its rows.
    func put(into block: DealBlock, at index: Int) {
      var record = block.records[index]
      record.rowCount = rows.reduce(0) { $0 + $1.record.rowCount }
      record.firstLine = block.lineRows.count
      record.firstOriginal = block.originals.count
      for part in rows {
        block.originals += part.originals
        if isOneRowADeal { continue }
        block.lineRows += part.lines
        block.linePlaces += part.places
      }
      if isOneRowADeal, let first = rows.first {
        block.lineRows += first.lines
        block.linePlaces += first.places
      }
      record.originalCount = block.originals.count - record.firstOriginal
      record.lineCount = block.lineRows.count - record.firstLine
      record.repeatState = state
      block.records[index] = record
    }

    private var state: DealRecord.RepeatState {
      for part in rows { if case .conflictingRows = part.record.repeatState { return .conflictingRows } }
      guard let first = rows.first else { return .single }
      let agree = rows.dropFirst().allSatisfy { part in
        isOneRowADeal && !first.originals.isEmpty
          ? part.originals == first.originals : (0..<width).allSatisfy { part.row[$0] == first.row[$0] }
      }
      if !agree { return .conflictingRows }
      return isOneRowADeal ? .identicalRows(rows.reduce(0) { $0 + $1.record.rowCount }) : .single
    }
  }

  private var deals: [String: Deal] = [:]
  /// Keeps the memory that the rows lie in.
  private var blocks: [DealBlock] = []

  init(_ inputs: DealInputs, _ shape: DealFileShape, _ ids: Set<String>) throws(RefusedInput) {
    let isOneRow = shape.settings.rows == .deal
    for path in inputs.deals {
      let file = try shape.open(path, named: inputs.name(path))
      while true {
        let block = DealBlock()
        guard try file.read(into: block) else { break }
        var isNeeded = false
        for index in block.records.indices {
          let id = block.dealRows[index][shape.idColumn].trimmed.string
          guard ids.contains(id) else { continue }
          isNeeded = true
          let deal =
            deals[id] ?? Deal(isOneRowADeal: isOneRow, idColumn: shape.idColumn, width: shape.requests.deal.count)
          let record = block.records[index]
          let lines = record.firstLine..<(record.firstLine + record.lineCount)
          let originals = record.firstOriginal..<(record.firstOriginal + record.originalCount)
          deal.rows.append(
            (
              record, block.dealRows[index], Array(block.lineRows[lines]), Array(block.linePlaces[lines]),
              Array(block.originals[originals])
            ))
          deals[id] = deal
        }
        if isNeeded { blocks.append(block) }
      }
    }
  }

  func deal(_ id: ByteView) -> Deal? { deals[id.string] }
}
