import Bytes
import Diagnostics

/// Organizations, persons, products and lines, and which requested columns they may fill.
struct SideFiles {
  /// A requested column that a side file may fill where the deal's own cell is empty.
  struct Filling {
    let column: Int
    /// Index of the key's cell in the same row.
    let key: Int
    /// The field that holds the key, for messages.
    let keyField: ProfileField
    let file: SideFile
    /// Index of the value in the side file's rows.
    let value: Int
    /// Whether the rules name a header, not a field of the profile: then the file fills in only for a file of deals
    /// that has no such column at all, since equal headers of two files need not mean the same.
    let isWritten: Bool
    /// Whether the header says whose it is (`Organization - VAT number`).
    let isPrefixed: Bool
    /// Whether the value is one of such a record, even when no record at hand has it; a bare header may mean another file.
    var isSure: Bool { !isWritten || isPrefixed }
  }
  private(set) var dealFillings: [Filling] = []
  private(set) var lineFillings: [Filling] = []
  private(set) var lines: SideFile?
  /// Columns of the deal that a side file would fill had it been given, with the key's place in the row, and the kind of file.
  private var ungiven: [(column: Int, key: Int, kind: String)] = []
  /// The key cells of kinds of records that no file gives although columns of theirs are asked for, ascending.
  private(set) var ungivenKeys: [Int] = []
  /// All of them, in the order of ``names``.
  private(set) var all: [SideFile] = []
  /// Names of the side files, for messages; number 0 is the file of deals.
  private(set) var names: [String] = [""]

  /// Whose rows a side file holds.
  static let entities = ["organizations": "organization", "persons": "person", "products": "product"]

  init(
    _ inputs: DealInputs, _ requests: Requests, _ profile: Profile, _ settings: SourceSettings, _ labels: FieldLabels
  ) throws(RefusedInput) {
    let given = [("organizations", inputs.organizations), ("persons", inputs.persons), ("products", inputs.products)]
    for (kind, paths) in given {
      if paths.isEmpty {
        noteUngiven(kind, requests, profile)
        continue
      }
      guard let join = profile.joins[kind] else {
        throw RefusedInput(
          .error(
            "S035", "the profile \(profile.name) joins no \(kind)",
            help: "leave --\(kind) out, or add the join to a profile of your own"))
      }
      try add(kind, paths, join, requests, profile, settings, labels)
    }
    ungivenKeys = Set(ungiven.map(\.key)).sorted()
    if !inputs.lines.isEmpty { try addLines(inputs.lines, requests, profile, settings, labels) }
  }

  /// Totals of all side files.
  var totals: [FileTotals] { all.flatMap(\.totals) }

  /// What a person should know about them once everything is read.
  var closingNotices: [String] { all.flatMap(\.closingNotices) }

  /// Where a filling's value stands if `cell` is that very value, in words.
  func place(of cell: ByteView, column: Int, isLine: Bool, key: (Int) -> ByteView) -> String? {
    for filling in isLine ? lineFillings : dealFillings where filling.column == column {
      guard let row = filling.file.first(key(filling.key)), !cell.isEmpty,
        unsafe filling.file.rows[row][filling.value].start == cell.start
      else { continue }
      return filling.file.place(row, filling.value, names)
    }
    return nil
  }

  private mutating func noteUngiven(_ kind: String, _ requests: Requests, _ profile: Profile) {
    guard let join = profile.joins[kind], let key = requests.keyIndex(join.key, isLine: false) else { return }
    for (column, request) in requests.deal.enumerated() {
      if case .field(let field) = request.source, field.join?.file == kind { ungiven.append((column, key, kind)) }
    }
  }

  /// Whether an empty cell may be empty for want of a record: of a file that was given, or, since JSON names records by
  /// their ids only, of one that was not.
  func mayLack(isJSON: Bool) -> Bool {
    !dealFillings.isEmpty || !lineFillings.isEmpty || (isJSON && !ungiven.isEmpty)
  }

