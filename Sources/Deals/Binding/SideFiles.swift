import Bytes
import Diagnostics

/// Organizations, persons, products and lines, and which requested columns they may fill.
struct SideFiles: Sendable {
  /// A requested column that a side file may fill where the deal's own cell is empty.
  struct Filling: Sendable {
    let column: Int
    /// Index of the key's cell in the same row.
    let key: Int
    let file: SideFile
    /// Index of the value in the side file's rows.
    let value: Int
    /// What the column is called in the side file.
    let name: String
  }
  private(set) var dealFillings: [Filling] = []
  private(set) var lineFillings: [Filling] = []
  /// Without side files.
  static let none = SideFiles()
  private init() {}

  private(set) var lines: SideFile?
  private(set) var totals: [FileTotals] = []
  /// Names of the side files, for messages; number 0 is the file of deals.
  private(set) var names: [String] = [""]

  init(
    _ inputs: DealInputs, _ requests: Requests, _ profile: Profile, _ settings: SourceSettings, _ labels: FieldLabels
  ) throws(RefusedInput) {
    let given = [("organizations", inputs.organizations), ("persons", inputs.persons), ("products", inputs.products)]
    for (kind, paths) in given where !paths.isEmpty {
      guard let join = profile.joins[kind] else {
        throw RefusedInput(
          .error(
            "S035", "the profile \(profile.name) joins no \(kind)",
            help: "leave --\(kind) out, or add the join to a profile of your own"))
      }
      try add(kind, paths, join, requests, profile, settings, labels)
    }
    if !inputs.lines.isEmpty { try addLines(inputs.lines, requests, profile, settings, labels) }
  }

  private mutating func add(
    _ kind: String, _ paths: [String], _ join: ProfileJoin, _ requests: Requests, _ profile: Profile,
    _ settings: SourceSettings, _ labels: FieldLabels
  ) throws(RefusedInput) {
    var columns: [(headers: [String], json: [String])] = [(join.headers, join.json)]
    var wanted: [(column: Int, isLine: Bool, value: Int, name: String)] = []
    for (side, isLine) in [(requests.deal, false), (requests.line, true)] {
      for (index, request) in side.enumerated() {
        guard let place = place(of: request, in: kind, labels) else { continue }
        wanted.append((index, isLine, columns.count, place.headers.first ?? place.json.first ?? request.name))
        columns.append(place)
      }
    }
    let file = try SideFile(
      paths, columns: columns, kind: kind, profile: profile, settings: settings, fileOffset: names.count, isUnique: true
    )
    names += paths.map(lastPart)
    totals += file.totals
    for want in wanted {
      guard let key = requests.keyIndex(join.key, isLine: want.isLine) else { continue }
      let filling = Filling(column: want.column, key: key, file: file, value: want.value, name: want.name)
      if want.isLine { lineFillings.append(filling) } else { dealFillings.append(filling) }
    }
  }

  /// Where a column stands in a side file: the profile's place, or the rule's own header or path there.
  private func place(of request: ColumnRequest, in kind: String, _ labels: FieldLabels) -> (
    headers: [String], json: [String]
  )? {
    switch request.source {
    case .field(let field):
      guard let join = field.join, join.file == kind else { return nil }
      return (join.headers, join.json)
    case .header(let aliases, let json):
      // `organizations:custom_fields.KEY` names the file; a bare header is looked for in each.
      let own = json.filter { $0.hasPrefix(kind + ":") }.map { String($0.dropFirst(kind.count + 1)) }
      let custom = aliases.compactMap { labels.key(of: $0) }.flatMap { ["custom_fields.\($0)", $0] }
      let paths = own + custom
      return (aliases, paths.isEmpty ? aliases : paths)
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
    var columns: [(headers: [String], json: [String])] = [(key.headers, key.json)]
    columns += requests.line.map { ($0.headers, $0.jsonPaths(profile, labels)) }
    columns += requests.lineKeys.map { ($0.headers, $0.json) }
    let file = try SideFile(
      paths, columns: columns, kind: "lines", profile: profile, settings: settings, fileOffset: names.count,
      isUnique: false)
    for (index, request) in requests.line.enumerated() where request.isRequired && !file.found[index + 1] {
      throw RefusedInput(
        .error(
          "S031", "\(paths.joined(separator: ", ")): no column '\(request.headers.first ?? request.name)'",
          at: request.range, help: "correct the header in the rules, or say 'required: no'"))
    }
    names += paths.map(lastPart)
    totals += file.totals
    lines = file
  }
}

/// A path without its folders.
func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
