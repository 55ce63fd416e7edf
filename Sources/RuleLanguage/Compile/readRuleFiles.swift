public import Diagnostics
import CSVRecords
public import YAMLTree

/// A rule file as one tree: by itself, or laid over the base that it names.
public struct RuleTree: Sendable {
  /// Nil when a file could not be read to its end.
  public let root: YAMLNode?
  /// The file itself first, then its base.
  public let sources: [RuleSource]
  public let diagnostics: [Diagnostic]
}

/// Reads the text of a rule file and, if it says `extends: base.yaml`, the base beside it, and merges the two.
///
/// A base extends nothing itself: whoever looks for a value looks in two files at most.
public func readRuleFiles(_ bytes: [UInt8], file: String) -> RuleTree {
  var sources = [RuleSource(file: file, bytes: bytes)]
  let (root, problems) = parseYAML(bytes, file: file)
  guard let root, let entries = root.entries, let extends = entries.first(where: { $0.key.text == "extends" }) else {
    return RuleTree(root: root, sources: sources, diagnostics: problems)
  }
  let own = YAMLNode(.mapping(entries.filter { $0.key.text != "extends" }), at: root.range)
  func failed(_ message: String, help: String? = nil) -> RuleTree {
    let error = Diagnostic.error("R050", message, at: extends.value.range, help: help)
    return RuleTree(root: nil, sources: sources, diagnostics: problems + [error])
  }
  guard let name = extends.value.text, !name.isEmpty else {
    return failed("'extends' names one rule file", help: "extends: base.yaml, a file beside this one")
  }
  let path = name.hasPrefix("/") ? name : directory(of: file) + name
  let baseBytes: [UInt8]
  do throws(RefusedInput) {
    baseBytes = try ByteSource(path: path).readAll(limit: 64 << 20)
  } catch {
    return failed(
      "the base cannot be read: \(error.diagnostics.first?.message ?? name)", help: "it lies beside this file")
  }
  sources.append(RuleSource(file: path, bytes: baseBytes))
  let (baseRoot, baseProblems) = parseYAML(baseBytes, file: path)
  guard let baseRoot else { return RuleTree(root: nil, sources: sources, diagnostics: problems + baseProblems) }
  if let nested = baseRoot.entries?.first(where: { $0.key.text == "extends" }) {
    let error = Diagnostic.error(
      "R050", "a base does not extend another file", at: nested.keyRange,
      help: "a company's file lies over one base; put what both share into that base")
    return RuleTree(root: nil, sources: sources, diagnostics: problems + baseProblems + [error])
  }
  var merge = OverlayMerge()
  let merged = merge.merged(baseRoot, own)
  return RuleTree(
    root: merged, sources: sources, diagnostics: problems + baseProblems + merge.diagnostics.all)
}
