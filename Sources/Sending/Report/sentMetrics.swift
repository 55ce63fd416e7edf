public import Reconciliation

/// The figures of a sending in Prometheus' text format, for node_exporter's textfile collector.
///
/// - Parameters:
///   - population: Of the folder's report after sending: its held and skipped deals, too.
///   - company: The label; letters, digits, `-`, `_` and `.`.
///   - finished: Seconds since 1970.
public func sentMetrics(
  _ result: SendResult, _ population: Population, exitCode: Int32, company: String, finished: Int64
) -> String {
  let label = company.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  var out = ""
  func family(_ name: String, _ help: String, _ samples: [(labels: String, value: String)]) {
    out += "# HELP dealbill_\(name) \(help)\n# TYPE dealbill_\(name) gauge\n"
    for sample in samples {
      out +=
        "dealbill_\(name){company=\"\(label)\"\(sample.labels.isEmpty ? "" : ",\(sample.labels)")} \(sample.value)\n"
    }
  }
  family(
    "deals", "Deals of the folder that was last sent, by bucket.",
    Bucket.allCases.map { ("bucket=\"\($0.name)\"", String(population.count($0))) })
  family(
    "invoices", "Invoices of the last sending by outcome.",
    Bucket.allCases.map { ("bucket=\"\($0.name)\"", String(result.count($0))) })
  family("duplicates_suspected", "Deals with more than one live invoice.", [("", String(result.duplicates.count))])
  family("open_outcomes", "Documents whose outcome is unknown.", [("", String(result.open.count))])
  family(
    "calls", "Calls of the last sending.",
    [
      ("kind=\"read\"", String(result.calls.reads)), ("kind=\"write\"", String(result.calls.writes)),
      ("kind=\"throttled\"", String(result.calls.throttles)),
    ])
  family("send_seconds", "How long the last sending took.", [("", String(Int(result.seconds.rounded())))])
  family("send_exit_code", "Exit code of the last sending.", [("", String(exitCode))])
  family("send_finished_timestamp_seconds", "When the last sending ended.", [("", String(finished))])
  return out
}

extension Population {
  /// The deals of one bucket.
  public func count(_ bucket: Bucket) -> Int {
    switch bucket {
    case .created: created
    case .updated: updated
    case .unchanged: unchanged
    case .held: held
    case .skipped: skipped
    case .failed: failed
    case .unknown: unknown
    }
  }
}
