import CLibYAML

/// One event of libyaml, copied out of its memory.
struct Event {
  enum Kind {
    case streamStart, streamEnd
    case documentStart(hasDirectives: Bool)
    case documentEnd
    case alias
    case scalar(String, YAMLScalar.Style)
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
  }

  var kind: Kind
  var hasAnchor = false
  var hasTag = false
  /// For the start of a sequence or mapping: whether it is written in brackets (or is a pair within brackets).
  var isFlow = false
  var start: Place
  var end: Place
  /// Where it starts and ends in characters (Unicode scalars) from the start of the text.
  var startIndex: Int
  var endIndex: Int
}

/// Why libyaml could not go on, in its own words.
struct Fault: Error {
  enum Kind { case memory, reader, syntax }

  var kind: Kind
  /// What it found or missed, e.g. "did not find expected key".
  var problem: String
  var place: Place
  /// What it was at, e.g. "while parsing a block mapping"; nil when it does not say.
  var context: String?
  var contextPlace: Place
  /// For `.reader`: the offset of the byte that cannot be read (its marks are wrong then).
  var byte: Int
}

/// libyaml's parser over one text, which it owns.
@safe
struct EventReader: ~Copyable {
  // On the heap, since yaml_parser_t holds pointers into itself.
  @unsafe private let parser: UnsafeMutablePointer<yaml_parser_t>
  @unsafe private let input: UnsafeMutableBufferPointer<UInt8>
  private let isReady: Bool

  /// Reads `bytes` as UTF-8; they hold no byte order mark.
  init(_ bytes: ArraySlice<UInt8>) {
    unsafe input = .allocate(capacity: max(bytes.count, 1))
    _ = unsafe input.initialize(from: bytes)
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    isReady = unsafe yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    if isReady { unsafe yaml_parser_delete(parser) }
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event; after `.streamEnd` or a fault there is none to ask for.
  mutating func next() throws(Fault) -> Event {
    guard isReady else { throw outOfMemory }
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw fault() }
    defer { unsafe yaml_event_delete(&event) }
    return unsafe copy(event)
  }

  private var outOfMemory: Fault {
    let start = Place(line: 0, column: 0)
    return Fault(kind: .memory, problem: "out of memory", place: start, context: nil, contextPlace: start, byte: 0)
  }

  private func fault() -> Fault {
    let state = unsafe parser.pointee
    let kind: Fault.Kind
    switch unsafe state.error {
    case YAML_MEMORY_ERROR: return outOfMemory
    case YAML_READER_ERROR: kind = .reader
    default: kind = .syntax
    }
    return unsafe Fault(
      kind: kind, problem: state.problem.map { unsafe String(cString: $0) } ?? "unknown problem",
      place: place(state.problem_mark), context: state.context.map { unsafe String(cString: $0) },
      contextPlace: place(state.context_mark), byte: Int(clamping: state.problem_offset))
  }

  @unsafe private func copy(_ event: yaml_event_t) -> Event {
    var copy = unsafe Event(
      kind: .streamStart, start: place(event.start_mark), end: place(event.end_mark),
      startIndex: Int(clamping: event.start_mark.index), endIndex: Int(clamping: event.end_mark.index))
    switch unsafe event.type {
    case YAML_STREAM_END_EVENT: copy.kind = .streamEnd
    case YAML_DOCUMENT_START_EVENT:
      let start = unsafe event.data.document_start
      copy.kind = unsafe .documentStart(
        hasDirectives: start.version_directive != nil || start.tag_directives.start != start.tag_directives.end)
    case YAML_DOCUMENT_END_EVENT: copy.kind = .documentEnd
    case YAML_ALIAS_EVENT: copy.kind = .alias
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      // By length, since the text may hold U+0000.
      let text = unsafe String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      copy.kind = unsafe .scalar(text, style(scalar.style))
      copy.hasAnchor = unsafe scalar.anchor != nil
      copy.hasTag = unsafe scalar.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      copy.kind = .sequenceStart
      copy.hasAnchor = unsafe event.data.sequence_start.anchor != nil
      copy.hasTag = unsafe event.data.sequence_start.tag != nil
      copy.isFlow = unsafe event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
    case YAML_SEQUENCE_END_EVENT: copy.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      copy.kind = .mappingStart
      copy.hasAnchor = unsafe event.data.mapping_start.anchor != nil
      copy.hasTag = unsafe event.data.mapping_start.tag != nil
      copy.isFlow = unsafe event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
    case YAML_MAPPING_END_EVENT: copy.kind = .mappingEnd
    default: copy.kind = .streamStart
    }
    return copy
  }

  private func place(_ mark: yaml_mark_t) -> Place {
    Place(line: Int(clamping: mark.line), column: Int(clamping: mark.column))
  }

  private func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}
