import Diagnostics

/// Builds the tree from the events, and notes what is refused on the way.
struct TreeBuilder: ~Copyable {
  private(set) var diagnostics: [Diagnostic] = []
  private var reader: EventReader
  private let lines: SourceLines
  private let file: String
  private let limits: YAMLLimits
  private var loose: LooseSyntax
  private var nodes = 0

  /// Nothing more can be read; why stands in the diagnostics.
  private struct EndOfPass: Error {}

  init(_ bytes: ArraySlice<UInt8>, file: String, limits: YAMLLimits) {
    reader = EventReader(bytes)
    lines = SourceLines(bytes)
    loose = LooseSyntax(lines)
    self.file = file
    self.limits = limits
  }

  /// The root of the one document; nil when it is empty or could not be read to its end.
  mutating func read() -> YAMLNode? {
    do throws(EndOfPass) { return try document() } catch { return nil }
  }

  private mutating func document() throws(EndOfPass) -> YAMLNode? {
    _ = try next()  // the stream's start
    let start = try next()
    guard case .documentStart(let hasDirectives) = start.kind else {
      try report(.emptyDocument(at: range(Place(line: 0, column: 0))))
      return nil
    }
    if hasDirectives { try report(.directive(at: word(at: start.start))) }
    let root = try node(next(), depth: 0)
    _ = try next()  // the document's end
    let after = try next()
    if case .documentStart = after.kind { try report(.secondDocument(at: word(at: after.start))) }
    guard root.scalar?.text != "" || root.scalar?.style != .plain || !diagnostics.isEmpty else {
      try report(.emptyDocument(at: range(Place(line: 0, column: 0))))
      return nil
    }
    return root
  }

  private mutating func node(_ event: Event, depth: Int) throws(EndOfPass) -> YAMLNode {
    try count(event)
    try refuseProperties(of: event)
    switch event.kind {
    case .scalar(let text, let style): return try scalar(text, style, event)
    case .sequenceStart: return try sequence(event, depth: depth + 1)
    case .mappingStart: return try mapping(event, depth: depth + 1)
    default:
      // An alias; what it stands for is unknown here, so nothing takes its place.
      let range = range(event.start, to: event.end)
      try report(.alias(at: range))
      let nothing = YAMLScalar(
        text: "", style: .plain, contentColumn: range.column, isOneLine: true, isVerbatim: true)
      return YAMLNode(.scalar(nothing), at: range)
    }
  }

  private mutating func scalar(_ text: String, _ style: YAMLScalar.Style, _ event: Event) throws(EndOfPass) -> YAMLNode
  {
    let range = range(event.start, to: event.end)
    if text.utf8.count > limits.scalarBytes {
      try report(
        .tooLarge(
          "a text of \(text.utf8.count) bytes; at most \(limits.scalarBytes) are allowed", at: range,
          help: "shorten the text, or look for a quote that is closed too late"))
    }
    let isBlock = style == .literal || style == .folded
    let isOneLine = event.start.line == event.end.line && !isBlock
    let quote = style == .singleQuoted || style == .doubleQuoted ? 1 : 0
    // Every escape is longer than what it stands for, so equal lengths mean there is none.
    let isVerbatim = isOneLine && event.end.column - event.start.column - 2 * quote == text.unicodeScalars.count
    let scalar = YAMLScalar(
      text: text, style: style, contentColumn: range.column + quote, isOneLine: isOneLine, isVerbatim: isVerbatim)
    return YAMLNode(.scalar(scalar), at: range)
  }

