import Diagnostics
import Mustache
import Reconciliation

/// The rules as text of at most 100 columns.
public func renderRuleSheet(_ sheet: RuleSheet) -> String {
  var out = "Rules of \(visible(sheet.company))\n\(visible(sheet.file)), SHA-256 \(sheet.fingerprint)\n"
  for section in sheet.sections {
    out += "\n\(section.title)\n\(String(repeating: "=", count: section.title.count))\n"
    for entry in section.entries { out += lines(entry, indent: 0) }
    for table in section.tables { out += lines(table) }
  }
  return out + "\nRead and approved:  name ____________________   date ____________   signature ____________________\n"
}

private func lines(_ entry: RuleSheet.Entry, indent: Int) -> String {
  let pad = String(repeating: " ", count: indent)
  let words = visible(entry.sentence + (entry.id.map { "  [\($0)]" } ?? ""))
  var out = ""
  var line = "\(pad)\(indent == 0 ? "" : "- ")"
  let hanging = pad + (indent == 0 ? "    " : "  ")
  for word in words.split(separator: " ") {
    if line.count + word.count + 1 > 100, !line.allSatisfy({ $0 == " " || $0 == "-" }) {
      out += line + "\n"
      line = hanging + word
    } else {
      line += line.isEmpty || line.last == " " ? String(word) : " \(word)"
    }
  }
  out += line + "\n"
  for part in entry.parts { out += lines(part, indent: indent + 2) }
  return out
}

private func lines(_ table: RuleSheet.Table) -> String {
  let rows = [table.header] + table.rows
  let widths = table.header.indices.map { column in rows.map { visible($0[column]).count }.max() ?? 0 }
  func line(_ row: [String]) -> String {
    let cells = row.enumerated().map { padded(visible($1), widths[$0]) }
    var text = "  " + cells.joined(separator: "  ")
    while text.hasSuffix(" ") { text.removeLast() }
    return text + "\n"
  }
  let rule = "  " + widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ") + "\n"
  return "\n\(visible(table.caption))\n\(line(table.header))\(rule)\(table.rows.map(line).joined())"
}

/// The rules as one page of HTML that asks nothing of the network, with a place to sign.
public func renderRuleSheetHTML(_ sheet: RuleSheet) -> String {
  let template: MustacheTemplate
  do {
    template = try MustacheTemplate(string: sheetTemplate)
  } catch {
    preconditionFailure("the sheet's template does not parse: \(error)")
  }
  return template.render([
    "style": Markup(trusted: reportStyle),
    "titleCompany": Markup(outsideWithoutIsolation: sheet.company),
    "company": Markup(outside: sheet.company), "file": Markup(outside: sheet.file),
    "fingerprint": Markup(outside: sheet.fingerprint),
    "sections": sheet.sections.enumerated().map { number, section -> [String: Any] in
      [
        "number": Markup(plain: String(number + 1)), "title": Markup(plain: section.title),
        "entries": Markup(trusted: section.entries.isEmpty ? "" : list(section.entries)),
        "tables": section.tables.map { table -> [String: Any] in
          [
            "caption": Markup(outside: table.caption), "header": table.header.map { Markup(outside: $0) },
            "rows": table.rows.map { row -> [String: Any] in ["cells": row.map { Markup(outside: $0) }] },
          ]
        },
      ]
    },
  ])
}

/// Entries nest to any depth, which a template without recursion cannot follow.
private func list(_ entries: [RuleSheet.Entry]) -> String {
  let items = entries.map { entry -> String in
    let id = entry.id.map { " <code class=\"mono\">\(Markup(outside: $0).renderText)</code>" } ?? ""
    return
      "<li>\(Markup(outside: entry.sentence).renderText)\(id)\(entry.parts.isEmpty ? "" : list(entry.parts))</li>\n"
  }
  return "<ul>\n\(items.joined())</ul>\n"
}

/// Every value stands in triple braces, being markup already.
private let sheetTemplate = #"""
  <!DOCTYPE html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Rules of {{{titleCompany}}}</title>
  <style>
  {{{style}}}
  ul { padding-left: 1.2rem; margin: .2rem 0 .6rem; } li { margin: .3rem 0; } li code { color: var(--soft); }
  .sign { display: flex; gap: 2rem; margin-top: 3rem; } .sign div { flex: 1; border-top: 1px solid var(--rule); padding-top: .3rem; }
  </style>
  </head>
  <body>
  <div class="page">
  <header>
  <p class="kind">Billing rules in words</p>
  <h1>{{{company}}}</h1>
  <p class="kind">{{{file}}}, SHA-256 <span class="mono">{{{fingerprint}}}</span></p>
  </header>
  <main>
  {{#sections}}<section aria-labelledby="s{{{number}}}">
  <h2 id="s{{{number}}}"><span class="n">{{{number}}}</span> {{{title}}}</h2>
  {{{entries}}}{{#tables}}<div class="scroll"><table>
  <caption>{{{caption}}}</caption>
  <thead><tr>{{#header}}<th scope="col">{{{.}}}</th>{{/header}}</tr></thead>
  <tbody>
  {{#rows}}<tr>{{#cells}}<td>{{{.}}}</td>{{/cells}}</tr>
  {{/rows}}</tbody></table></div>
  {{/tables}}</section>
  {{/sections}}</main>
  <div class="sign" role="group" aria-label="Approval"><div>Name</div><div>Date</div><div>Signature</div></div>
  </div>
  </body>
  </html>

  """#
