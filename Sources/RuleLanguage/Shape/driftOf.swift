import Bytes
public import Deals
public import Diagnostics

/// How an export differs from the shape that the rules were made for, but for what is accepted.
///
/// Columns are compared all; number and date styles by the first rows of the columns that the rules read as such. New
/// values of pick-lists are no matter of the file: each deal is checked for them. A held.csv made of JSON has no columns of
/// an export, so there is nothing to compare.
public func driftOf(_ rules: CompiledRules, _ sample: ExportSample) -> [Diagnostic] {
  guard let shape = rules.shape, !sample.isHeldJSON else { return [] }
  var drift = Drift(shape: shape, sample: sample)
  drift.compareColumns()
  drift.compareNumbers(rules)
  drift.compareDates(rules)
  return drift.found
}

/// Columns that the rules read as numbers or dates and of which the shape does not say how they are written: that day and
/// month change places there, or point and comma, goes unnoticed.
public func columnsWithoutStyle(_ rules: CompiledRules, _ sample: ExportSample) -> [String] {
  guard let shape = rules.shape, !sample.isJSON else { return [] }
  let drift = Drift(shape: shape, sample: sample)
  var found: [Int] = []
  if shape.numbers == nil {
    found += drift.columns(rules, .number).filter { column in
      switch NumberLook.find(sample.cells(column)) {
      case .none, .look(.whole): false
      default: true
      }
    }
  }
  if shape.dates.isEmpty { found += drift.columns(rules, .date).filter { !sample.cells($0).isEmpty } }
  return found.sorted().map { sample.columns[$0] }
}

private struct Drift {
  let shape: ExportShape
  let sample: ExportSample
  var found: [Diagnostic] = []

  mutating func add(_ code: String, _ name: String, _ message: String, expected: String? = nil) {
    guard !shape.accepts(code, name) else { return }
    found.append(
      .error(
        code, "\(lastPart(sample.file)): \(message)", at: shape.range, expected: expected,
        help:
          "look at the rules that read it; then run 'dealbill rules accept', or this once --accept '\(code):\(name)'"
      ))
  }

  // MARK: Columns

  mutating func compareColumns() {
    guard !shape.columns.isEmpty else { return }
    let names = sample.shapeColumns
    let wanted = shape.columns.map(HeaderKey.init)
    let present = names.map(HeaderKey.init)
    var missing = shape.columns.indices.filter { !present.contains(wanted[$0]) }
    var new = names.indices.filter { !wanted.contains(present[$0]) }
    for column in missing {
      guard let match = renamed(column, among: new, names) else { continue }
      missing.removeAll { $0 == column }
      new.removeAll { $0 == match }
      add(
        "S063", names[match],
        "the column '\(shape.columns[column])' seems to be called '\(names[match])' now")
    }
    for column in missing {
      add("S062", shape.columns[column], "the column '\(shape.columns[column])' is missing")
    }
    for column in new { add("S061", names[column], "the column '\(names[column])' is new") }
  }

  /// The new column that is probably the old one under another name: a near name, the same list values, or the only
  /// new one at the same place.
  private func renamed(_ column: Int, among new: [Int], _ names: [String]) -> Int? {
    let name = shape.columns[column]
    if let near = nearestName(to: name, among: new.map { names[$0] }) {
      return new.first { names[$0] == near }
    }
    if !sample.isJSON, let values = shape.values.first(where: { $0.column == name })?.values {
      let same = new.filter { candidate in
        guard let found = sample.choices(candidate), !found.isEmpty else { return false }
        return found.allSatisfy { values.contains($0) }
      }
      if same.count == 1 { return same[0] }
    }
    return new.first { $0 == column && names.count == shape.columns.count }
  }

  // MARK: Styles

  mutating func compareNumbers(_ rules: CompiledRules) {
    guard let look = shape.numbers, look != .whole, !sample.isJSON else { return }
    for column in columns(rules, .number) {
      let cells = sample.cells(column)
      switch NumberLook.find(cells) {
      case .look(let other) where !look.agrees(with: other):
        add(
          "S065", sample.columns[column],
          "numbers in '\(sample.columns[column])' are written like \(other.rawValue)", expected: look.rawValue)
      case .mixed(let first, let second):
        add(
          "S065", sample.columns[column],
          "numbers in '\(sample.columns[column])' are written in two ways: \(first) and \(second)",
          expected: look.rawValue)
      default: continue
      }
    }
  }

  mutating func compareDates(_ rules: CompiledRules) {
    guard !shape.dates.isEmpty, !sample.isJSON else { return }
    for column in columns(rules, .date) {
      let cells = sample.cells(column)
      // A cell that nobody can read is a matter of its deal; one that another pattern reads is a matter of the file.
      guard let odd = cells.first(where: { !DateLook.reads(shape.dates, [$0]) }) else { continue }
      switch DateLook.find([odd]) {
      case .pattern(let other), .ambiguous(let other, _):
        add(
          "S066", sample.columns[column],
          "'\(odd)' in '\(sample.columns[column])' is written like \(other)",
          expected: shape.dates.joined(separator: " or "))
      case .unknown, .none: continue
      }
    }
  }

  /// The columns of the sample that the rules read as a kind.
  func columns(_ rules: CompiledRules, _ kind: Column.Kind) -> [Int] {
    let read = (rules.dealColumns + rules.lineColumns).filter { $0.kind == kind }
    return Set(read.compactMap { sample.column(of: $0.request, rules.profile) }).sorted()
  }
}

/// A header as it is compared: without regard to case and blanks at the ends.
private struct HeaderKey: Equatable {
  let text: String
  init(_ header: String) { text = header.withByteView { $0.trimmed.string }.lowercased() }
}

extension NumberLook {
  /// Whether numbers written so are read alike: whole numbers agree with all, and grouping may be absent.
  public func agrees(with other: NumberLook) -> Bool {
    if self == other || other == .whole { return true }
    switch other {
    case .point: return [.groupedByComma, .groupedBySpaceWithPoint, .groupedByApostrophe].contains(self)
    case .comma: return [.groupedByDot, .groupedBySpace].contains(self)
    default: return false
    }
  }
}
