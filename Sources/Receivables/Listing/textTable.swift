import Reconciliation

/// Rows as columns for a terminal, the first row being the head; texts of the CRM are made visible and shortened.
public func textTable(_ rows: [[String]], rightAligned: Set<Int> = [], mostWide: [Int: Int] = [:]) -> String {
  let shown = rows.map { row in
    row.enumerated().map { index, text in shortened(visibleText(text), to: mostWide[index] ?? 40) }
  }
  let width = (0..<(shown.map(\.count).max() ?? 0)).map { index in
    shown.map { index < $0.count ? displayWidth($0[index]) : 0 }.max() ?? 0
  }
  return shown.map { row in
    let cells = row.enumerated().map { index, text in
      let blanks = String(repeating: " ", count: width[index] - displayWidth(text))
      return rightAligned.contains(index) ? blanks + text : text + blanks
    }
    var line = cells.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }.joined()
}
