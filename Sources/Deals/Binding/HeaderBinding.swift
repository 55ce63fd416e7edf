import Bytes
import Diagnostics

/// Finds requested columns among the headers of a file.
struct HeaderBinding {
  /// As they stand in the file, for reports.
  let headers: [String]
  private let keys: [String]
  private let occurrences: [Int]
  private let profile: Profile

  init(_ headers: [String], _ profile: Profile) {
    self.headers = headers
    self.profile = profile
    keys = headers.map(Self.key)
    var seen: [String: Int] = [:]
    occurrences = keys.map { key in
      seen[key, default: 0] += 1
      return seen[key] ?? 1
    }
  }

  enum Finding {
    case column(Int)
    case none
    case ambiguous([Int])
  }

  /// The column for a request; alternatives are tried in order, so that the first alias that is there wins.
  func find(_ request: ColumnRequest) -> Finding {
    switch request.source {
    case .field(let field): return find(aliases: field.headers, entity: field.entity)
    case .header(let aliases, _): return find(aliases: aliases, entity: nil)
    }
  }

  /// The column of this very name, without a prefix.
  func findExact(_ name: String) -> Finding {
    let found = keys.indices.filter { keys[$0] == Self.key(name) }
    return found.isEmpty ? .none : found.count == 1 ? .column(found[0]) : .ambiguous(found)
  }

  /// - Parameters:
  ///   - entity: Whose prefix the header may carry; nil: any, or none.
  ///   - prefersPrefix: Whether a header with the prefix goes before the bare one: `Person - Name` among persons.
  func find(aliases: [String], entity: String?, prefersPrefix: Bool = false) -> Finding {
    for alias in aliases {
      let prefixed = prefersPrefix ? keys.indices.filter { matches(keys[$0], Self.key(alias), entity) } : []
      let found = prefixed.isEmpty ? columns(alias, entity) : prefixed
      if found.count == 1 { return .column(found[0]) }
      if found.count > 1 { return .ambiguous(found) }
      // `Status#2` is the second of that name, unless it is a header itself.
      if let hash = alias.lastIndex(of: "#"), let number = Int(alias[alias.index(after: hash)...]), number > 0 {
        let all = columns(String(alias[..<hash]), entity)
        if all.count >= number { return .column(all[number - 1]) }
      }
    }
    return .none
  }

  /// All columns of that name: as it is written, else behind a prefix. `Value` beside `Deal - Value` says not which is meant.
  private func columns(_ alias: String, _ entity: String?) -> [Int] {
    let key = Self.key(alias)
    let exact = keys.indices.filter { keys[$0] == key }
    if !exact.isEmpty, entity == nil { return exact }
    return exact + keys.indices.filter { matches(keys[$0], key, entity) }
  }

  /// `Organization - VAT number` parted into the entity that its beginning names and the rest; nil without one.
  static func parted(_ alias: String, _ profile: Profile) -> (entity: String, label: String)? {
    for (entity, words) in profile.prefixes.sorted(by: { $0.key < $1.key }) {
      for word in words {
        let prefix = key(word) + " - "
        let name = key(alias)
        if name.hasPrefix(prefix) { return (entity, String(name.dropFirst(prefix.count))) }
      }
    }
    return nil
  }

  /// Whether a header is the alias behind one of the prefixes: `deal - title` for `title`.
  private func matches(_ header: String, _ alias: String, _ entity: String?) -> Bool {
    guard header.hasSuffix(alias), header.count > alias.count + 3 else { return false }
    let prefix = header.dropLast(alias.count)
    guard prefix.hasSuffix(" - ") else { return false }
    let word = String(prefix.dropLast(3))
    let lists = entity.map { [profile.prefixes[$0] ?? []] } ?? Array(profile.prefixes.values)
    return lists.contains { $0.contains { Self.key($0) == word } }
  }

  /// A header as it is compared: trimmed, without byte order mark and trailing `*`, dashes and blanks unified, in lower
  /// case.
  static func key(_ header: String) -> String {
    var text = ""
    for scalar in header.unicodeScalars {
      switch scalar.value {
      case 0xFEFF, 0x200B: continue
      case 0x2010...0x2015, 0x2212, 0xFE63, 0xFF0D: text.unicodeScalars.append("-")
      case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0x09, 0x0A, 0x0D: text.unicodeScalars.append(" ")
      default: text.unicodeScalars.append(scalar)
      }
    }
    var words = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ").lowercased()
    while words.hasSuffix("*") { words.removeLast() }
    return words.withByteView { $0.trimmed.string }
  }

  /// How a column is named in messages: with its occurrence when the header stands more than once.
  func name(_ column: Int) -> String {
    let isRepeated = keys.indices.contains { $0 != column && keys[$0] == keys[column] }
    return isRepeated ? "\(headers[column])#\(occurrences[column])" : headers[column]
  }
}
