import Bytes
import CSVRecords
import Diagnostics

/// Which columns of the file hold what the rules ask for, and what is to be said of its header.
extension CSVDealFile {
  func bind(_ all: [String]) throws(RefusedInput) {
    var header = all
    let problem = header.count > 2 && header.last == HeldColumns.fix ? header[header.count - 2] : ""
    let isHeldJSON = problem == HeldColumns.problemOfJSON
    let isHeld = isHeldJSON || problem == HeldColumns.problem
    if isHeld {
      header.removeLast(2)
      header = header.map { $0.withByteView(\.withoutFormulaGuard.string) }
    } else {
      try refuseMovedRemarks(header)
    }
    let binding = HeaderBinding(header, shape.profile)
    let requests = shape.requests
    // What this tool wrote itself it knows by its place: names of JSON paths may be no header, or stand twice.
    let hasLines = shape.sides.lines == nil
    let hasKeys = isHeldJSON && header == HeldColumns.ofJSON(requests, hasLines: hasLines)
    let isInPlace =
      hasKeys || isHeldJSON && header == HeldColumns.ofJSON(requests, hasLines: hasLines, hasKeys: false)
    layout.isJSON = isHeldJSON
    if let lines = shape.sides.lines { layout.isJSONOfLines = lines.isJSON }
    layout.fileView = .immortal(lastPart(name))
    layout.delimiter = reader.dialect.delimiter
    layout.originalColumns = header.count
    layout.isHeldFile = isHeld
    layout.fileNames = [lastPart(name)] + shape.sides.names.dropFirst()
    var problems: [Diagnostic] = []
    var showing: [Int: [Int]] = [:]
    for (index, request) in requests.deal.enumerated() {
      switch isInPlace ? .column(index) : find(request, binding, isHeldJSON) {
      case .column(let column):
        showing[column, default: []].append(index)
        layout.dealColumnNames.append(binding.name(column))
      case .none:
        layout.dealColumnNames.append(nil)
        if isMissing(request, index) { problems.append(missing(request, index, binding)) }
      case .ambiguous(let columns):
        layout.dealColumnNames.append(nil)
        problems.append(ambiguous(request, columns, binding))
      }
    }
    layout.ownsDealColumn = owned(layout.dealColumnNames, requests.deal)
    for (index, field) in requests.dealKeys.enumerated() {
      let cell = requests.deal.count + index
      let place = hasKeys ? .column(cell) : binding.find(aliases: field.headers, entity: field.entity)
      guard case .column(let column) = place else {
        layout.dealColumnNames.append(nil)
        continue
      }
      showing[column, default: []].append(cell)
      layout.dealColumnNames.append(binding.name(column))
    }
    // A held.csv made of JSON has the values that could be joined already.
    if !isHeldJSON {
      let keys = Set(showing.values.joined())
      problems += shape.joinProblems(lastPart(name), isLine: false, owns: layout.ownsDealColumn) { keys.contains($0) }
    }
    bindLines(
      binding, isHeldJSON, firstInPlace: !isInPlace ? nil : hasKeys ? requests.dealWidth : requests.deal.count, hasKeys,
      &showing, &problems)
    layout.ownsLineColumn = owned(layout.lineColumnNames, requests.line)
    if readsLines, !isHeldJSON {
      let keys = Set(showing.values.joined())
      problems += shape.joinProblems(lastPart(name), isLine: true, owns: layout.ownsLineColumn) {
        keys.contains(requests.dealWidth + $0)
      }
    }
    let columns = showing.keys.sorted()
    slots = Array(repeating: -1, count: width)
    for (slot, column) in columns.enumerated() { for cell in showing[column] ?? [] { slots[cell] = Int32(slot) } }
    dealColumns = (columns.last { showing[$0]?.contains { $0 < requests.dealWidth } == true } ?? -1) + 1
    lastDealCell = requests.deal.indices.filter { slots[$0] >= 0 }.max { slots[$0] < slots[$1] }
    let ofDeal = Set(slots[..<requests.dealWidth])
    ownLineCells = requests.line.indices.filter {
      let slot = slots[requests.dealWidth + $0]
      return slot >= 0 && !ofDeal.contains(slot)
    }
    reader.want(columns)
    tell(header, binding, bound: Set(columns))
    if !problems.isEmpty { throw RefusedInput(problems) }
    heldHeader = HeldColumns.header(header, isJSON: isHeldJSON, delimiter: layout.delimiter, shape.settings)
  }

