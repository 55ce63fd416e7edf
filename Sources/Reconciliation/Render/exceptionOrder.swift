/// Whether `a` stands before `b` in every list of exceptions: by severity (error, hold, warn, note), then most money,
/// then most deals, then code, cause and rule, so that the order never depends on how the groups were collected.
///
/// Money is compared by the largest sum in any one currency, as written: the report knows no exchange rates.
public func exceptionOrder(_ a: ExceptionGroup, _ b: ExceptionGroup) -> Bool {
  let (rankA, rankB) = (severityRank(a.severity), severityRank(b.severity))
  if rankA != rankB { return rankA < rankB }
  let (sizeA, sizeB) = (largestSum(a), largestSum(b))
  if sizeA != sizeB { return sizeA > sizeB }
  if a.deals != b.deals { return a.deals > b.deals }
  return (a.severity, a.code, a.cause, a.rule ?? "", a.owner ?? "", a.fix)
    < (b.severity, b.code, b.cause, b.rule ?? "", b.owner ?? "", b.fix)
}

extension ReconciliationReport {
  /// The exceptions in ``exceptionOrder(_:_:)``.
  public var exceptionsInOrder: [ExceptionGroup] { exceptions.sorted(by: exceptionOrder) }
}

/// 0 is the most severe; a severity not known stands last.
func severityRank(_ severity: String) -> Int {
  switch severity {
  case "error": 0
  case "hold": 1
  case "warn": 2
  case "note": 3
  default: 4
  }
}

private func largestSum(_ group: ExceptionGroup) -> UInt128 {
  group.money.map { nominalSize($0.value, code: $0.key) }.max() ?? 0
}