  /// The record that would give an empty cell its value: its kind, the key's place in the row, and the files that do not
  /// have it; nil when the row names none, or one that is there.
  func lacking(
    column: Int, isLine: Bool, isOwned: Bool, isJSON: Bool, embedded: UInt8, cell: (Int) -> ByteView
  ) -> (kind: String, key: Int, files: [FileTotals])? {
    var lacking: Filling?
    for filling in isLine ? lineFillings : dealFillings
    where filling.column == column && !(filling.isWritten && isOwned)
      && (filling.isSure || filling.file.found[filling.value])
    {
      let id = cell(filling.key)
      if id.trimmed.isEmpty { continue }
      if filling.file.first(id) != nil { return nil }
      if lacking == nil { lacking = filling }
    }
    if let lacking { return (lacking.file.kind, lacking.key, lacking.file.totals) }
    guard isJSON, !isLine else { return nil }
    return ungiven.first { $0.column == column && !cell($0.key).trimmed.isEmpty }.flatMap { wanted in
      let bit = ungivenKeys.firstIndex(of: wanted.key) ?? 0
      // A held.csv does not say what the deal held itself; what it has of the record it had from there.
      let isThere =
        embedded & (1 << UInt8(bit)) != 0
        || ungiven.contains { $0.kind == wanted.kind && !cell($0.column).trimmed.isEmpty }
      return isThere ? nil : (wanted.kind, wanted.key, [])
    }
  }

  private struct Place {
    var headers: [String]
    var json: [String]
    var isWritten: Bool
    var isPrefixed: Bool
  }

  private mutating func add(
    _ kind: String, _ paths: [String], _ join: ProfileJoin, _ requests: Requests, _ profile: Profile,
    _ settings: SourceSettings, _ labels: FieldLabels
  ) throws(RefusedInput) {
    var columns = [SideColumn(headers: join.headers, json: join.json)]
    var wanted: [(column: Int, isLine: Bool, value: Int, place: Place)] = []
    for (side, isLine) in [(requests.deal, false), (requests.line, true)] {
      for (index, request) in side.enumerated() {
        guard let place = place(of: request, in: kind, profile, labels) else { continue }
        wanted.append((index, isLine, columns.count, place))
        columns.append(SideColumn(headers: place.headers, json: place.json))
      }
    }
    let file = try SideFile(
      paths, columns: columns, kind: kind, profile: profile, settings: settings, fileOffset: names.count, isUnique: true
    )
    names += paths.map(lastPart)
    all.append(file)
    for want in wanted {
      guard let key = requests.keyIndex(join.key, isLine: want.isLine),
        let field = want.isLine ? profile.lineFields[join.key] : profile.fields[join.key]
      else { continue }
      let filling = Filling(
        column: want.column, key: key, keyField: field, file: file, value: want.value, isWritten: want.place.isWritten,
        isPrefixed: want.place.isPrefixed)
      if want.isLine { lineFillings.append(filling) } else { dealFillings.append(filling) }
    }
  }

  /// Where a column stands in a side file: the profile's place, or the rule's own header or path there.
  private func place(
    of request: ColumnRequest, in kind: String, _ profile: Profile, _ labels: FieldLabels
  ) -> Place? {
    switch request.source {
    case .field(let field):
      guard let join = field.join, join.file == kind else { return nil }
      return Place(headers: join.headers, json: join.json, isWritten: false, isPrefixed: false)
    case .header(let aliases, let json):
      // `organizations:custom_fields.KEY` names the file; a header without an entity is looked for in each.
      let own = json.filter { $0.hasPrefix(kind + ":") }.map { String($0.dropFirst(kind.count + 1)) }
      var headers: [String] = []
      var isPrefixed = !own.isEmpty
      for alias in aliases {
        guard let (entity, label) = HeaderBinding.parted(alias, profile) else {
          headers.append(alias)
          continue
        }
        if entity == Self.entities[kind] {
          headers += [alias, label]
          isPrefixed = true
        }
      }
      let custom = headers.compactMap { labels.key(of: $0) }.flatMap { ["custom_fields.\($0)", $0] }
      let paths = own + custom
      if headers.isEmpty, paths.isEmpty { return nil }
      return Place(headers: headers, json: paths.isEmpty ? headers : paths, isWritten: true, isPrefixed: isPrefixed)
    }
  }

