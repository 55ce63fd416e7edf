import Diagnostics

// What is good YAML, or nearly so, and refused all the same.
extension Diagnostic {
  static func unreadableBytes(_ what: String, at range: SourceRange, help: String? = nil) -> Self {
    .error("R002", what, at: range, help: help ?? "save the file as UTF-8 and remove the character")
  }

  static func anchor(at range: SourceRange) -> Self {
    .error(
      "R003", "anchors ('&name') are not allowed", at: range,
      help: "write the value out in each place; put a text that starts with '&' in quotes")
  }

  static func alias(at range: SourceRange) -> Self {
    .error(
      "R004", "aliases ('*name') are not allowed", at: range,
      help: "write the value out in each place; put a text that starts with '*' in quotes")
  }

  static func tag(at range: SourceRange) -> Self {
    .error(
      "R005", "tags ('!name') are not allowed", at: range,
      help: "take the tag out; put a text that starts with '!' in quotes")
  }

  static func mergeKey(at range: SourceRange) -> Self {
    .error("R006", "merge keys ('<<') are not allowed", at: range, help: "write the merged entries out in this mapping")
  }

  static func duplicateKey(_ name: String, firstLine: Int, at range: SourceRange) -> Self {
    .error(
      "R007", "'\(name)' is in this mapping already, in line \(firstLine)", at: range,
      help: "keep one of the two, or rename one")
  }

  static func secondDocument(at range: SourceRange) -> Self {
    .error(
      "R008", "a second document starts here, and a file may hold only one", at: range,
      help: "take the line with '---' or '...' out, or put what follows into a file of its own")
  }

  static func directive(at range: SourceRange) -> Self {
    .error(
      "R008", "a line that starts with '%' is a directive, and those are not allowed", at: range,
      help: "take the line out")
  }

  static func keyIsNoText(_ kind: String, at range: SourceRange) -> Self {
    .error("R009", "the name of an entry must be a text, not \(kind)", at: range, help: "write it as 'name: value'")
  }

  static func emptyKey(at range: SourceRange) -> Self {
    .error("R009", "an entry has no name", at: range, help: "write a name before the ':'")
  }

  static func tooLarge(_ what: String, at range: SourceRange, help: String) -> Self {
    .error("R010", what, at: range, help: help)
  }

  static func tooDeep(limit: Int, at range: SourceRange) -> Self {
    .error(
      "R011", "lists and mappings lie more than \(limit) deep in each other", at: range,
      help: "flatten the structure; what follows was not read")
  }

  static func emptyDocument(at range: SourceRange) -> Self {
    .error(
      "R012", "the file is empty, or holds nothing but comments", at: range, help: "write the entries it should have")
  }
}
