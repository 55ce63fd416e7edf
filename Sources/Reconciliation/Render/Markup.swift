import Mustache

/// A piece of HTML that may stand in the report as it is; a text from outside becomes one only by being escaped.
///
/// The template takes every value as `{{{x}}}`: the template engine's own `{{x}}` looks at grapheme clusters, and a `<`
/// joined to a neighbour (U+0600 before it, a combining mark after it) is to it another character, which it lets pass.
package struct Markup: MustacheCustomRenderable {
  package let renderText: String
  package var isNull: Bool { false }

  /// Text of ours: escaped, not isolated.
  package init(plain text: String) { renderText = escapedForHTML(text) }

  /// Text from outside: hidden characters spelled out, escaped, and isolated so that its direction stays its own.
  package init(outside text: String) { renderText = "<bdi>" + escapedForHTML(visibleText(text)) + "</bdi>" }

  /// Text from outside for places that take no elements, such as the title.
  package init(outsideWithoutIsolation text: String) { renderText = escapedForHTML(visibleText(text)) }

  /// Text of ours that is markup already.
  package init(trusted markup: String) { renderText = markup }

  /// Pieces in a row, with markup of ours between them.
  init(joining parts: [Markup], separator: StaticString) {
    renderText = parts.map(\.renderText).joined(separator: "\(separator)")
  }
}

/// Scalar by scalar, so that no cluster hides a sign of markup.
func escapedForHTML(_ text: String) -> String {
  var out = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "<": out.append(contentsOf: "&lt;".unicodeScalars)
    case ">": out.append(contentsOf: "&gt;".unicodeScalars)
    case "&": out.append(contentsOf: "&amp;".unicodeScalars)
    case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
    case "'": out.append(contentsOf: "&#39;".unicodeScalars)
    default: out.append(scalar)
    }
  }
  return String(out)
}
