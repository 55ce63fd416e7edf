import Bytes
public import Diagnostics

/// Which profile an export fits, and where its fields stand.
public struct RecognisedSource: Sendable {
  public let profile: Profile
  /// Column by field: `title`, `organization.country`, `line.price`.
  public private(set) var fields: [String: Int] = [:]
  /// Fields whose header stands more than once, with all of its columns.
  public private(set) var ambiguous: [String: [Int]] = [:]
  /// Product fields found inside the records of JSON.
  public private(set) var nestedFields: Set<String> = []

  /// The built-in profile that finds most of its fields in the export; the earlier one of two that find as many.
  public init(_ sample: ExportSample) throws(RefusedInput) {
    var best: RecognisedSource?
    for name in Profile.builtIn {
      let found = RecognisedSource(sample, try Profile.load(name, relativeTo: nil))
      if best == nil || found.score > (best?.score ?? 0) { best = found }
    }
    if let best, best.score > 2 {
      self = best
    } else {
      self = RecognisedSource(sample, try Profile.load("generic", relativeTo: nil))
    }
  }

  /// The fields of one profile in the export.
  public init(_ sample: ExportSample, _ profile: Profile) {
    self.profile = profile
    let all = Array(profile.fields.values) + Array(profile.lineFields.values)
    if sample.isJSON {
      for field in all { findInJSON(field, sample) }
      return
    }
    let binding = HeaderBinding(sample.headers, profile)
    for field in all {
      switch binding.find(aliases: field.headers, entity: field.entity) {
      case .column(let column): fields[field.name] = column
      case .ambiguous(let columns): ambiguous[field.name] = columns
      case .none: continue
      }
    }
    // A header that names a field of the deal and one of its lines is the deal's, unless rows are products.
    let dealColumns = Set(fields.filter { !$0.key.hasPrefix("line.") }.values)
    let hasLines = fields["line.quantity"] != nil || fields["line.price"] != nil
    if !hasLines { fields = fields.filter { !$0.key.hasPrefix("line.") || !dealColumns.contains($0.value) } }
  }

  private mutating func findInJSON(_ field: ProfileField, _ sample: ExportSample) {
    // `emails[0].value` and `emails[].value` are one place here.
    for path in field.json.map({ $0.replacingOccurrencesOfIndices }) {
      if let column = sample.columns.firstIndex(of: path), !field.name.hasPrefix("line.") {
        fields[field.name] = column
        return
      }
      for list in sample.nested where profile.nestedLines.contains(list.path) {
        let names = list.columns
        if field.name.hasPrefix("line."), names.contains(String(path.prefix { $0 != "." })) {
          nestedFields.insert(field.name)
        }
      }
    }
  }

  /// How well it fits: fields found, the id and the value counting more than others.
  private var score: Int {
    fields.count + ambiguous.count + nestedFields.count + (has("id") ? 2 : 0) + (has("value") ? 1 : 0)
  }

  public func has(_ field: String) -> Bool { fields[field] != nil || ambiguous[field] != nil }

  /// The columns that no field of the profile claims.
  public func unclaimed(_ sample: ExportSample) -> [Int] {
    let claimed = Set(fields.values).union(ambiguous.values.joined())
    return sample.columns.indices.filter { !claimed.contains($0) }
  }
}

extension String {
  /// Every `[0]` as `[]`.
  fileprivate var replacingOccurrencesOfIndices: String {
    var out = ""
    var isInside = false
    for character in self {
      if character == "[" { isInside = true } else if character == "]" { isInside = false }
      if isInside, character.isNumber { continue }
      out.append(character)
    }
    return out
  }
}

extension ExportSample {
  /// Where a requested column stands in a CSV file; nil when it does not, or not only once, and in JSON.
  public func column(of request: ColumnRequest, _ profile: Profile) -> Int? {
    guard !isJSON, case .column(let column) = HeaderBinding(headers, profile).find(request) else { return nil }
    return column
  }
}
