import Diagnostics

/// Finds what libyaml reads although YAML 1.2 forbids it, or reads otherwise than YAML 1.2 says.
///
/// It sees every event once, in order, and looks at the text between and under them: a `#` that follows no blank, a
/// `?` or `-` that makes a text in brackets, lines indented too little for the bracket or quote they stand in, and
/// headers and leading lines of `|` and `>` texts.
struct LooseSyntax {
  /// A finding: where, what, and how to mend it.
  struct Finding {
    var place: Place
    var message: String
    var help: String
  }

  private struct Collection {
    /// Column of its keys or dashes, from 0; -1 for none.
    var indent: Int
    var isFlow: Bool
    var line: Int
  }

  private let lines: SourceLines
  private var open: [Collection] = []
  /// Up to where the text was looked at, in bytes and in characters, from the start of the text.
  private var byte = 0
  private var character = 0
  private var findings: [Finding] = []

  init(_ lines: SourceLines) { self.lines = lines }

  /// What is found between the event before and the end of this one.
  mutating func check(_ event: Event) -> [Finding] {
    findings.removeAll()
    scanGap(to: event.startIndex)
    switch event.kind {
    case .scalar(let text, let style):
      checkScalar(text, style, event)
      skip(to: event.endIndex)
    case .sequenceStart, .mappingStart:
      // With properties the event's mark is theirs, not that of the first key or dash.
      let hasProperties = event.hasAnchor || event.hasTag
      if hasProperties { skip(to: event.endIndex) }
      open.append(
        Collection(indent: hasProperties ? -1 : event.start.column, isFlow: event.isFlow, line: event.start.line))
    case .sequenceEnd, .mappingEnd:
      if let closed = open.popLast(), closed.isFlow, !isInFlow { checkLines(closed.line, event.end.line, inFlow: true) }
    case .alias, .documentStart: skip(to: event.endIndex)
    case .documentEnd, .streamStart, .streamEnd: break
    }
    return findings
  }

  private var isInFlow: Bool { open.last?.isFlow ?? false }

  private var blockIndent: Int { open.last { !$0.isFlow }?.indent ?? -1 }

  private mutating func skip(to index: Int) {
    while character < index, byte < lines.byteCount { advance() }
  }

  private mutating func advance() {
    byte += 1
    while byte < lines.byteCount, lines.byte(byte) & 0xC0 == 0x80 { byte += 1 }
    character += 1
  }

  /// Between scalars stand only blanks, comments and indicators.
  private mutating func scanGap(to index: Int) {
    while character < index, byte < lines.byteCount {
      switch lines.byte(byte) {
      case UInt8(ascii: "#"):
        if byte > 0, !isBlankOrBreak(byte - 1) {
          find(byte, "a '#' stands right behind what precedes it", "put a space before the '#' of a comment")
        }
        while character < index, byte < lines.byteCount, !isBreak(byte) { advance() }
      case UInt8(ascii: "?") where isInFlow && !endsWord(byte + 1):
        find(byte, "a text in brackets starts with '?'", "put the text in quotes")
        advance()
      default: advance()
      }
    }
  }

  private mutating func checkScalar(_ text: String, _ style: YAMLScalar.Style, _ event: Event) {
    switch style {
    case .plain:
      if text == "-", isInFlow { findings.append(lone(event.start)) }
    case .singleQuoted, .doubleQuoted:
      if !isInFlow { checkLines(event.start.line, event.end.line, inFlow: false) }
    case .literal, .folded:
      if let column = lines.commentInWord(at: event.start) {
        findings.append(
          Finding(
            place: Place(line: event.start.line, column: column), message: "a '#' stands right behind what precedes it",
            help: "put a space before the '#' of a comment"))
      }
      checkLeadingLines(event)
    }
  }

  private func lone(_ place: Place) -> Finding {
    Finding(place: place, message: "a lone '-' in brackets is no text", help: "put the '-' in quotes")
  }

  /// Lines that continue a bracket or quote belong to the block around it only when indented deeper than it.
  ///
  /// Comments are free, and so is a line that starts with the closing bracket: every reader in wide use takes it.
  private mutating func checkLines(_ first: Int, _ last: Int, inFlow: Bool) {
    guard first < last else { return }
    let indent = blockIndent
    for line in (first + 1)...last {
      guard let start = lines.firstInk(ofLine: line), start.spaces <= indent else { continue }
      if inFlow, "]}#".unicodeScalars.contains(start.ink) { continue }
      findings.append(
        Finding(
          place: Place(line: line, column: start.spaces),
          message: start.isTab
            ? "a tab stands where YAML wants spaces" : "this line continues the line before and is not indented enough",
          help: "indent it with more than \(indent) spaces, as it is part of what starts in line \(first + 1)"))
      return
    }
  }

  /// Without an indentation digit the first line with text tells how far a `|` or `>` text is indented.
  private mutating func checkLeadingLines(_ event: Event) {
    guard !lines.hasDigitInWord(at: event.start) else { return }
    var widest: (line: Int, spaces: Int) = (0, 0)
    for line in (event.start.line + 1)..<max(lines.count, event.start.line + 1) {
      guard let ink = lines.firstInk(ofLine: line) else {
        let spaces = lines.leadingSpaces(ofLine: line)
        if spaces > widest.spaces { widest = (line, spaces) }
        continue
      }
      // A line no deeper than the block around is not of this text; libyaml may take a deeper one for a comment.
      guard ink.spaces > blockIndent, ink.spaces < widest.spaces else { return }
      findings.append(
        Finding(
          place: Place(line: widest.line, column: ink.spaces),
          message: "an empty line at the start of the text has more spaces than the first line with text",
          help: "take the spaces out of the empty line"))
      return
    }
  }

  private mutating func find(_ offset: Int, _ message: String, _ help: String) {
    findings.append(Finding(place: lines.place(ofByte: offset), message: message, help: help))
  }

  private func isBreak(_ offset: Int) -> Bool { lines.byte(offset) == 0x0A || lines.byte(offset) == 0x0D }

  private func isBlankOrBreak(_ offset: Int) -> Bool {
    isBreak(offset) || lines.byte(offset) == 0x20 || lines.byte(offset) == 0x09
  }

  private func endsWord(_ offset: Int) -> Bool {
    offset >= lines.byteCount || isBlankOrBreak(offset) || ",[]{}".utf8.contains(lines.byte(offset))
  }
}
