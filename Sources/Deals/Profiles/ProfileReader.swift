import Diagnostics
import YAMLTree

/// Reads the YAML of a profile; what it does not know is an error with the nearest name.
struct ProfileReader {
  let file: String
  var diagnostics = DiagnosticList()

  init(file: String) { self.file = file }

  mutating func read(_ root: YAMLNode, name: String, folder: String?, depth: Int) throws(RefusedInput) -> Profile {
    let known = ["profile", "name", "extends", "prefixes", "settings", "fields", "lines", "nested_lines", "joins"]
    let entries = mapping(root, "a profile", known)
    var profile = Profile(name: name)
    if let base = entries["extends"], let baseName = base.text {
      profile = try Profile.load(baseName, relativeTo: folder, depth: depth + 1)
      profile.name = name
    }
    if let own = entries["name"]?.text { profile.name = own }
    if let version = entries["profile"], version.text != "1" {
      error("R033", "this dealbill reads version 1 of profiles", version.range)
    }
    if let prefixes = entries["prefixes"]?.entries {
      for entry in prefixes { profile.prefixes[entry.key.text, default: []] += texts(entry.value) }
    }
    if let settings = entries["settings"] { read(settings, into: &profile.settings) }
    for entry in entries["joins"]?.entries ?? [] {
      let join = mapping(entry.value, "a join", ["key", "headers", "json"])
      profile.joins[entry.key.text] = ProfileJoin(
        key: join["key"]?.text ?? "", headers: texts(join["headers"]), json: texts(join["json"]))
    }
    for entry in entries["fields"]?.entries ?? [] { profile.fields[entry.key.text] = field(entry, profile, of: "deal") }
    for entry in entries["lines"]?.entries ?? [] {
      profile.lineFields[entry.key.text] = field(entry, profile, of: "product")
    }
    if let nested = entries["nested_lines"] { profile.nestedLines = texts(nested) }
    return profile
  }

  private mutating func field(_ entry: YAMLEntry, _ profile: Profile, of entity: String) -> ProfileField {
    let keys = mapping(entry.value, "the field '\(entry.key.text)'", ["type", "entity", "headers", "json", "join"])
    var type = ProfileField.FieldType.text
    if let node = keys["type"], let word = node.text {
      if let known = ProfileField.FieldType(rawValue: word) {
        type = known
      } else {
        let words = ProfileField.FieldType.allCases.map(\.rawValue)
        error("R017", "a field's type cannot be '\(word)'", node.range, help: suggestion(for: word, among: words))
      }
    }
    var joined: ProfileField.Joined?
    if let join = keys["join"] {
      for part in join.entries ?? [] {
        if profile.joins[part.key.text] == nil {
          error(
            "R014", "there is no join '\(part.key.text)'", part.keyRange,
            help: suggestion(for: part.key.text, among: profile.joins.keys.sorted()))
        }
        let places = mapping(part.value, "a joined field", ["headers", "json"])
        joined = ProfileField.Joined(
          file: part.key.text, headers: texts(places["headers"]), json: texts(places["json"]))
      }
    }
    return ProfileField(
      name: entry.key.text, type: type, entity: keys["entity"]?.text ?? entity, headers: texts(keys["headers"]),
      json: texts(keys["json"]), join: joined)
  }

  private mutating func read(_ node: YAMLNode, into settings: inout SourceSettings) {
    let keys = mapping(
      node, "'settings'",
      ["rows", "encoding", "decimal", "grouping", "dates", "time_zone", "json_times", "empty", "yes", "no", "footers"])
    if let rows = keys["rows"] {
      if let known = rows.text.flatMap({ SourceSettings.Rows(rawValue: $0) }) {
        settings.rows = known
      } else {
        error("R017", "'rows' is deal or product", rows.range)
      }
    }
    if let encoding = keys["encoding"]?.text { settings.encoding = encoding }
    if let decimal = keys["decimal"] {
      switch decimal.text {
      case "point": settings.decimal = UInt8(ascii: ".")
      case "comma": settings.decimal = UInt8(ascii: ",")
      default: error("R017", "'decimal' is point or comma", decimal.range)
      }
    }
    if let grouping = keys["grouping"] {
      if let known = grouping.text.flatMap({ SourceSettings.Grouping(rawValue: $0) }) {
        settings.grouping = known
      } else {
        error(
          "R017", "'grouping' is one of: \(listed(SourceSettings.Grouping.allCases.map(\.rawValue)))", grouping.range)
      }
    }
    if let dates = keys["dates"] { settings.dates = texts(dates) }
    if let zone = keys["time_zone"]?.text { settings.timeZone = zone }
    if let times = keys["json_times"]?.text { settings.isJSONTimeUTC = times == "UTC" }
    if let empty = keys["empty"] { settings.emptyTexts = texts(empty) }
    if let yes = keys["yes"] { settings.yesWords = texts(yes) }
    if let no = keys["no"] { settings.noWords = texts(no) }
    if let footers = keys["footers"] { settings.footers = texts(footers) }
  }

  /// The entries of a mapping by key; others are errors.
  private mutating func mapping(_ node: YAMLNode, _ what: String, _ known: [String]) -> [String: YAMLNode] {
    guard let entries = node.entries else {
      error("R015", "\(what) must be a mapping of keys to values", node.range)
      return [:]
    }
    var result: [String: YAMLNode] = [:]
    for entry in entries {
      if known.contains(entry.key.text) {
        result[entry.key.text] = entry.value
      } else {
        error(
          "R013", "\(what) has no key '\(entry.key.text)'", entry.keyRange,
          help: suggestion(for: entry.key.text, among: known))
      }
    }
    return result
  }

  private mutating func texts(_ node: YAMLNode?) -> [String] {
    guard let node else { return [] }
    if let text = node.text { return [text] }
    return (node.items ?? []).compactMap { item in
      if let text = item.text { return text }
      error("R015", "expected a text", item.range)
      return nil
    }
  }

  private mutating func error(_ code: String, _ message: String, _ range: SourceRange, help: String? = nil) {
    diagnostics.add(.error(code, message, at: range, help: help))
  }
}
