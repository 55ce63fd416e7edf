import Bytes
import CSVRecords
import Diagnostics
import Digests
import JSONRecords

/// Deals from JSON: API pages of both versions, arrays, JSON Lines.
final class JSONDealFile: DealFile {
  private(set) var totals: FileTotals
  private(set) var notices: [String] = []
  let rowMeaning = RowMeaning.deal
  let heldHeader: String
  /// Per requested column of the deals, whether a record had it.
  private var seen: [Bool]
  /// Deals with products inside that nothing reads.
  private var unreadProducts = 0
  var announcesMore: Bool { splitter.announcesMorePages }
  private let shape: DealFileShape
  private let paths: JSONPathSet
  private let linePaths: JSONPathSet
  private var splitter: JSONRecordSplitter
  private var cells: JSONCells
  private var lineCells: JSONCells
  private let source: ByteSource
  private let meter: DigestMeter
  private let layout: FileLayout
  private let options: [(column: Int, labels: [ByteView: ByteView])]
  /// Whether lines are looked for inside the deals.
  private let readsNested: Bool
  /// Cells of keys whose records no side file gives; the deal may hold them itself, as version 1 of Pipedrive's API has it.
  private let ungivenKeys: [Int]
  /// Cells that say whether the page of products inside the deal is the last, and how many there are.
  private let pageCells: Range<Int>
  /// The cell of a product that tells its place among the others, behind all that is asked for; nil without one.
  private let orderCell: Int?

  init(_ path: String, named name: String, _ shape: DealFileShape) throws(RefusedInput) {
    self.shape = shape
    seen = Array(repeating: false, count: shape.requests.deal.count)
    totals = FileTotals(name: name)
    let requests = shape.requests
    let dealPaths = requests.deal.map { $0.jsonPaths(shape.profile, shape.labels).filter { !$0.contains(":") } }
    let keyPaths = requests.dealKeys.map(\.json)
    readsNested = shape.sides.lines == nil && !requests.line.isEmpty
    let nested = try Self.compiled(shape.profile.nestedLines, name)
    var columns: [JSONColumn] = []
    for (index, list) in (dealPaths + keyPaths).enumerated() {
      columns.append(.text(try Self.compiled(list, name, requests.deal[safe: index])))
    }
    columns.append(.elements(nested))
    ungivenKeys = shape.sides.ungivenKeys
    for key in ungivenKeys {
      columns.append(.text(try Self.compiled(keyPaths[key - requests.deal.count].map { "\($0).value" }, name)))
    }
    let pages = shape.profile.nestedLines.filter { $0.hasSuffix(".records") }.map { $0.dropLast(8) }
    pageCells = columns.count..<columns.count + 2
    columns.append(.text(try Self.compiled(pages.map { "\($0).done" }, name)))
    columns.append(.text(try Self.compiled(pages.map { "\($0).totalSize" }, name)))
    paths = JSONPathSet(columns)
    let lineLists = requests.line.map { $0.jsonPaths(shape.profile, shape.labels) } + requests.lineKeys.map(\.json)
    var lineColumns: [JSONColumn] = []
    for list in lineLists { lineColumns.append(.text(try Self.compiled(list, name))) }
    let order = shape.profile.lineFields["line.order"]?.json ?? []
    orderCell = order.isEmpty ? nil : lineColumns.count
    if !order.isEmpty { lineColumns.append(.text(try Self.compiled(order, name))) }
    linePaths = JSONPathSet(lineColumns)
    cells = paths.makeCells()
    lineCells = linePaths.makeCells()
    let source = try ByteSource(path: path)
    let meter = try DigestMeter()
    source.onBytes = { meter.digest.update($0) }
    self.source = source
    self.meter = meter
    splitter = JSONRecordSplitter(file: name) { buffer, limit throws(RefusedInput) in
      _ = try source.read(into: &buffer, limit: limit)
    }
    var layout = FileLayout()
    layout.isJSON = true
    if let lines = shape.sides.lines { layout.isJSONOfLines = lines.isJSON }
    layout.delimiter = shape.settings.delimiter ?? UInt8(ascii: ",")
    layout.keepsRows = false
    layout.hasOwnLines = readsNested
    layout.fileView = .immortal(lastPart(name))
    layout.dealColumnNames = (dealPaths + keyPaths).map(\.first)
    layout.lineColumnNames = lineLists.map(\.first)
    layout.fileNames = [lastPart(name)] + shape.sides.names.dropFirst()
    layout.originalColumns = requests.dealWidth + requests.lineWidth
    layout.ownsDealColumn = requests.deal.map { $0.isKnownInJSON(shape.profile, shape.labels) }
    layout.ownsLineColumn = requests.line.map { $0.isKnownInJSON(shape.profile, shape.labels) }
    self.layout = layout
    try Self.refuseRepeatedLabels(requests, shape, name)
    let problems =
      shape.joinProblems(lastPart(name), isLine: false, owns: layout.ownsDealColumn) { _ in true }
      + shape.joinProblems(lastPart(name), isLine: true, owns: layout.ownsLineColumn) { _ in true }
    if !problems.isEmpty { throw RefusedInput(problems) }
    heldHeader = HeldColumns.header(
      HeldColumns.ofJSON(requests, hasLines: shape.sides.lines == nil), isJSON: true, delimiter: layout.delimiter,
      shape.settings)
    options = dealPaths.enumerated().compactMap { index, list in
      list.compactMap { shape.labels.options(ofPath: $0) }.first.map { (index, $0) }
    }
  }

