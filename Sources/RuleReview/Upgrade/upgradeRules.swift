public import Diagnostics
public import YAMLTree

/// One step from a version of the rule language to the next: what to write where, comments and layout left alone.
public struct UpgradeStep: Sendable {
  /// A place on one line of the file and what to write there instead.
  public struct Edit: Sendable {
    public var range: SourceRange
    public var text: String
    public init(range: SourceRange, text: String) {
      self.range = range
      self.text = text
    }
  }
  /// The version that it reads; it gives the next one.
  public let from: Int
  public let edits: @Sendable (YAMLNode) -> [Edit]
  public init(from: Int, edits: @escaping @Sendable (YAMLNode) -> [Edit]) {
    self.from = from
    self.edits = edits
  }
}

/// What an upgrade gives.
public struct UpgradedRules: Sendable {
  public struct Change: Sendable, Equatable {
    public var line: Int
    public var before: String
    public var after: String
  }
  /// The version that the file said.
  public var from: Int
  /// The version that it has now.
  public var to: Int
  public var text: String
  /// Lines that differ, in order; empty when there was nothing to do.
  public var changes: [Change]
}

/// The version of the rule language that this dealbill reads and the steps that lead to it.
public enum RuleVersions {
  public static let newest = 1
  /// None yet: version 1 is the first.
  public static let steps: [UpgradeStep] = []
}

/// Rewrites a rule file of an older version for the newest one, step by step.
///
/// - Throws: R085 for a file that says no version or one that is not known; mistakes of YAML.
public func upgradeRules(
  _ bytes: [UInt8], file: String, newest: Int = RuleVersions.newest, steps: [UpgradeStep] = RuleVersions.steps
) throws(RefusedInput) -> UpgradedRules {
  let original = String(decoding: bytes, as: UTF8.self)
  var text = original
  var version = 0
  var first: Int?
  while true {
    let (root, problems) = parseYAML(Array(text.utf8), file: file)
    guard let root, !problems.contains(where: { $0.severity == .error }) else { throw RefusedInput(problems) }
    guard let node = root["rules"], let found = node.text.flatMap({ Int($0) }), found > version else {
      throw RefusedInput(
        .error(
          "R085", "the file does not say its version", at: root["rules"]?.range ?? root.range,
          help: "start it with 'rules: 1'"))
    }
    version = found
    first = first ?? found
    if version == newest { break }
    guard version < newest, let step = steps.first(where: { $0.from == version }) else {
      throw RefusedInput(
        .error(
          "R085", "these rules are version \(version), and this dealbill knows versions up to \(newest)",
          at: node.range,
          help: "use a newer dealbill; rules are never rewritten for an older one"))
    }
    let next = UpgradeStep.Edit(range: node.range, text: String(version + 1))
    text = applied(step.edits(root) + [next], to: text)
  }
  return UpgradedRules(from: first ?? version, to: version, text: text, changes: differences(original, text))
}

/// The text with its edits, the last first, so that places stay right.
private func applied(_ edits: [UpgradeStep.Edit], to text: String) -> String {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let ordered = edits.sorted { ($0.range.line, $0.range.column) > ($1.range.line, $1.range.column) }
  for edit in ordered where edit.range.line <= lines.count {
    var scalars = Array(lines[edit.range.line - 1].unicodeScalars)
    let start = min(edit.range.column - 1, scalars.count)
    let end = min(start + edit.range.length, scalars.count)
    scalars.replaceSubrange(start..<end, with: Array(edit.text.unicodeScalars))
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    lines[edit.range.line - 1] = String(view)
  }
  return lines.joined(separator: "\n")
}

private func differences(_ before: String, _ after: String) -> [UpgradedRules.Change] {
  let old = before.split(separator: "\n", omittingEmptySubsequences: false)
  let new = after.split(separator: "\n", omittingEmptySubsequences: false)
  return zip(old, new).enumerated().compactMap { index, pair in
    pair.0 == pair.1
      ? nil : UpgradedRules.Change(line: index + 1, before: String(pair.0), after: String(pair.1))
  }
}
