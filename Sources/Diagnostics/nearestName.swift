/// The name among `candidates` that `name` was probably meant to be, or nil.
///
/// Edit distance (insert, delete, replace, swap of neighbours) of at most 3 and at most a third of the longer name, though
/// one is always let pass; case is ignored, ties go to the earlier candidate.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars)
    let limit = min(3, max(1, max(wanted.count, other.count) / 3))
    guard abs(wanted.count - other.count) <= limit else { continue }
    let distance = editDistance(wanted, other)
    if distance <= limit, distance < (best?.distance ?? .max) { best = (candidate, distance) }
  }
  return best?.name
}

/// "did you mean 'x'?" when a near name exists, else the list of what is legal (at most twelve).
public func suggestion(for name: String, among candidates: [String]) -> String? {
  if let foreign = foreignBlank(in: name) { return foreign }
  let longer = candidates.filter { name.count >= 3 && $0.lowercased().hasPrefix(name.lowercased()) }
  if let near = nearestName(to: name, among: candidates) ?? (longer.count == 1 ? longer[0] : nil) {
    return "did you mean '\(near)'?"
  }
  return candidates.isEmpty ? nil : "one of: \(listed(candidates))"
}

/// Tells of a blank that looks like an ordinary one and is none, or nil.
public func foreignBlank(in name: String) -> String? {
  guard let sign = name.unicodeScalars.first(where: { $0.properties.isWhitespace && !$0.isASCII }) else { return nil }
  let code = String(sign.value, radix: 16, uppercase: true)
  let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
  return "it holds U+\(padded), a blank of another kind; write ordinary blanks"
}

/// `a, b, c and 5 more`.
public func listed(_ names: [String], limit: Int = 12) -> String {
  let shown = names.prefix(limit).joined(separator: ", ")
  return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
}

func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var before: [Int] = []
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var cost = min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, before[j - 2] + 1) }
      row.append(cost)
    }
    before = previous
    previous = row
  }
  return previous[b.count]
}
