extension ReconciliationReport {
  /// Whether a deal stands at more than one cause of holding it: an example of two, or more of them than there are deals.
  ///
  /// Held deals alone would be too few to compare with: a deal that a rule skips may have a problem, too.
  var hasRepeatedDeals: Bool {
    var seen: Set<String> = []
    var count = 0
    for group in exceptions where severityRank(group.severity) <= 1 {
      count &+= group.deals
      for deal in Set(group.examples.map(\.deal)) where !seen.insert(deal).inserted { return true }
    }
    return count > population.deals
  }
}
