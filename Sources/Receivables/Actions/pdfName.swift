import Ledger

/// A file name for an invoice's PDF: number and deal in plain characters, the id always, so that no two are the same.
///
/// Letters, digits, `-`, `_` and `.`; no dot in front; at most 100 characters (reliability reference, T10).
public func pdfName(_ step: PlannedAction) -> String {
  let entry = step.invoice.entry
  let parts = [step.seen?.number ?? entry.storedNumber, "deal-\(entry.key.deal)", entry.id]
  let name = parts.filter { !$0.isEmpty }.map { part in
    String(
      part.unicodeScalars.prefix(28).map { scalar in
        let value = scalar.value
        let isPlain = (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10 || scalar == "-" || scalar == "_"
        return isPlain ? Character(scalar) : "_"
      })
  }.joined(separator: "_")
  return "invoice_\(name).pdf"
}
