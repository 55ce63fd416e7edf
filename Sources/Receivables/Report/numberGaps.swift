import Ledger
import Invoices
import Reconciliation
import Sending

/// One number of a series and why no invoice in force has it; an empty cause is an invoice in force.
struct NumberUse: Equatable {
  var number: String
  var cause: String
  /// Of the folder at hand, not only of an earlier run.
  var isOurs = true
}

/// The numbers that the folder's invoices have, had or should have had, and those of earlier runs as far as they were seen.
///
/// - Parameter deals: What became of each invoice; empty while that does not matter.
func numberUses(
  _ folder: RunFolderContent, _ ledger: some HistoryStorage, _ deals: [DealResult] = []
) throws(LedgerError) -> [NumberUse] {
  var uses: [NumberUse] = []
  var ids: Set<String> = []
  let seen = try ledger.observations()
  for (index, plan) in folder.invoices.enumerated() {
    guard let entry = try ledger.entry(BillingKey(plan.marker)), !entry.id.isEmpty else {
      let deal = index < deals.count ? deals[index] : DealResult()
      let words: String =
        switch deal.bucket {
        case .failed: "refused or not sent"
        case .unknown: "outcome unknown"
        default: "held back"
        }
      uses.append(
        NumberUse(
          number: plan.number, cause: "\(words)\(deal.code.isEmpty ? "" : ", \(deal.code)"), deal \(plan.marker.deal)"))
      continue
    }
    ids.insert(entry.id)
    let known = seen[entry.id]
    let number = known.map(\.number) ?? entry.storedNumber
    uses.append(
      NumberUse(number: number.isEmpty ? plan.number : number, cause: cause(known?.status, entry.state)))
    if !number.isEmpty, !plan.number.isEmpty, number != plan.number {
      uses.append(
        NumberUse(
          number: plan.number, cause: "given to deal \(plan.marker.deal), whose invoice is \(number) in QuickBooks"))
    }
  }
  for observation in seen.values.sorted(by: { $0.id < $1.id }) where !ids.contains(observation.id) {
    uses.append(NumberUse(number: observation.number, cause: cause(observation.status, nil), isOurs: false))
  }
  return uses.filter { !$0.number.isEmpty }
}

private func cause(_ status: InvoiceStatus?, _ state: EntryState?) -> String {
  switch (status, state) {
  case (.voided, _), (nil, .voided): "voided"
  case (.deleted, _), (nil, .deleted): "deleted"
  default: ""
  }
}

/// How many numbers are looked up in QuickBooks, at most: five calls.
private let mostLookedUp = 500
/// As many holes are not gaps: the numbers follow something else, such as the deals' ids.
private let mostHoles = 200

/// Numbers in the folder's series that nobody is known to have, worth looking up.
func unknownNumbers(_ uses: [NumberUse]) -> [String] {
  var found: [String] = []
  for series in NumberSeries.all(uses) {
    let holes = series.holes
    if holes.count > mostHoles { continue }
    for hole in holes {
      if found.count + Int(clamping: hole.upperBound - hole.lowerBound) >= mostLookedUp { return found }
      found += hole.map(series.text)
    }
  }
  return found
}

