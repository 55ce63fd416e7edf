public import Diagnostics

/// Reads one YAML document to a tree, every node with its place.
///
/// A safe subset of YAML 1.2: block and flow style, all five scalar styles and comments. Nothing is resolved, so no
/// text turns into a number, a date or a boolean here. Refused, each with its own code, and as many as possible in
/// one pass, which ends where no further reading is possible or wise (most of R001, R002, a second document, sizes
/// but for that of one scalar, R011):
///
/// | code | what |
/// |---|---|
/// | R001 | not valid YAML |
/// | R002 | not UTF-8, or a control character |
/// | R003, R004 | an anchor, an alias |
/// | R005 | a tag |
/// | R006 | a merge key |
/// | R007 | a name twice in one mapping |
/// | R008 | a second document, a directive |
/// | R009 | an entry whose name is empty or no text |
/// | R010 | larger than the limits |
/// | R011 | nested deeper than the limit |
/// | R012 | an empty document |
///
/// - Parameters:
///   - bytes: The file's bytes, UTF-8; a byte order mark at the start is skipped.
///   - file: The file as the user named it, for the places.
///   - limits: How large the text may be.
/// - Returns: The root, nil when the text could not be read to its end, and everything that is wrong. With errors the
///   root serves only to look for more of them: refused entries are left out and an alias leaves an empty text.
public func parseYAML(
  _ bytes: [UInt8], file: String, limits: YAMLLimits = .rules
) -> (root: YAMLNode?, diagnostics: [Diagnostic]) {
  let start = SourceRange(file: file, line: 1, column: 1)
  if bytes.count > limits.fileBytes {
    let problem = Diagnostic.tooLarge(
      "a file of \(bytes.count) bytes; at most \(limits.fileBytes) are allowed", at: start, help: "split the file")
    return (nil, [problem])
  }
  if looksLikeUTF16(bytes) {
    let problem = Diagnostic.unreadableBytes(
      "the file is UTF-16 or UTF-32 text, not UTF-8", at: start, help: "save the file as UTF-8")
    return (nil, [problem])
  }
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  var builder = TreeBuilder(bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0), file: file, limits: limits)
  let root = builder.read()
  return (root, builder.diagnostics)
}

/// A byte order mark of UTF-16 or UTF-32, or a zero byte beside the first character.
private func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
  guard bytes.count >= 2 else { return false }
  return (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)
    || (bytes[0] == 0) != (bytes[1] == 0) || bytes.starts(with: [0, 0, 0xFE, 0xFF])
}
