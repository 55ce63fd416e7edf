import Diagnostics
import YAMLTree

extension YAMLNode {
  /// A mapping made of entries of another.
  init(mapping entries: [YAMLEntry], range: SourceRange) { self.init(.mapping(entries), at: range) }
  /// A key as a node, so that formulas in keys are read like others.
  init(scalar: YAMLScalar, range: SourceRange) { self.init(.scalar(scalar), at: range) }
}
