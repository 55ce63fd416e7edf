import Bytes

extension DealBlock {
  /// A block of one deal made of texts, as if a file had held them: for tests that stand in rule files.
  ///
  /// - Parameters:
  ///   - file: What messages call the deal's file.
  ///   - deal: A cell for each deal-side request, in the order of the requests.
  ///   - lines: The same for each product line.
  ///   - dealNames: What messages call the columns of the deal.
  ///   - lineNames: What messages call the columns of the lines.
  ///   - isJSON: Whether the cells are written as JSON writes them.
  public static func made(
    file: String, deal: [String], lines: [[String]], dealNames: [String], lineNames: [String], isJSON: Bool = false
  ) -> DealBlock {
    let block = DealBlock()
    func cell(_ text: String) -> ByteView { text.withByteView { block.arena.copy($0) } }
    let row = block.cells.row(max(1, deal.count))
    for (index, text) in deal.enumerated() { row[index] = cell(text) }
    block.contents.dealRows = [row]
    for (index, line) in lines.enumerated() {
      let row = block.cells.row(max(1, line.count))
      for (column, text) in line.enumerated() { row[column] = cell(text) }
      block.contents.lineRows.append(row)
      block.contents.linePlaces.append((row: index + 1, line: index + 1, file: 0))
    }
    block.contents.records = [
      DealRecord(
        firstRow: 1, line: 1, rowCount: 1, firstLine: 0, lineCount: lines.count, repeatState: .single, idHash: 0,
        firstOriginal: 0, originalCount: 0)
    ]
    block.layout.fileView = cell(file)
    block.layout.fileNames = [file]
    block.layout.isJSON = isJSON
    block.layout.dealColumnNames = dealNames
    block.layout.lineColumnNames = lineNames
    return block
  }
}