  /// A label that two custom fields share, or a custom field and one of the CRM's own in some language, does not say which of
  /// them is meant.
  private static func refuseRepeatedLabels(
    _ requests: Requests, _ shape: DealFileShape, _ name: String
  ) throws(RefusedInput) {
    let labels = shape.labels
    for request in requests.deal {
      guard case .header(let aliases, let json) = request.source, json.isEmpty else { continue }
      for alias in aliases {
        if let key = labels.customKey(of: alias), let field = request.builtIn([alias], shape.profile) {
          throw RefusedInput(
            .error(
              "S032",
              "\(lastPart(name)): '\(alias)' is the label of a custom field and a name of the field '\(field.name)'",
              at: request.range, help: "say which: json: custom_fields.\(key), or field: \(field.name)"))
        }
        guard let keys = labels.keys(sharing: alias) else { continue }
        throw RefusedInput(
          .error(
            "S032", "\(lastPart(name)): '\(alias)' is the label of \(keys.count) custom fields", at: request.range,
            help: "name the one that is meant by its key: json: custom_fields.\(keys[0]) (or \(keys[1]))"))
      }
    }
  }

  /// Declared columns that no deal had, and no joined file, with what they are called and the name that was probably meant.
  private var unseen: [(request: ColumnRequest, wanted: String, near: String?)] {
    shape.requests.deal.enumerated().compactMap { index, request in
      guard !seen[index], totals.dataRows > 0, request.isRequired, case .header(let aliases, _) = request.source,
        let wanted = aliases.first ?? layout.dealColumnNames[index],
        !shape.sides.dealFillings.contains(where: { $0.column == index && $0.file.found[$0.value] })
      else { return nil }
      return (request, wanted, nearestName(to: wanted, among: shape.labels.names))
    }
  }

  /// Refuses a label that no field definition explains: each deal of this source carries all custom fields, so the label is
  /// misspelt, or the definitions are missing.
  private func refuseUnknownLabels() throws(RefusedInput) {
    guard shape.profile.hasCustomKeys else { return }
    let file = lastPart(totals.name)
    let problems = unseen.filter { !$0.request.isKnownInJSON(shape.profile, shape.labels) }.map { column in
      Diagnostic.error(
        "S031", "\(file): no deal has '\(column.wanted)', which the rules read as \(column.request.name)",
        at: column.request.range,
        help: (column.near.map { "did you mean '\($0)'? " } ?? "")
          + (shape.labels.names.isEmpty
            ? "Custom fields have keys in JSON, not labels: give the CRM's field definitions with --fields"
            : "No field definition has this label")
          + ". If there rightly is none: required: no")
    }
    if !problems.isEmpty { throw RefusedInput(problems) }
  }

  var closingNotices: [String] {
    let file = lastPart(totals.name)
    var notices: [String] = []
    for column in unseen {
      let near = column.near.map { "; did you mean '\($0)'?" } ?? ""
      notices.append("\(file): no deal has '\(column.wanted)', which the rules read as \(column.request.name)\(near)")
    }
    if unreadProducts > 0 {
      let deals = "\(unreadProducts) deal\(unreadProducts == 1 ? "" : "s")"
      notices.append(
        shape.sides.lines == nil
          ? "\(file): no rule reads the products that stand inside \(deals)"
          : "\(file): the products inside \(deals) are not read, since --lines gives them")
    }
    return notices
  }

  private static func compiled(_ paths: [String], _ file: String, _ request: ColumnRequest? = nil) throws(RefusedInput)
    -> [JSONPath]
  {
    var result: [JSONPath] = []
    for path in paths {
      do throws(JSONPathError) { result.append(try JSONPath(path)) } catch {
        throw RefusedInput(.error("S036", "'\(path)' is not a path in JSON: \(error.message)", at: request?.range))
      }
    }
    return result
  }

  func read(into block: DealBlock) throws(RefusedInput) -> Bool {
    guard let batch = try splitter.nextBatch() else {
      totals.bytes = source.byteCount
      totals.sha256 = meter.hex
      try refuseUnknownLabels()
      return false
    }
    block.prepare(layout, shape.sides)
    block.batch = batch
    for record in batch.records { try add(record, batch, block) }
    return true
  }

