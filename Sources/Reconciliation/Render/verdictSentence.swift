extension ReconciliationReport.Verdict {
  /// The verdict in words, as a heading.
  public var words: String {
    switch self {
    case .tiedOut: "Tied out"
    case .tiedOutWithExceptions: "Tied out with exceptions"
    case .doesNotTie: "Does not tie"
    }
  }

  /// The verdict at the end of the screen's table.
  var shout: String {
    switch self {
    case .tiedOut: "TIED"
    case .tiedOutWithExceptions: "TIED, WITH EXCEPTIONS"
    case .doesNotTie: "DOES NOT TIE"
    }
  }
}

extension ReconciliationReport {
  /// One sentence that says what the verdict rests on, as pages and workbooks have it.
  public var verdictSentence: String { verdictSentence(.page) }

  /// One sentence that says what the verdict rests on.
  func verdictSentence(_ style: AmountStyle) -> String {
    let open = controls.filter { !$0.ties }.count
    let deals = counted(population.deals, "deal", "deals", style)
    switch verdict {
    case .tiedOut where population.deals == 0:
      return "There were no deals, and \(allControlsAgree(style))."
    case .tiedOut:
      return "\(population.deals == 1 ? "The one deal is" : "Each of the \(deals) is") in exactly one bucket, "
        + "and \(allControlsAgree(style))."
    case .tiedOutWithExceptions:
      let parts = [
        (population.held, "are held for a person", "is held for a person"), (population.failed, "failed", "failed"),
        (population.unknown, "are of unknown outcome", "is of unknown outcome"),
      ].filter { $0.0 > 0 }.map { "\(groupedCount($0.0, style)) \($0.0 == 1 ? $0.2 : $0.1)" }
      let sentences = (parts.isEmpty ? [] : ["of \(deals), \(parts.joined(separator: ", "))"]) + sentParts(style)
      return "\(capitalized(allControlsAgree(style))); \(sentences.joined(separator: "; "))."
    case .doesNotTie:
      return "\(groupedCount(open, style)) of \(counted(controls.count, "control", "controls", style)) "
        + "\(open == 1 ? "does" : "do") not agree. Do not send these invoices before the cause is known."
    }
  }

  /// What the sending left for a person, one clause each.
  private func sentParts(_ style: AmountStyle) -> [String] {
    guard let sent else { return [] }
    var parts: [String] = []
    func add(_ count: Int, _ one: String, _ many: String) {
      if count > 0 { parts.append(counted(count, one, many, style)) }
    }
    if !sent.stopped.isEmpty { parts.append("the sending ended early") }
    add(sent.duplicates.count, "deal may be billed twice", "deals may be billed twice")
    add(sent.openOutcomes, "document is of unknown outcome", "documents are of unknown outcome")
    add(
      Set(sent.differences.map(\.invoice)).count, "invoice is not stored as it was sent",
      "invoices are not stored as they were sent")
    add(
      Set(sent.changes.map { "\($0.invoice)\u{1F}\($0.deal)" }).count, "invoice changed after posting",
      "invoices changed after posting")
    add(sent.unread, "invoice was not read again", "invoices were not read again")
    return parts
  }

  private func allControlsAgree(_ style: AmountStyle) -> String {
    switch controls.count {
    case 0: "no control was recorded"
    case 1: "the one control agrees"
    default: "all \(groupedCount(controls.count, style)) controls agree"
    }
  }
}

private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