  private mutating func sequence(_ start: Event, depth: Int) throws(EndOfPass) -> YAMLNode {
    try check(depth, start)
    var items: [YAMLNode] = []
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind { break }
      items.append(try node(event, depth: depth))
    }
    return YAMLNode(.sequence(items), at: items.first?.range ?? range(start.start))
  }

  private mutating func mapping(_ start: Event, depth: Int) throws(EndOfPass) -> YAMLNode {
    try check(depth, start)
    var entries: [YAMLEntry] = []
    var firstKey: SourceRange?
    var lineOfName: [String: Int] = [:]
    while true {
      let event = try next()
      if case .mappingEnd = event.kind { break }
      let key = try node(event, depth: depth)
      firstKey = firstKey ?? key.range
      let name = try name(key, event, &lineOfName)
      let value = try node(next(), depth: depth)
      if let name { entries.append(YAMLEntry(key: name, keyRange: key.range, value: value)) }
    }
    return YAMLNode(.mapping(entries), at: firstKey ?? range(start.start))
  }

  /// The key as the name of an entry, or nil when the entry is refused and left out.
  private mutating func name(
    _ key: YAMLNode, _ event: Event, _ lineOfName: inout [String: Int]
  ) throws(EndOfPass) -> YAMLScalar? {
    if case .alias = event.kind { return nil }
    guard let name = key.scalar else {
      try report(.keyIsNoText(key.kind, at: key.range))
      return nil
    }
    if name.text.isEmpty {
      try report(.emptyKey(at: key.range))
      return nil
    }
    if name.text == "<<", name.style == .plain {
      try report(.mergeKey(at: key.range))
      return nil
    }
    if let line = lineOfName[name.text] {
      try report(.duplicateKey(name.text, firstLine: line, at: key.range))
      return nil
    }
    lineOfName[name.text] = key.range.line
    return name
  }

  private mutating func count(_ event: Event) throws(EndOfPass) {
    nodes += 1
    guard nodes > limits.nodes else { return }
    try end(
      .tooLarge(
        "more than \(limits.nodes) names, values and lists in one file", at: range(event.start),
        help: "split the file; what follows was not read"))
  }

  private mutating func check(_ depth: Int, _ start: Event) throws(EndOfPass) {
    if depth > limits.depth { try end(.tooDeep(limit: limits.depth, at: range(start.start))) }
  }

  private mutating func refuseProperties(of event: Event) throws(EndOfPass) {
    if event.hasAnchor { try report(.anchor(at: property("&", of: event))) }
    if event.hasTag { try report(.tag(at: property("!", of: event))) }
  }

  private mutating func next() throws(EndOfPass) -> Event {
    let event: Event
    do throws(Fault) { event = try reader.next() } catch { try end(diagnostic(for: error)) }
    for found in loose.check(event) {
      try report(.error("R001", found.message, at: range(found.place), help: found.help))
    }
    return event
  }

  private mutating func report(_ diagnostic: Diagnostic) throws(EndOfPass) {
    diagnostics.append(diagnostic)
    guard diagnostics.count >= limits.diagnostics else { return }
    try end(
      .tooLarge(
        "\(diagnostics.count) mistakes in this file", at: diagnostic.range ?? range(Place(line: 0, column: 0)),
        help: "mend those first; what follows was not read"))
  }

  private mutating func end(_ diagnostic: Diagnostic) throws(EndOfPass) -> Never {
    diagnostics.append(diagnostic)
    throw EndOfPass()
  }
}

// Places.
extension TreeBuilder {
  private func range(_ start: Place, length: Int = 1) -> SourceRange {
    let start = lines.clamped(start)
    return SourceRange(file: file, line: start.line + 1, column: start.column + 1, length: length)
  }

  /// From start to end, as far as both are on one line; else to the end of the first line.
  private func range(_ start: Place, to end: Place) -> SourceRange {
    let length = start.line == end.line ? end.column - start.column : lines.columnsToEnd(from: start)
    return range(start, length: length)
  }

  private func word(at start: Place) -> SourceRange { range(start, length: lines.columnsToBlank(from: start)) }

  private func property(_ mark: Unicode.Scalar, of event: Event) -> SourceRange {
    guard let found = lines.property(mark, from: event.start) else { return range(event.start) }
    return range(found.place, length: found.length)
  }

  private func diagnostic(for fault: Fault) -> Diagnostic {
    switch fault.kind {
    case .memory:
      return .tooLarge("not enough memory for this file", at: range(fault.place), help: "split the file")
    case .reader:
      var place = lines.place(ofByte: fault.byte)
      // Here the offset is that of the byte that breaks a sequence; the sequence's first byte was counted already.
      if fault.problem == "invalid trailing UTF-8 octet" { place.column -= 1 }
      let isControl = fault.problem == "control characters are not allowed"
      return .unreadableBytes(
        isControl ? "a control character, which YAML does not allow" : "a byte that is not UTF-8 text", at: range(place)
      )
    case .syntax:
      let told = SyntaxFault(fault, at: lines.character(at: fault.place))
      switch told.anchor {
      case .problem: return .error(told.code, told.message, at: range(fault.place), help: told.help)
      case .context:
        let length = lines.columnsToEnd(from: fault.contextPlace)
        return .error(told.code, told.message, at: range(fault.contextPlace, length: length), help: told.help)
      }
    }
  }
}
