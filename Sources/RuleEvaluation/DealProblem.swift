public import Diagnostics

/// Why a deal is held, or what a person should know of it although it is billed.
public struct DealProblem: Sendable {
  public enum Severity: UInt8, Sendable, Comparable {
    case note, warn, hold, error
    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }
  public var severity: Severity
  /// Stable code; for a check of the rules, the check's id.
  public var code: String
  /// What is wrong with this deal.
  public var message: String
  /// The same without what differs from deal to deal, so that one cause is told once.
  public var cause: String
  /// What to do about it.
  public var fix: String
  /// The rule that decided, if one did.
  public var rule: SourceRange?
  public var ruleID: String?
  public var owner: String?
  /// The cell, `file row N, column "X"`, if one is to blame.
  public var cell: String?

  public init(
    severity: Severity, code: String, message: String, cause: String, fix: String, rule: SourceRange? = nil,
    ruleID: String? = nil, owner: String? = nil, cell: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.cause = cause
    self.fix = fix
    self.rule = rule
    self.ruleID = ruleID
    self.owner = owner
    self.cell = cell
  }
}

/// The codes of holds that dealbill itself decides; checks of the rule file bring their own ids.
public enum HoldCode: String, Sendable, CaseIterable {
  case notANumber = "S201"
  case notADate = "S202"
  case notYesOrNo = "S203"
  case unknownCountry = "S204"
  case conflictingRows = "S205"
  case noDealID = "S206"
  case ambiguousTime = "S207"
  case rowsOfTwoFiles = "S208"
  case damagedID = "S209"
  case lackingRecord = "S210"
  case unknownKey = "M201"
  case missingValue = "M202"
  case unknownTemplate = "M203"
  case arithmetic = "M204"
  case unknownCurrency = "M205"
  case withdrawnCurrency = "M206"
  case currencyNotAllowed = "M207"
  case currencyDecimals = "M208"
  case noMulticurrency = "M209"
  case badSetting = "M210"
  case undecided = "M211"
  case textTooLong = "C301"
  case forbiddenCharacter = "C302"
  case badEmail = "C303"
  case customerTaxIDsDiffer = "C304"
  case customerCurrenciesDiffer = "C305"
  case emailLeftOut = "C306"
  case taxIDAbsent = "T401"
  case taxIDMalformed = "T402"
  case taxIDChecksum = "T403"
  case unknownTaxCode = "T404"
  case noTaxCode = "T405"
  case taxIDOfOtherCountry = "T406"
  case taxIDUnknownScheme = "T407"
  case noTreatment = "T410"
  case treatmentNeedsTaxID = "T411"
  case treatmentNeedsNote = "T412"
  case taxIDMasked = "T413"
  case noLines = "L501"
  case amountTooLarge = "L502"
  case negativeTotal = "L503"
  case zeroTotal = "L504"
  case tooManyLines = "L505"
  case discountTooLarge = "L506"
  case productNotBilled = "L507"
  case valueMismatch = "L508"
  case zeroLine = "L509"
  case tooManyDecimals = "L510"
  case productLeftOut = "L511"
  case lineCurrencyDiffers = "L512"
  case crossCheck = "L513"
  case productBilledTwice = "L514"
  case productsNotRead = "L515"
  case productsLacking = "L516"
  case closedPeriod = "P601"
  case futureDate = "P602"
  case dueBeforeDate = "P603"
  case tooEarly = "P604"
  case movedDate = "P605"
  case numberTooLong = "N701"
  case duplicateNumber = "N702"
  case repeatedRows = "D801"
  case overrideUsed = "O901"
  case overrideExpired = "O902"
  case overrideStale = "O903"
}
