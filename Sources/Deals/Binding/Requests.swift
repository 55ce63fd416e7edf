import Diagnostics
import JSONRecords

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

/// What is wrong with a path in JSON as rules write it, with or without the side file that it is in
/// (`organizations:custom_fields.KEY`); nil when it is one.
public func faultOfJSONPath(_ text: String) -> String? {
  let kind = SideFiles.entities.keys.first { text.hasPrefix($0 + ":") }
  do throws(JSONPathError) {
    _ = try JSONPath(String(text.dropFirst(kind.map { $0.count + 1 } ?? 0)))
    return nil
  } catch { return error.message }
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
      if let field = builtIn(aliases, profile) { return field.json }
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
    return builtIn(aliases, profile) != nil || aliases.contains { labels.key(of: $0) != nil }
  }

  /// The profile's field with one of these headers.
  func builtIn(_ aliases: [String], _ profile: Profile) -> ProfileField? {
    let fields = side == .deal ? profile.fields : profile.lineFields
    let keys = aliases.map(HeaderBinding.key)
    return fields.sorted { $0.key < $1.key }.map(\.value).first {
      $0.headers.contains { keys.contains(HeaderBinding.key($0)) }
    }
  }

  /// What the column is called in a held.csv made from JSON: a header that the same rules find again.
  var heldName: String {
    switch source {
    case .field(let field): field.headers.first ?? field.name
    case .header(let aliases, let json): aliases.first ?? json.first ?? name
    }
  }
}
