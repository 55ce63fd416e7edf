/// A literal reader of HTML for tests: tags in order, and the text between them. Written from the tokenizer of the HTML
/// standard, as far as the page needs it, so that it sees what a browser would see.
struct PageReader {
  enum Token: Equatable {
    /// The tag as it stands, from `<` to `>`.
    case tag(String)
    case text(String)
  }
  private(set) var tokens: [Token] = []

  init(_ page: String) {
    let scalars = Array(page.unicodeScalars)
    var position = 0
    var text = ""
    func flush(_ tokens: inout [Token]) {
      if !text.isEmpty { tokens.append(.text(text)) }
      text = ""
    }
    while position < scalars.count {
      guard scalars[position] == "<", position + 1 < scalars.count, Self.opensTag(scalars[position + 1]) else {
        text.unicodeScalars.append(scalars[position])
        position += 1
        continue
      }
      flush(&tokens)
      let end = Self.endOfTag(scalars, position)
      let tag = Self.string(scalars[position..<end])
      tokens.append(.tag(tag))
      position = end
      // Raw text: no tag but its own end counts within.
      for name in ["style", "title", "script", "textarea"] where Self.name(tag) == name {
        let close = Array("</\(name)".unicodeScalars)
        while position < scalars.count, scalars[position] != "<" || !scalars[position...].starts(with: close) {
          text.unicodeScalars.append(scalars[position])
          position += 1
        }
      }
    }
    flush(&tokens)
  }

  var tags: [String] {
    tokens.compactMap { token in
      if case .tag(let tag) = token { tag } else { nil }
    }
  }

  /// `td` of `<td class="num">`, `/td` of `</td>`.
  static func name(_ tag: String) -> String {
    String(tag.dropFirst().prefix { $0 != " " && $0 != ">" && $0 != "\n" }).lowercased()
  }

  /// The rows of all tables: the text of their cells, entities read, the page's signs turned into plain ones.
  var rows: [[String]] {
    var rows: [[String]] = []
    var depth = 0
    for token in tokens {
      switch token {
      case .tag(let tag):
        switch Self.name(tag) {
        case "tr": rows.append([])
        case "td", "th":
          if !rows.isEmpty { rows[rows.count - 1].append("") }
          depth += 1
        case "/td", "/th": depth -= 1
        case "br": Self.append("|", to: &rows)
        default: break
        }
      case .text(let text): if depth > 0 { Self.append(text, to: &rows) }
      }
    }
    return rows.map { $0.map { Self.plain($0) } }
  }

  /// What the elements of this name hold, up to the next tag that closes them.
  func contents(of element: String) -> [String] {
    var found: [String] = []
    var isOpen = false
    for token in tokens {
      switch token {
      case .tag(let tag) where Self.name(tag) == element:
        isOpen = true
        found.append("")
      case .tag(let tag) where Self.name(tag) == "/\(element)": isOpen = false
      case .text(let text) where isOpen: found[found.count - 1] += text
      default: break
      }
    }
    return found.map { Self.plain($0) }
  }

  /// Entities read; grouping removed; the minus sign as a hyphen.
  static func plain(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in decoded(text).unicodeScalars where scalar != "\u{202F}" {
      out.append(scalar == "\u{2212}" ? "-" : scalar == "\u{A0}" ? " " : scalar)
    }
    return String(out)
  }

  static func decoded(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var rest = Array(text.unicodeScalars)[...]
    let entities: [(String, Unicode.Scalar)] = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ]
    while let first = rest.first {
      if let (entity, scalar) = entities.first(where: { rest.starts(with: Array($0.0.unicodeScalars)) }) {
        out.append(scalar)
        rest = rest.dropFirst(entity.unicodeScalars.count)
      } else {
        out.append(first)
        rest = rest.dropFirst()
      }
    }
    return String(out)
  }

  private static func append(_ text: String, to rows: inout [[String]]) {
    guard let row = rows.indices.last, let cell = rows[row].indices.last else { return }
    rows[row][cell].unicodeScalars.append(contentsOf: text.unicodeScalars)
  }

  private static func opensTag(_ next: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(next) || ("A"..."Z").contains(next) || next == "/" || next == "!" || next == "?"
  }

  private static func endOfTag(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    var quote: Unicode.Scalar?
    for index in start..<scalars.count {
      let scalar = scalars[index]
      if let open = quote {
        if scalar == open { quote = nil }
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      } else if scalar == ">" {
        return index + 1
      }
    }
    return scalars.count
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
