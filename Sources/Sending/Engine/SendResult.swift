public import QuickBooksClient
public import Reconciliation

/// What became of one invoice of the folder.
public struct DealResult: Sendable, Equatable {
  public var bucket = Bucket.failed
  /// Stable code of why it is not created; empty when it is.
  public var code = ""
  public var problem = ""
  public var fix = ""
  public var id = ""
  public var number = ""
  /// As QuickBooks keeps them, as it writes them.
  public var storedTotal = ""
  public var storedTax = ""
  public var differences: [FieldDifference] = []
  public init() {}

  static func not(_ bucket: Bucket, _ code: String, _ problem: String, fix: String) -> DealResult {
    var result = DealResult()
    result.bucket = bucket
    result.code = code
    result.problem = problem
    result.fix = fix
    return result
  }
}

/// Two live invoices in QuickBooks that bill one deal: shown loudly, never mended by us.
public struct SuspectedDuplicate: Sendable, Equatable {
  public var key: String
  /// QuickBooks' ids, lowest first.
  public var ids: [String]

  /// The ledger's fact that keeps suspicions from night to night.
  static let factName = "duplicates"

  /// A line each: key, tab, ids.
  static func text(_ suspicions: [Self]) -> String {
    suspicions.map { "\($0.key)\t\($0.ids.joined(separator: " "))" }.sorted().joined(separator: "\n")
  }

  static func read(_ text: String) -> [Self] {
    text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t")
      return parts.count == 2
        ? Self(key: String(parts[0]), ids: parts[1].split(separator: " ").map(String.init)) : nil
    }
  }
}

/// What became of one customer.
public struct CustomerResult: Sendable, Equatable {
  public var name: String
  public var id: String
  /// `linked`, `tax-id`, `name`, `created`, `earlier` (created by an earlier sending), `held`.
  public var how: String
  public var note: String
  /// What was corrected in it by a rule: as it was, and as it is.
  public var changes: [FieldDifference] = []
  /// Whether a correction that a rule asks for was not made; ``note`` says why.
  public var isBehind = false
}

/// What became of a document of an earlier run.
public struct RecoveredDocument: Sendable, Equatable {
  public var key: String
  public var id: String
  public var outcome: String

  package init(key: String, id: String, outcome: String) {
    (self.key, self.id, self.outcome) = (key, id, outcome)
  }
}

/// Why a sending ended before its end.
public enum StopReason: Error, Equatable {
  case signal(String)
  case unreachable(String)
  case notAuthorised(String)
  /// The ledger could not be written.
  case ledger(String)
  /// QuickBooks takes nothing more from us: wrong company, subscription over.
  case refused(String)

  public var words: String {
    switch self {
    case .signal(let words), .unreachable(let words), .notAuthorised(let words), .ledger(let words),
      .refused(let words):
      words
    }
  }

  /// What to do about it, where the words do not say so.
  var remedy: String {
    switch self {
    case .signal: "send the folder again"
    case .unreachable: "send the folder again once QuickBooks answers"
    case .notAuthorised: "connect again with 'dealbill connect', then send the folder again"
    case .ledger, .refused: "mend that, then send the folder again"
    }
  }
}

/// What a sending did.
public struct SendResult: Sendable, Equatable {
  /// One for each invoice of the folder, in its order.
  public var deals: [DealResult] = []
  public var customers: [CustomerResult] = []
  public var duplicates: [SuspectedDuplicate] = []
  /// What was settled of earlier runs: open outcomes whose deals are not in this folder, and ends that dealbill asked
  /// for.
  public var recovered: [RecoveredDocument] = []
  /// Invoices of earlier nights that people deleted, voided, edited or put in the place of ours, seen in this run.
  public var changedInQuickBooks: [RecoveredDocument] = []
  /// Open outcomes that this run could not close.
  public var open: [RecoveredDocument] = []
  public var stop: StopReason?
  public var calls = CallCounts()
  public var seconds = 0.0

  public func count(_ bucket: Bucket) -> Int { deals.count { $0.bucket == bucket } }

  /// 0 all sent · 2 some held or failed · 5 an outcome is unknown, whatever ended the run · 69 unreachable, or nothing
  /// more is taken · 73 ledger not written · 77 not authorised · 130 or 143 ended by SIGINT or SIGTERM, as a shell has
  /// it.
  public var exitCode: Int32 {
    if !open.isEmpty || count(.unknown) > 0 { return 5 }
    switch stop {
    case .unreachable, .refused: return 69
    case .notAuthorised: return 77
    case .ledger: return 73
    case .signal(let words): return words.hasSuffix("SIGINT") ? 130 : 143
    case nil: break
    }
    return count(.held) + count(.failed) > 0 || !duplicates.isEmpty || !changedInQuickBooks.isEmpty
      || deals.contains { !$0.differences.isEmpty } || customers.contains(where: \.isBehind)
      ? 2 : 0
  }
}

/// Calls made, for the budget and the metrics.
public struct CallCounts: Sendable, Equatable {
  /// Metered by the vendor's partner program (reference, 12.3).
  public var reads = 0
  public var writes = 0
  public var throttles = 0
}

/// Something that happened, as a line of the log; texts of the CRM are not in it.
public struct SendEvent: Sendable {
  /// A stable word: `created`, `held`, `unknown`, `adopted`, `progress`.
  public var name: String
  public var facts: [(name: String, value: String)]
  public var isTrouble = false
  init(_ name: String, _ facts: [(name: String, value: String)], isTrouble: Bool = false) {
    self.name = name
    self.facts = facts
    self.isTrouble = isTrouble
  }
}
