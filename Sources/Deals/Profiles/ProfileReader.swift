import CSVRecords
import Diagnostics
import JSONRecords
import YAMLTree

/// Reads the YAML of a profile; what it does not know is an error with the nearest name.
struct ProfileReader {
  let file: String
  var diagnostics = DiagnosticList()
  /// Where joins name a key that must be a field.
  private var joinKeyNodes: [YAMLNode] = []
  private static let entities = ["deal", "organization", "person", "product"]

  init(file: String) { self.file = file }

  /// The profile, on top of the one that it extends: lists of headers and paths come before those of the other, all
  /// else replaces it.
  mutating func read(_ root: YAMLNode, name: String, folder: String?, depth: Int) throws(RefusedInput) -> Profile {
    let known = [
      "profile", "name", "extends", "prefixes", "settings", "fields", "lines", "nested_lines", "joins", "custom_keys",
      "numeric_ids",
    ]
    let entries = mapping(root, "a profile", known)
    var profile = Profile(name: name)
    if let base = entries["extends"] {
      profile = try parent(base, folder: folder, depth: depth)
      profile.name = name
    }
    if let node = entries["name"], let own = node.text {
      profile.name = own
      // It stands in every invoice, and tells deals of two sources apart.
      if own.isEmpty || !own.utf8.allSatisfy(isNameByte) {
        error(
          "R017", "a profile's name is of letters, digits, '.', '_' and '-', not '\(own)'", node.range,
          help: "write \(Profile.name(ofFile: own))")
      }
    }
    if let version = entries["profile"], version.text != "1" {
      error("R033", "this dealbill reads version 1 of profiles", version.range)
    }
    for entry in members(entries["prefixes"], "'prefixes'") {
      profile.prefixes[entry.key.text, default: []] += texts(entry.value)
    }
    if let settings = entries["settings"] { read(settings, into: &profile.settings) }
    for entry in members(entries["joins"], "'joins'") { join(entry, &profile) }
    for entry in members(entries["fields"], "'fields'") {
      if entry.key.text.hasPrefix("line.") {
        error("R014", "'\(entry.key.text)' is a field of a line", entry.keyRange, help: "write it under 'lines'")
      }
      profile.fields[entry.key.text] = field(entry, profile, profile.fields[entry.key.text], of: "deal")
    }
    for entry in members(entries["lines"], "'lines'") {
      if !entry.key.text.hasPrefix("line.") {
        error(
          "R014", "the fields of a line begin with 'line.'", entry.keyRange,
          help: "did you mean 'line.\(entry.key.text)'?")
      }
      profile.lineFields[entry.key.text] = field(entry, profile, profile.lineFields[entry.key.text], of: "product")
    }
    if let nested = entries["nested_lines"] { profile.nestedLines = paths(nested) + profile.nestedLines }
    if let keys = entries["custom_keys"] { profile.hasCustomKeys = isYes(keys, "custom_keys") }
    if let ids = entries["numeric_ids"] { profile.hasNumericIDs = isYes(ids, "numeric_ids") }
    let names = profile.fields.keys.sorted() + profile.lineFields.keys.sorted()
    for node in joinKeyNodes {
      guard let key = node.text, !names.contains(key) else { continue }
      error("R014", "there is no field '\(key)' to join by", node.range, help: suggestion(for: key, among: names))
    }
    return profile
  }

  private mutating func isYes(_ node: YAMLNode, _ key: String) -> Bool {
    if node.text != "yes", node.text != "no" { error("R015", "'\(key)' is yes or no", node.range) }
    return node.text == "yes"
  }

  private func parent(_ node: YAMLNode, folder: String?, depth: Int) throws(RefusedInput) -> Profile {
    guard let name = node.text else {
      throw RefusedInput(.error("R015", "'extends' names one profile", at: node.range))
    }
    do {
      return try Profile.load(name, relativeTo: folder, depth: depth + 1)
    } catch {
      throw RefusedInput(
        error.diagnostics.map { diagnostic in
          var diagnostic = diagnostic
          diagnostic.range = diagnostic.range ?? node.range
          return diagnostic
        })
    }
  }

  private mutating func join(_ entry: YAMLEntry, _ profile: inout Profile) {
    let kinds = SideFiles.entities.keys.sorted()
    guard kinds.contains(entry.key.text) else {
      error(
        "R014", "there are no side files '\(entry.key.text)'", entry.keyRange,
        help: suggestion(for: entry.key.text, among: kinds))
      return
    }
    let join = mapping(entry.value, "a join", ["key", "headers", "json"])
    let old = profile.joins[entry.key.text]
    if let key = join["key"] {
      joinKeyNodes.append(key)
    } else if old == nil {
      error("R016", "a join needs 'key', the field that holds the id", entry.value.range)
    }
    profile.joins[entry.key.text] = ProfileJoin(
      key: join["key"]?.text ?? old?.key ?? "", headers: texts(join["headers"]) + (old?.headers ?? []),
      json: paths(join["json"]) + (old?.json ?? []))
  }

