import Bytes
import CLibExpat

/// Reads XML piece by piece through Expat; elements by their local name.
///
/// A document type is refused: workbooks have none, and with it go external entities and entities that grow.
@safe
final class XMLEvents {
  struct Attributes {
    fileprivate var pairs: [(name: String, value: String)] = []
    /// By its name as written, `r:id` included.
    subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }
  }
  var onStart: ((_ name: String, _ attributes: Attributes) -> Void)?
  var onEnd: ((_ name: String) -> Void)?
  var onText: ((_ text: String) -> Void)?
  private var hasDocumentType = false
  @unsafe private let parser: XML_Parser?

  init() {
    unsafe parser = XML_ParserCreate(nil)
    guard let parser = unsafe parser else { return }
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    unsafe XML_SetElementHandler(
      parser,
      { user, name, attributes in
        guard let user = unsafe user, let name = unsafe name else { return }
        let events = unsafe Unmanaged<XMLEvents>.fromOpaque(user).takeUnretainedValue()
        var found = Attributes()
        var at = 0
        while let attributes = unsafe attributes, let key = unsafe attributes[at], let value = unsafe attributes[at + 1]
        {
          unsafe found.pairs.append((String(cString: key), String(cString: value)))
          at += 2
        }
        unsafe events.onStart?(localName(name), found)
      },
      { user, name in
        guard let user = unsafe user, let name = unsafe name else { return }
        let events = unsafe Unmanaged<XMLEvents>.fromOpaque(user).takeUnretainedValue()
        unsafe events.onEnd?(localName(name))
      })
    unsafe XML_SetCharacterDataHandler(parser) { user, text, length in
      guard let user = unsafe user, let text = unsafe text, length > 0 else { return }
      let events = unsafe Unmanaged<XMLEvents>.fromOpaque(user).takeUnretainedValue()
      guard let onText = events.onText else { return }
      unsafe text.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
        unsafe onText(String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self))
      }
    }
    unsafe XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
      guard let user = unsafe user else { return }
      let events = unsafe Unmanaged<XMLEvents>.fromOpaque(user).takeUnretainedValue()
      events.hasDocumentType = true
      _ = unsafe events.parser.map { unsafe XML_StopParser($0, 0) }
    }
  }

  deinit { unsafe XML_ParserFree(parser) }

  /// Hands on the next piece; the words of the fault when it is not well-formed.
  func feed(_ bytes: [UInt8], count: Int, isLast: Bool) -> String? {
    guard let parser = unsafe parser else { return "no memory" }
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe (buffer.baseAddress ?? ByteView.empty.start).withMemoryRebound(to: CChar.self, capacity: count) {
        unsafe XML_Parse(parser, $0, Int32(count), isLast ? 1 : 0)
      }
    }
    if hasDocumentType { return "it has a document type, which no workbook has" }
    guard status == XML_STATUS_OK else {
      let words =
        unsafe XML_ErrorString(XML_GetErrorCode(parser)).map { unsafe String(cString: $0) } ?? "not well-formed"
      return unsafe "\(words) in line \(XML_GetCurrentLineNumber(parser))"
    }
    return nil
  }
}

/// The name without its prefix.
@unsafe
private func localName(_ name: UnsafePointer<CChar>) -> String {
  let whole = unsafe String(cString: name)
  guard let colon = whole.lastIndex(of: ":") else { return whole }
  return String(whole[whole.index(after: colon)...])
}
