import Bytes
import Calendars

/// How the dates of an export are written.
public enum DateLook: Sendable, Equatable {
  /// A pattern that reads every cell.
  case pattern(String)
  /// Day and month cannot be told apart: both patterns read every cell.
  case ambiguous(String, String)
  /// No pattern that we know reads every cell; the first cell that none reads.
  case unknown(String)
  case none

  /// Patterns in the order in which they are tried; the first of a pair that swaps day and month stands before it.
  private static let patterns: [DatePattern] = {
    var texts = [
      "YYYY-MM-DD", "YYYY-MM-DD HH:mm:ss", "YYYY-MM-DD HH:mm", "YYYY-MM-DDTHH:mm:ss[.SSS]Z",
      "YYYY-MM-DDTHH:mm:ss[.SSS]",
      "YYYY/M/D[ HH:mm[:ss]]",
    ]
    for sign in ["/", ".", "-"] {
      for order in ["D\(sign)M\(sign)YYYY", "M\(sign)D\(sign)YYYY"] {
        texts += ["\(order)[ H:mm[:ss]]", "\(order) h:mm[:ss] A"]
      }
    }
    texts += ["D-MMM-YYYY[ HH:mm[:ss]]", "D MMM YYYY", "D MMMM YYYY", "MMM D, YYYY", "MMMM D, YYYY"]
    return texts.compactMap { DatePattern($0) }
  }()

  /// - Parameters:
  ///   - cells: Trimmed and not empty.
  ///   - known: Patterns that are tried before all others; those that swap day and month are compared all the same.
  public static func find(_ cells: [String], known: [String] = []) -> DateLook {
    guard !cells.isEmpty else { return .none }
    let candidates = known.compactMap { DatePattern($0) } + patterns
    let fitting = candidates.filter { reads($0, cells) }
    guard let first = fitting.first else {
      let odd = cells.first { cell in !candidates.contains { reads($0, [cell]) } }
      return .unknown(odd ?? cells[0])
    }
    if let other = fitting.first(where: { isSwapped($0.text, first.text) }) {
      return .ambiguous(first.text, other.text)
    }
    return .pattern(first.text)
  }

  /// The same for cells that are written in several ways, as a spreadsheet leaves them when somebody typed into it: each
  /// way with its cells, the one that reads most first.
  public static func findAll(_ cells: [String], known: [String] = []) -> [(look: DateLook, cells: [String])] {
    var (found, rest): ([(look: DateLook, cells: [String])], [String]) = ([], cells)
    while !rest.isEmpty {
      var (look, read) = (find(rest, known: known), rest)
      if case .unknown = look {
        for pattern in known.compactMap({ DatePattern($0) }) + patterns {
          let own = rest.filter { reads(pattern, [$0]) }
          // The first of those that read as many.
          if read.count == rest.count ? !own.isEmpty : own.count > read.count { read = own }
        }
        if read.count < rest.count { look = find(read, known: known) }
      }
      found.append((look, read))
      let taken = Set(read)
      rest.removeAll { taken.contains($0) }
    }
    return found
  }

  /// Whether one of the patterns reads each cell.
  public static func reads(_ patterns: [String], _ cells: [String]) -> Bool {
    let compiled = patterns.compactMap { DatePattern($0) }
    return cells.allSatisfy { cell in compiled.contains { reads($0, [cell]) } }
  }

  private static func reads(_ pattern: DatePattern, _ cells: [String]) -> Bool {
    cells.allSatisfy { cell in Array(cell.utf8).withByteView { pattern.parse($0) != nil } }
  }

  /// Whether one has the day where the other has the month.
  static func isSwapped(_ a: String, _ b: String) -> Bool {
    guard let x = order(a), let y = order(b) else { return false }
    return x.sign == y.sign && x.isDayFirst != y.isDayFirst
  }

  private static func order(_ text: String) -> (sign: Character, isDayFirst: Bool)? {
    guard !text.hasPrefix("Y"), !text.contains("MMM"), let day = text.firstIndex(of: "D"),
      let month = text.firstIndex(of: "M"), let sign = text.first(where: { "/.-".contains($0) })
    else { return nil }
    return (sign, day < month)
  }
}