  private func add(_ record: JSONRecord, _ batch: JSONBatch, _ block: DealBlock) throws(RefusedInput) {
    let bytes = batch.bytes(of: record)
    if let error = paths.extract(record: bytes, into: &cells, arena: &block.arena) {
      throw RefusedInput(batch.diagnostic(error, in: record))
    }
    totals.dataRows += 1
    let row = block.cells.row(shape.requests.dealWidth)
    for column in seen.indices where !seen[column] { seen[column] = cells.kind(of: column) != .missing }
    if record.index == 1, !seen.contains(true) { throw noDeal(record, batch) }
    if !readsNested, !cells[shape.requests.dealWidth].isEmpty { unreadProducts += 1 }
    let width = shape.requests.dealWidth
    for column in 0..<width {
      row[column] = cells[column]
      try refuseFlawedText(
        row[column], layout.dealColumnNames[safe: column], row: record.index, at: batch.range(of: record))
    }
    // A record that stands in the deal needs no side file.
    var embedded: UInt8 = 0
    for index in ungivenKeys.indices where !cells[width + 1 + index].isEmpty { embedded |= 1 << UInt8(index) }
    let isOddID = row[shape.idColumn].isOddToken(in: bytes)
    row[shape.idColumn] = joinKey(row[shape.idColumn], shape.settings.joinKeys)
    for option in options where !row[option.column].isEmpty {
      row[option.column] = label(row[option.column], option.labels, block)
    }
    let firstLine = block.contents.lineRows.count
    if readsNested, !cells[shape.requests.dealWidth].isEmpty {
      let width = shape.requests.lineWidth
      let firstNew = block.contents.lineRows.count
      var orders: [Int?] = []
      let error = linePaths.forEachElement(
        of: cells[shape.requests.dealWidth], in: bytes, into: &lineCells, arena: &block.arena
      ) { element, _ in
        let line = block.cells.row(width)
        for column in 0..<width { line[column] = element[column] }
        if let orderCell { orders.append(Int(element[orderCell].trimmed.string)) }
        block.contents.lineRows.append(line)
        block.contents.linePlaces.append((record.index, record.position.line, 0))
      }
      if let error { throw RefusedInput(batch.diagnostic(error, in: record)) }
      if let order = sorted(by: orders) {
        let lines = Array(block.contents.lineRows[firstNew...])
        for (place, index) in order.enumerated() { block.contents.lineRows[firstNew + place] = lines[index] }
      }
      for line in block.contents.lineRows[firstNew...] {
        for column in 0..<width {
          try refuseFlawedText(
            line[column], layout.lineColumnNames[safe: column], row: record.index, at: batch.range(of: record))
        }
      }
    }
    let id = row[shape.idColumn].trimmed
    var deal = DealRecord(
      firstRow: record.index, line: record.position.line, rowCount: 1, firstLine: firstLine, lineCount: 0,
      repeatState: .single, idHash: id.isEmpty ? UInt64(record.index) : id.stableHash, firstOriginal: 0,
      originalCount: 0, embedded: embedded)
    deal.hasOddID = isOddID
    if readsNested {
      let (isLast, count) = (cells[pageCells.lowerBound], Int(cells[pageCells.lowerBound + 1].string))
      deal.hasMoreLines = isLast.equals("false") || count ?? 0 > block.contents.lineRows.count - firstLine
    }
    shape.finish(deal, row, into: &block.contents, layout)
  }

  /// An answer of an API that is no deal, such as an error.
  private func noDeal(_ record: JSONRecord, _ batch: JSONBatch) -> RefusedInput {
    let columns = layout.dealColumnNames.prefix(shape.requests.deal.count)
    return RefusedInput(
      .error(
        "S043", "this object has no member that the rules read, so it is no deal", at: batch.range(of: record),
        expected: "deals with \(listed(columns.compactMap { $0.map { "'\($0)'" } }, limit: 6))",
        help:
          "give an array of deals, pages with 'data', 'results' or 'records', or JSON Lines; is it the profile of this CRM?"
      ))
  }

  /// Numbers of options as their labels; what has none stays.
  private func label(_ cell: ByteView, _ labels: [ByteView: ByteView], _ block: DealBlock) -> ByteView {
    if let label = labels[cell] { return label }
    guard cell.firstIndex(of: UInt8(ascii: ",")) != nil else { return cell }
    let parts = cell.string.split(separator: ",").map { part in part.withByteView { labels[$0]?.string } ?? String(part)
    }
    return parts.joined(separator: ",").withByteView { block.arena.copy($0) }
  }
}

extension Substring {
  fileprivate func withByteView<R>(_ body: (ByteView) -> R) -> R { Array(utf8).withByteView(body) }
}
