import Bytes
import CSVRecords
import Diagnostics
import JSONRecords

/// The CRM's field definitions (`dealFields` of Pipedrive's API, both versions): labels for the 40-character keys of
/// custom fields, and labels for the numbers of their options.
struct FieldLabels {
  /// Totals of the file, if one was given.
  private(set) var totals: [FileTotals] = []
  private var keys: [String: String] = [:]
  /// Labels of several fields, with the fields' keys.
  private var shared: [String: [String]] = [:]
  /// All labels, as they are written.
  private(set) var names: [String] = []
  /// Options by field key: number → label.
  private var options: [String: [String: String]] = [:]

  init(path: String?) throws(RefusedInput) {
    guard let path else { return }
    let bytes = try ByteSource(path: path).readAll(limit: 64 << 20)
    var file = FileTotals(name: path)
    file.bytes = bytes.count
    file.sha256 = try DigestMeter.hex(of: bytes)
    totals = [file]
    let root = try bytes.withByteView { view throws(RefusedInput) in try JSONValue.parse(view, file: path) }
    for field in root["data"]?.elements ?? root.elements ?? [] {
      guard let key = (field["key"] ?? field["field_code"])?.text,
        let name = (field["name"] ?? field["field_name"])?.text
      else { continue }
      names.append(name)
      let label = HeaderBinding.key(name)
      if let other = keys[label], other != key { shared[label, default: [other]].append(key) }
      keys[label] = key
      for option in field["options"]?.elements ?? [] {
        guard let id = option["id"]?.text, let label = option["label"]?.text else { continue }
        // Words stay: 'lost' is what rules ask for, whatever the CRM shows in its user's language.
        if Int(id) != nil { options[key, default: [:]][id] = label }
      }
    }
    if keys.isEmpty {
      throw RefusedInput(.error("S034", "\(path) holds no field definitions", expected: "the answer of GET dealFields"))
    }
  }

  /// The key of the field with this label.
  func key(of label: String) -> String? { keys[HeaderBinding.key(label)] }

  /// The same of a field that the account made itself: its key is 40 hexadecimal digits.
  func customKey(of label: String) -> String? {
    key(of: label).flatMap { $0.count == 40 && $0.allSatisfy(\.isHexDigit) ? $0 : nil }
  }

  /// The keys of the fields that have this label, if there are several.
  func keys(sharing label: String) -> [String]? { shared[HeaderBinding.key(label)] }

  /// The options of the field that a JSON path leads to, or nil.
  func options(ofPath path: String) -> [ByteView: ByteView]? {
    for part in path.split(separator: ".") {
      if let found = options[String(part)] {
        return Dictionary(uniqueKeysWithValues: found.map { (.immortal($0.key), .immortal($0.value)) })
      }
    }
    return nil
  }
}