  /// A held.csv whose own two columns stand no longer last would be read as an ordinary export: JSON's times in another
  /// zone, texts with the apostrophe that guards formulas.
  private func refuseMovedRemarks(_ header: [String]) throws(RefusedInput) {
    let isMoved =
      header.contains(HeldColumns.problemOfJSON)
      || header.contains(HeldColumns.fix) && header.contains(HeldColumns.problem)
    guard isMoved else { return }
    throw RefusedInput(
      .error(
        "S048",
        "\(lastPart(name)): the columns '\(HeldColumns.problem)' and '\(HeldColumns.fix)' of a held.csv do not stand last",
        at: SourceRange(file: name, line: 1, column: 1),
        help: "take out columns that were added behind them, and put both back at the end"))
  }

  /// Which columns the file itself has; a held.csv made of JSON has a column for each, and owns what its JSON did.
  private func owned(_ names: [String?], _ requests: [ColumnRequest]) -> [Bool] {
    layout.isJSON && layout.isHeldFile
      ? requests.map { $0.isKnownInJSON(shape.profile, shape.labels) } : names.map { $0 != nil }
  }

  /// Where a column stands. A held.csv made of JSON calls it by its header or its path, and is no longer what this tool wrote as
  /// soon as the rules read another column, or somebody put one in.
  private func find(_ request: ColumnRequest, _ binding: HeaderBinding, _ isHeldJSON: Bool) -> HeaderBinding.Finding {
    guard isHeldJSON else { return binding.find(request) }
    let found = binding.findExact(request.heldName)
    if case .none = found { return binding.find(request) }
    return found
  }

  private func bindLines(
    _ binding: HeaderBinding, _ isHeldJSON: Bool, firstInPlace: Int?, _ hasKeys: Bool, _ showing: inout [Int: [Int]],
    _ problems: inout [Diagnostic]
  ) {
    let requests = shape.requests
    let first = shape.sides.lines == nil ? firstInPlace : nil
    var columns: [(slot: Int, column: Int)] = []
    var unclear: [Diagnostic] = []
    for (index, request) in requests.line.enumerated() {
      switch first.map({ .column($0 + index) }) ?? find(request, binding, isHeldJSON) {
      case .column(let column):
        columns.append((requests.dealWidth + index, column))
        layout.lineColumnNames.append(binding.name(column))
      case .ambiguous(let several):
        unclear.append(ambiguous(request, several, binding))
        layout.lineColumnNames.append(nil)
      case .none: layout.lineColumnNames.append(nil)
      }
    }
    for (index, field) in requests.lineKeys.enumerated() {
      let cell = requests.line.count + index
      let place =
        first.flatMap { hasKeys ? .column($0 + cell) : nil }
        ?? binding.find(aliases: field.headers, entity: field.entity)
      guard case .column(let column) = place else { continue }
      columns.append((requests.dealWidth + cell, column))
    }
    // A held.csv made from JSON has a row a product even where the source has a row a deal.
    readsLines =
      shape.sides.lines == nil && !columns.isEmpty && (shape.settings.rows == .product || isHeldJSON)
    layout.hasOwnLines = isHeldJSON && readsLines
    guard readsLines else {
      // The columns of --lines, if there is such a file, are its own affair.
      if let lines = shape.sides.lines {
        layout.lineColumnNames = requests.line.indices.map { lines.found[$0 + 1] ? requests.line[$0].name : nil }
      }
      return
    }
    problems += unclear
    for (slot, column) in columns { showing[column, default: []].append(slot) }
  }