/// The gaps in the folder's series, each with its cause; neighbours of one cause are one gap.
///
/// - Parameter taken: What QuickBooks has under numbers that nobody here knows.
func numberGaps(_ uses: [NumberUse], taken: [String: String]) -> [SentResults.NumberGap] {
  NumberSeries.all(uses).flatMap { series -> [SentResults.NumberGap] in
    let holes = series.holes
    var causes: [(value: Int64, count: Int64, cause: String)] = []
    if holes.count > mostHoles {
      var gap = SentResults.NumberGap()
      (gap.first, gap.last) = (series.text(series.first), series.text(series.last))
      gap.count = Int(holes.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) })
      gap.cause = "the numbers do not follow each other, as where they are made of the deals' ids"
      return [gap]
    }
    for hole in holes {
      if hole.upperBound - hole.lowerBound > Int64(mostLookedUp) {
        causes.append(
          (hole.lowerBound, hole.upperBound - hole.lowerBound, "given to no invoice of this run; not looked up"))
      } else {
        for value in hole {
          causes.append(
            (value, 1, taken[series.text(value)] ?? "given to no invoice of this run, and not in QuickBooks"))
        }
      }
    }
    for (value, cause) in series.values where value >= series.first && !cause.isEmpty {
      causes.append((value, 1, cause))
    }
    causes.sort { $0.value < $1.value }
    var gaps: [(value: Int64, count: Int64, cause: String)] = []
    for next in causes {
      if let last = gaps.last, last.cause == next.cause, last.value + last.count == next.value {
        gaps[gaps.count - 1].count += next.count
      } else {
        gaps.append(next)
      }
    }
    return gaps.map { gap in
      var shown = SentResults.NumberGap()
      shown.first = series.text(gap.value)
      shown.last = series.text(gap.value + gap.count - 1)
      shown.count = Int(gap.count)
      shown.cause = gap.cause
      return shown
    }
  }
}

/// Numbers that differ in one run of digits: `R-0017`, `R-0018`.
private struct NumberSeries {
  var prefix: String
  var suffix: String
  /// Digits that a number is filled up to with zeros; 0 where none is.
  var width: Int
  /// What is known of each value: the cause, empty for an invoice in force.
  var values: [(value: Int64, cause: String)]
  /// The last number before the folder's own, or the folder's first.
  var first: Int64
  /// The folder's last.
  var last: Int64

  func text(_ value: Int64) -> String {
    let digits = String(value)
    return prefix + String(repeating: "0", count: max(0, width - digits.count)) + digits + suffix
  }

  /// The values between the known ones.
  var holes: [Range<Int64>] {
    var holes: [Range<Int64>] = []
    for (a, b) in zip(values, values.dropFirst()) where a.value >= first && b.value > a.value + 1 {
      holes.append((a.value + 1)..<b.value)
    }
    return holes
  }

  /// The series of the folder's own numbers, by prefix.
  static func all(_ uses: [NumberUse]) -> [NumberSeries] {
    struct Member { var value: Int64, use: NumberUse, digits: String }
    var groups: [String: (prefix: String, suffix: String, members: [Member])] = [:]
    for use in uses {
      guard let (prefix, digits, suffix) = parts(use.number), let value = Int64(digits) else { continue }
      groups["\(prefix)\u{1F}\(suffix)", default: (prefix, suffix, [])].members.append(
        Member(value: value, use: use, digits: digits))
    }
    return groups.sorted { $0.key < $1.key }.compactMap { _, group in
      let ours = group.members.filter(\.use.isOurs).map(\.value)
      guard let low = ours.min(), let high = ours.max() else { return nil }
      let before = group.members.lazy.map(\.value).filter { $0 < low }.max()
      var causes: [Int64: String] = [:]
      for member in group.members where member.value <= high && member.value >= before ?? low {
        // An invoice in force settles a number, whatever else was meant to have it.
        if causes[member.value] == nil || member.use.cause.isEmpty { causes[member.value] = member.use.cause }
      }
      let padded = group.members.filter { $0.digits.hasPrefix("0") }.map(\.digits.count).max() ?? 0
      return NumberSeries(
        prefix: group.prefix, suffix: group.suffix, width: padded,
        values: causes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, first: before ?? low, last: high)
    }
  }

  /// The last run of digits and what stands around it; nil without one, or with one of more than 15 digits.
  private static func parts(_ number: String) -> (prefix: String, digits: String, suffix: String)? {
    let scalars = Array(number.unicodeScalars)
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    guard let last = scalars.lastIndex(where: isDigit) else { return nil }
    var start = last
    while start > 0, isDigit(scalars[start - 1]) { start -= 1 }
    guard last - start < 15 else { return nil }
    func string(_ part: ArraySlice<Unicode.Scalar>) -> String {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: part)
      return String(text)
    }
    return (string(scalars[..<start]), string(scalars[start...last]), string(scalars[(last + 1)...]))
  }
}
