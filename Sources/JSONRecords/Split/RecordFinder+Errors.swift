import Bytes
import Diagnostics

extension RecordFinder {
  /// Refuses an input that ends inside anything, or holds nothing.
  func finish(_ bytes: ByteView) throws(RefusedInput) {
    switch state {
    case .done: return
    case .start, .top:
      if kind != nil { return }
      throw RefusedInput(
        .error(
          "S041", "the file holds no JSON", at: range(at, bytes),
          expected: "an array of objects, pages with 'data', or JSON Lines", help: "export it again"))
    case .container: throw cutOff(bytes)
    case .memberValue, .page: throw at < bytes.count ? cutOffMember(bytes) : cutOff("page", pagePlace)
    case .data: throw cutOff("array 'data'", dataPlace)
    case .array: throw cutOff("array", arrayPlace)
    }
  }

  /// `error` of a text that starts at the index `start`.
  func refused(_ error: JSONError, from start: Int = 0, _ bytes: ByteView) -> RefusedInput {
    RefusedInput(error.diagnostic(at: range(start + error.offset, bytes)))
  }

  /// Valid JSON so far, but not what an export is.
  func shape(_ message: String, _ bytes: ByteView) -> RefusedInput {
    RefusedInput(
      .error(
        "S043", message, at: range(at, bytes),
        expected: "an array of objects, pages with 'data', or JSON Lines (an object a line)"))
  }

  /// An answer of the API that says it failed.
  func failedPage(_ bytes: ByteView) -> RefusedInput {
    RefusedInput(
      .error(
        "S044", "the API answered with an error instead of data ('success' is false)", at: range(at, bytes),
        help: "export it again"))
  }

  /// What begins at ``at`` is longer than allowed; or, if that is why, what is wrong inside it.
  func tooLarge(_ bytes: ByteView) -> RefusedInput {
    let part = bytes.dropFirst(at)
    if case .wrong(let error) = firstFault(in: part) { return refused(error, from: at, bytes) }
    return RefusedInput(
      .error(
        "S042", "an object of the file is too large", at: range(at, bytes),
        expected: "at most \(recordLimit) bytes for one record"))
  }

  /// The input ends inside the container at ``at``.
  func cutOff(_ bytes: ByteView) -> RefusedInput {
    switch firstFault(in: bytes.dropFirst(at)) {
    case .wrong(let error): refused(error, from: at, bytes)
    case .open(let what, let offset): cutOff(what, range(at + offset, bytes))
    }
  }

  /// The input ends inside a name or a plain value of a page at ``at``.
  func cutOffMember(_ bytes: ByteView) -> RefusedInput {
    if bytes[at] == UInt8(ascii: "\"") {
      var cursor = JSONCursor(bytes)
      cursor.offset = at
      do { _ = try cursor.string() } catch { return cutOff("string", range(error.offset, bytes)) }
    }
    return cutOff("page", pagePlace)
  }

  func cutOff(_ what: String, _ place: JSONPosition) -> RefusedInput { cutOff(what, SourceRange(file: file, place)) }

  private func cutOff(_ what: String, _ range: SourceRange) -> RefusedInput {
    RefusedInput(
      .error(
        "S041", "the file ends inside the \(what) that begins here", at: range,
        help: "the export was cut off; export it again"))
  }
}

/// Why a text that begins with a container cannot be read to its end.
enum Fault {
  case wrong(JSONError)
  /// It ends too early, inside the thing named, which begins at the offset.
  case open(String, Int)
}

/// Reads the text, which is not a whole value, until it is wrong or ends.
func firstFault(in text: ByteView) -> Fault {
  var scanner = JSONScanner(text)
  var open: [(what: String, offset: Int)] = []
  do {
    while true {
      switch try scanner.next() {
      case .objectStart: open.append(("object", scanner.tokenOffset))
      case .arrayStart: open.append(("array", scanner.tokenOffset))
      case .objectEnd, .arrayEnd: open.removeLast()
      case .end: return .open("file", 0)
      default: break
      }
    }
  } catch {
    if error.problem == .stringOpen { return .open("string", error.offset) }
    if error.isTruncation, let innermost = open.last { return .open(innermost.what, innermost.offset) }
    return .wrong(error)
  }
}
