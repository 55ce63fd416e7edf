import Diagnostics

/// The requested columns by side, and the keys that joins need beside them.
struct Requests {
  let deal: [ColumnRequest]
  let line: [ColumnRequest]
  /// Further fields that are read for joins only; their cells follow the requested ones.
  let dealKeys: [ProfileField]
  let lineKeys: [ProfileField]

  var dealWidth: Int { deal.count + dealKeys.count }
  var lineWidth: Int { line.count + lineKeys.count }

  init(_ columns: [ColumnRequest], _ profile: Profile) {
    deal = columns.filter { $0.side == .deal }
    line = columns.filter { $0.side == .line }
    var dealKeys: [ProfileField] = []
    var lineKeys: [ProfileField] = []
    for join in profile.joins.values.sorted(by: { $0.key < $1.key }) {
      if let field = profile.fields[join.key] { dealKeys.append(field) }
      if let field = profile.lineFields[join.key] { lineKeys.append(field) }
    }
    self.dealKeys = dealKeys
    self.lineKeys = lineKeys
  }

  /// Index of a join's key cell in the deal's or line's row.
  func keyIndex(_ name: String, isLine: Bool) -> Int? {
    isLine
      ? lineKeys.firstIndex { $0.name == name }.map { line.count + $0 }
      : dealKeys.firstIndex { $0.name == name }.map { deal.count + $0 }
  }
}

extension ColumnRequest {
  /// Headers under which the column may stand.
  var headers: [String] {
    switch source {
    case .field(let field): field.headers
    case .header(let aliases, _): aliases
    }
  }

  /// The JSON paths of the column: its own, else those of the profile's field with one of its headers, else those of
  /// the custom field with its label.
  func jsonPaths(_ profile: Profile, _ labels: FieldLabels) -> [String] {
    switch source {
    case .field(let field): return field.json
    case .header(let aliases, let json):
      if !json.isEmpty { return json }
      let fields = side == .deal ? profile.fields : profile.lineFields
      let keys = aliases.map(HeaderBinding.key)
      for (_, field) in fields.sorted(by: { $0.key < $1.key }) {
        if field.headers.contains(where: { keys.contains(HeaderBinding.key($0)) }) { return field.json }
      }
      for alias in aliases {
        if let key = labels.key(of: alias) { return ["custom_fields.\(key)", key] }
      }
      // A path may be written where a header is expected.
      return aliases
    }
  }

  /// Whether the deals' own JSON is known to have it: by a path of the rules, a field of the profile, or a custom
  /// field of that label.
  func isKnownInJSON(_ profile: Profile, _ labels: FieldLabels) -> Bool {
    guard case .header(let aliases, let json) = source else { return true }
    if json.contains(where: { !$0.contains(":") }) { return true }
    let keys = aliases.map(HeaderBinding.key)
    let fields = side == .deal ? profile.fields : profile.lineFields
    return fields.values.contains { $0.headers.contains { keys.contains(HeaderBinding.key($0)) } }
      || aliases.contains { labels.key(of: $0) != nil }
  }

  /// What the column is called in a held.csv made from JSON: a header that the same rules find again.
  var heldName: String {
    switch source {
    case .field(let field): field.headers.first ?? field.name
    case .header(let aliases, let json): aliases.first ?? json.first ?? name
    }
  }
}