  private mutating func addLines(
    _ paths: [String], _ requests: Requests, _ profile: Profile, _ settings: SourceSettings, _ labels: FieldLabels
  ) throws(RefusedInput) {
    guard let key = profile.lineFields["line.deal_id"] else {
      throw RefusedInput(
        .error(
          "S035", "the profile \(profile.name) does not say which column of --lines names the deal",
          help: "add 'line.deal_id' to a profile of your own"))
    }
    var columns = [SideColumn(headers: key.headers, json: key.json)]
    columns += requests.line.map { SideColumn(headers: $0.headers, json: $0.jsonPaths(profile, labels)) }
    columns += requests.lineKeys.map { SideColumn(headers: $0.headers, json: $0.json) }
    let productCells = columns.count - 1
    let id = profile.lineFields["line.id"]
    let idColumn = id == nil ? nil : columns.count
    if let id { columns.append(SideColumn(headers: id.headers, json: id.json)) }
    // A column called 'Order' in somebody's own sheet may hold anything.
    let order = profile.lineFields["line.order"]?.json ?? []
    let orderColumn = order.isEmpty ? nil : columns.count
    if !order.isEmpty { columns.append(SideColumn(headers: [], json: order)) }
    let file = try SideFile(
      paths, columns: columns, kind: "lines", profile: profile, settings: settings, fileOffset: names.count,
      isUnique: false, idColumn: idColumn, orderColumn: orderColumn)
    let list = paths.joined(separator: ", ")
    var problems: [Diagnostic] = []
    if let damaged = file.damagedKey(isNumeric: profile.hasNumericIDs) {
      problems.append(
        .error(
          "S049",
          "\(lastPart(paths[damaged.file])), row \(damaged.row): the deal's id '\(damaged.id)' \(damaged.reason)",
          help: "export the ids as text, as the CRM shows them; a product of an unknown deal would not be billed"))
    }
    // An empty page of JSON says nothing of its members.
    let isEmptyPage = file.isJSON && file.rows.isEmpty
    if !file.found[0], !isEmptyPage {
      problems.append(
        .error(
          "S031", "\(list): no product names its deal", expected: "one of: \(listed(key.json))",
          help: "export the deal's id with the products; a product of no deal would not be billed"))
    } else if !requests.line.isEmpty, let row = file.rowWithoutKey(productCells) {
      problems.append(
        .error(
          "S049", "\(lastPart(paths[row.file])), row \(row.row): the product has no id of a deal",
          help: "fill it in, or take the row out; the product would belong to no deal, and would not be billed"))
    }
    for (index, request) in requests.line.enumerated()
    where request.isRequired && !file.found[index + 1] && !isEmptyPage {
      if lineFillings.contains(where: { $0.column == index && $0.file.found[$0.value] }) { continue }
      problems.append(
        .error(
          "S031", "\(list): no column '\(request.headers.first ?? request.name)'", at: request.range,
          help: "correct the header in the rules, or say 'required: no'"))
    }
    for filling in lineFillings where !file.found[filling.key + 1] && !isEmptyPage {
      problems.append(cannotJoin(filling, list))
      break
    }
    if !problems.isEmpty { throw RefusedInput(problems) }
    names += paths.map(lastPart)
    all.append(file)
    lines = file
  }
}

/// The message for a side file whose key `file` does not have.
func cannotJoin(_ filling: SideFiles.Filling, _ file: String) -> Diagnostic {
  .error(
    "S035", "the \(filling.file.kind) cannot be joined: \(file) has no column for \(filling.keyField.name)",
    expected: "one of: \(listed(filling.keyField.headers))",
    help: "export that column, or leave --\(filling.file.kind) out; names are not unique and never used to join")
}

/// A path without its folders.
package func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
