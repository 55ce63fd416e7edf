import Calendars
import Money
import RuleEvaluation
import Reconciliation

/// What became of one deal, in a form that costs nothing to keep for a whole block.
struct DealOutcome {
  var bucket = Bucket.held
  /// The deal's position in its block.
  var deal: Int32 = 0
  var rows: Int32 = 0
  /// The rule that skipped it, or −1; −2 for a person's answer.
  var skipRule: Int32 = -1
  var template: Int32 = -1
  var hasCurrency = false
  var hasValue = false
  var hasMismatch = false
  var hasForecast = true
  /// Whether the catalogue has the customer, so that none is created.
  var knowsCustomer = false
  /// What stands in its place of the customers is an update.
  var updatesCustomer = false
  var currency = Currency.home
  var lines: Int32 = 0
  /// Minor units of the currency.
  var value: Int64 = 0
  var discount: Int64 = 0
  var net: Int64 = 0
  var tax: Int64 = 0
  var total: Int64 = 0
  var idHash: UInt64 = 0
  /// The id as a number when it is one.
  var numericID: UInt64?
  /// Folded display name, tax id and invoice number as hashes; 0 when there is none.
  var customerHash: UInt64 = 0
  var taxIDHash: UInt64 = 0
  var numberHash: UInt64 = 0
  /// Ranges in the block's output buffers.
  var payload = ByteRange()
  var customer = ByteRange()
  var number = ByteRange()
  var csvRow = ByteRange()
  var held = ByteRange()
  var heldRows: Int32 = 0
  /// Days since a held deal was won, or −1.
  var ageDays: Int32 = -1
  /// The invoice's date.
  var date: CivilDate?
  /// The person's answer for it, by its place in the list, or −1, and what became of it.
  var answer: Int32 = -1
  var answerState = Evaluator.OverrideState.none
  /// Range in the block's list of problems.
  var firstProblem: Int32 = 0
  var problemCount: Int32 = 0
  /// Range in the block's list of tax sums.
  var firstTax: Int32 = 0
  var taxCount: Int32 = 0
}

/// A stretch of an output buffer.
struct ByteRange {
  var start: Int32 = 0
  var end: Int32 = 0
  var isEmpty: Bool { start == end }
}

extension Currency {
  /// Something to start from before a deal's currency is known.
  static var home: Currency { Currency.all[0] }
}