  private func tell(_ header: [String], _ binding: HeaderBinding, bound: Set<Int>) {
    let file = lastPart(name)
    notices.append(
      "\(file): CSV, \(reader.dialect.delimiterName), \(reader.encoding.rawValue), \(header.count) columns")
    let unused = header.indices.filter { !bound.contains($0) }.map { binding.name($0) }
    if !unused.isEmpty {
      notices.append(
        "\(file): \(unused.count) column\(unused.count == 1 ? "" : "s") that no rule reads: \(listed(unused, limit: 20))"
      )
    }
    // A column that need not be there and is misspelt would be empty for every deal.
    for (index, request) in shape.requests.deal.enumerated()
    where layout.dealColumnNames[index] == nil && !isJoined(index) { tellNear(request, unused) }
    guard readsLines else { return }
    for (index, request) in shape.requests.line.enumerated() where layout.lineColumnNames[index] == nil {
      tellNear(request, unused)
    }
  }

  private func tellNear(_ request: ColumnRequest, _ unused: [String]) {
    // "Deal - Currncy" is near "Currency": what names the entity is left aside.
    let bare = unused.map { String($0.split(separator: " - ", maxSplits: 1).last ?? "") }
    let near = request.headers.lazy.compactMap { name in nearestName(to: name, among: bare).map { (name, $0) } }.first
    guard let (wanted, found) = near, let at = bare.firstIndex(of: found) else { return }
    notices.append(
      "\(lastPart(name)): no column '\(wanted)' (\(request.name)), so it is empty; is '\(unused[at])' meant?")
  }

  private func isMissing(_ request: ColumnRequest, _ index: Int) -> Bool {
    (request.isRequired || index == shape.idColumn && !shape.settings.hasUndecidedID) && !isJoined(index)
  }

  /// Whether a side file gives the column.
  private func isJoined(_ index: Int) -> Bool {
    shape.sides.dealFillings.contains { $0.column == index && $0.file.found[$0.value] }
  }

  private func missing(_ request: ColumnRequest, _ index: Int, _ binding: HeaderBinding) -> Diagnostic {
    let wanted = request.headers.first ?? request.name
    // "Deal - Currncy" is near "Currency": what names the entity is left aside.
    let bare = binding.headers.map { String($0.split(separator: " - ", maxSplits: 1).last ?? "") }
    let near = ([request.name] + request.headers).lazy.compactMap { nearestName(to: $0, among: binding.headers + bare) }
      .first.map { near in binding.headers.first { $0 == near || $0.hasSuffix(" - " + near) } ?? near }
    let meant = near.map { "did you mean '\($0)'? " } ?? ""
    let way =
      if index == shape.idColumn {
        ". Say which column tells deals apart: source: { id: number }, columns: { number: { header: … } }"
      } else if case .field = request.source {
        ". If it rightly has none: columns: { \(request.name): { field: \(request.name), required: no } }"
      } else { "" }
    return .error(
      "S031", "\(lastPart(name)) has no column '\(wanted)'", at: request.range,
      expected: request.headers.count > 1 ? "one of: \(listed(request.headers))" : nil,
      help: "\(meant)The file has: \(listed(binding.headers, limit: 40))\(way)")
  }

  private func ambiguous(_ request: ColumnRequest, _ columns: [Int], _ binding: HeaderBinding) -> Diagnostic {
    .error(
      "S032",
      "\(lastPart(name)): '\(request.headers.first ?? request.name)' could be column \(columns.map { "\($0 + 1) (\(binding.name($0)))" }.joined(separator: " or "))",
      at: request.range, help: "say which in the rules: header: \"\(binding.name(columns[0]))\"")
  }
}