  private mutating func field(
    _ entry: YAMLEntry, _ profile: Profile, _ old: ProfileField?, of entity: String
  ) -> ProfileField {
    let keys = mapping(entry.value, "the field '\(entry.key.text)'", ["type", "entity", "headers", "json", "join"])
    var type = old?.type ?? .text
    if let node = keys["type"] {
      let word = node.text ?? node.kind
      if let known = ProfileField.FieldType(rawValue: word) {
        type = known
      } else {
        let words = ProfileField.FieldType.allCases.map(\.rawValue)
        error("R017", "a field's type cannot be '\(word)'", node.range, help: suggestion(for: word, among: words))
      }
    }
    if let node = keys["entity"] {
      let known = Set(Self.entities).union(profile.prefixes.keys).sorted()
      let word = node.text ?? node.kind
      if !known.contains(word) {
        error("R014", "there is no entity '\(word)'", node.range, help: suggestion(for: word, among: known))
      }
    }
    var joined = old?.join
    for part in members(keys["join"], "'join'") {
      if profile.joins[part.key.text] == nil {
        error(
          "R014", "there is no join '\(part.key.text)'", part.keyRange,
          help: suggestion(for: part.key.text, among: profile.joins.keys.sorted()))
      }
      let places = mapping(part.value, "a joined field", ["headers", "json"])
      let same = joined?.file == part.key.text ? joined : nil
      joined = ProfileField.Joined(
        file: part.key.text, headers: texts(places["headers"]) + (same?.headers ?? []),
        json: paths(places["json"]) + (same?.json ?? []))
    }
    return ProfileField(
      name: entry.key.text, type: type, entity: keys["entity"]?.text ?? old?.entity ?? entity,
      headers: texts(keys["headers"]) + (old?.headers ?? []), json: paths(keys["json"]) + (old?.json ?? []),
      join: joined)
  }

  private mutating func read(_ node: YAMLNode, into settings: inout SourceSettings) {
    enum Decimal: String, CaseIterable { case point, comma }
    enum Delimiter: String, CaseIterable { case comma, semicolon, tab, pipe }
    enum JSONTimes: String, CaseIterable {
      case utc = "UTC"
      case local
    }
    let keys = mapping(
      node, "'settings'",
      [
        "rows", "encoding", "delimiter", "decimal", "grouping", "dates", "time_zone", "json_times", "empty", "yes",
        "no",
        "footers", "join_keys",
      ])
    if let rows = word(keys["rows"], "rows", SourceSettings.Rows.self) { settings.rows = rows }
    if let encoding = keys["encoding"] {
      let name = encoding.text ?? encoding.kind
      if SourceEncoding(name: name) == nil {
        error(
          "R017", "'\(name)' is no encoding", encoding.range, help: suggestion(for: name, among: SourceEncoding.names))
      }
      settings.encoding = name
    }
    if let delimiter = word(keys["delimiter"], "delimiter", Delimiter.self) {
      settings.delimiter =
        switch delimiter {
        case .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        case .tab: 0x09
        case .pipe: UInt8(ascii: "|")
        }
    }
    if let decimal = word(keys["decimal"], "decimal", Decimal.self) {
      settings.decimal = decimal == .point ? UInt8(ascii: ".") : UInt8(ascii: ",")
      settings.namesDecimal = true
    }
    if let grouping = word(keys["grouping"], "grouping", SourceSettings.Grouping.self) { settings.grouping = grouping }
    if let dates = keys["dates"] { settings.dates = texts(dates) }
    if let zone = keys["time_zone"]?.text { settings.timeZone = zone }
    if let times = word(keys["json_times"], "json_times", JSONTimes.self) { settings.isJSONTimeUTC = times == .utc }
    if let empty = keys["empty"] { settings.emptyTexts = texts(empty) }
    if let yes = keys["yes"] { settings.yesWords = texts(yes) }
    if let no = keys["no"] { settings.noWords = texts(no) }
    if let footers = keys["footers"] { settings.footers = texts(footers) }
    if let join = word(keys["join_keys"], "join_keys", SourceSettings.JoinKeys.self) { settings.joinKeys = join }
  }

  // MARK: Nodes

  /// The entries of a mapping by key; others are errors.
  private mutating func mapping(_ node: YAMLNode, _ what: String, _ known: [String]) -> [String: YAMLNode] {
    var result: [String: YAMLNode] = [:]
    for entry in members(node, what) {
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

  /// The entries of a mapping, whatever its keys.
  private mutating func members(_ node: YAMLNode?, _ what: String) -> [YAMLEntry] {
    guard let node else { return [] }
    if let entries = node.entries { return entries }
    error("R015", "\(what) must be a mapping of keys to values", node.range)
    return []
  }

  /// One of the words of `Word`, or nil after an error.
  private mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode?, _ key: String, _: Word.Type
  ) -> Word? {
    guard let node else { return nil }
    if let word = node.text.flatMap({ Word(rawValue: $0) }) { return word }
    error("R017", "'\(key)' is one of: \(listed(Word.allCases.map(\.rawValue)))", node.range)
    return nil
  }

  /// A text or a list of texts.
  private mutating func texts(_ node: YAMLNode?) -> [String] {
    guard let node else { return [] }
    if let text = node.text { return [text] }
    guard let items = node.items else {
      error("R015", "expected a text or a list of texts", node.range)
      return []
    }
    var result: [String] = []
    for item in items {
      if let text = item.text { result.append(text) } else { error("R015", "expected a text", item.range) }
    }
    return result
  }

  /// Paths in JSON.
  private mutating func paths(_ node: YAMLNode?) -> [String] {
    let paths = texts(node)
    for path in paths {
      do throws(JSONPathError) { _ = try JSONPath(path) } catch {
        self.error(
          "S036", "'\(path)' is not a path in JSON: \(error.message)",
          node?.range ?? .init(file: file, line: 1, column: 1))
      }
    }
    return paths
  }

  private mutating func error(_ code: String, _ message: String, _ range: SourceRange, help: String? = nil) {
    diagnostics.add(.error(code, message, at: range, help: help))
  }
}
