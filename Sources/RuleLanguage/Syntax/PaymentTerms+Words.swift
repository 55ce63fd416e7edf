import Bytes
import Calendars
import Money

extension PaymentTerms {
  /// Terms in words: `due on receipt`, `net 30`, `end of month`, `net 30, end of month`, `end of month, net 30`,
  /// `day 15`, `day 15, next month within 5 days`, `2/10 net 30` (2 % off within 10 days, which does not move the due
  /// date); nil when they are not among these.
  init?(words text: String) {
    let parts = Self.withoutDiscount(text.lowercased()).split(separator: ",").map {
      $0.split(separator: " ").map(String.init)
    }
    func net(_ words: [String]) -> Int? {
      words.count == 2 && words[0] == "net" ? Int(words[1]).flatMap { (0...999).contains($0) ? $0 : nil } : nil
    }
    let endOfMonth = ["end", "of", "month"]
    switch parts.count {
    case 1 where parts[0] == ["due", "on", "receipt"]: self = .net(0)
    case 1 where parts[0] == endOfMonth: self = .endOfMonth
    case 1:
      if let days = net(parts[0]) {
        self = .net(days)
      } else if parts[0].count == 2, parts[0][0] == "day", let day = Int(parts[0][1]), (1...31).contains(day) {
        self = .dateDriven(dayOfMonthDue: day, dueNextMonthDays: 0)
      } else {
        return nil
      }
    case 2:
      if let days = net(parts[0]), parts[1] == endOfMonth {
        self = .netThenEndOfMonth(days)
      } else if parts[0] == endOfMonth, let days = net(parts[1]) {
        self = .endOfMonthThenNet(days)
      } else if parts[0].count == 2, parts[0][0] == "day", let day = Int(parts[0][1]), (1...31).contains(day),
        parts[1].count == 5, Array(parts[1].prefix(3)) == ["next", "month", "within"], let within = Int(parts[1][3]),
        (1...999).contains(within), parts[1][4].hasPrefix("day")
      {
        self = .dateDriven(dayOfMonthDue: day, dueNextMonthDays: within)
      } else {
        return nil
      }
    default: return nil
    }
  }

  /// `net 30` of `2/10 net 30`; other texts as they are.
  private static func withoutDiscount(_ text: String) -> String {
    let words = text.split(separator: " ")
    guard words.count == 3, words[1] == "net" else { return text }
    let parts = words[0].split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let days = Int(parts[1]), (0...999).contains(days),
      case .success(let percent) = String(parts[0]).withByteView({ ExactDecimal.parse($0, .plain) }),
      !percent.isNegative, percent <= ExactDecimal(mantissa: 100)
    else { return text }
    return words.dropFirst().joined(separator: " ")
  }
}
