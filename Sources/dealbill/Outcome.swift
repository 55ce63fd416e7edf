import RuleEvaluation
import ArgumentParser
import Bytes
import CSVRecords
import Diagnostics
import Foundation
import Pipeline
import Reconciliation
import RuleLanguage
import Workbooks

/// Exit codes, as the product's contract has them.
extension ExitCode {
  static let withExceptions = ExitCode(2)
  static let doesNotTie = ExitCode(4)
  static let refused = ExitCode(65)
  static let unreadable = ExitCode(66)
  static let ourFault = ExitCode(70)
  static let notWritten = ExitCode(73)

  init(_ verdict: ReconciliationReport.Verdict) {
    self =
      switch verdict {
      case .tiedOut: .success
      case .tiedOutWithExceptions: .withExceptions
      case .doesNotTie: .doesNotTie
      }
  }
}

/// Writes to standard error. Where that cannot be written (a full disk, a closed pipe), the work goes on: its exit code tells.
func complain(_ text: String) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

/// One event on standard error, as words or as one line of JSON.
func tell(
  _ event: String, _ message: String, _ messages: Messages, isError: Bool = false, isWarning: Bool = false,
  _ facts: [(String, OrderedJSON)] = []
) {
  if messages.quiet, !isError { return }
  switch messages.logFormat {
  case .text: complain("\(message)\n")
  case .json:
    let level = isError ? "error" : isWarning ? "warning" : "info"
    let members: [(String, OrderedJSON)] =
      [("level", .text(level)), ("event", .text(event)), ("message", .text(message))] + facts
    let words = members.map { key, value in "\"\(key)\":\(value.rendered.dropLast())" }
    complain("{\(words.joined(separator: ",").replacingOccurrences(of: "\n", with: ""))}\n")
  }
}

/// Says why a command ends, and gives the code that it ends with, to be thrown.
///
/// - Parameter file: The file that it is about; it stands in front, as with every other message.
func ending(
  _ words: String, file: String? = nil, _ messages: Messages, _ code: ExitCode = .refused
) -> ExitCode {
  let place = file.map { "\($0): " } ?? ""
  tell("refused", messages.logFormat == .json ? place + words : "\(place)error: \(words)", messages, isError: true)
  return code
}

/// Prints diagnostics with the lines that they speak of.
func print(_ diagnostics: [Diagnostic], _ messages: Messages, sources: [String: String] = [:]) {
  if messages.logFormat == .json {
    for diagnostic in diagnostics {
      var facts: [(String, OrderedJSON)] = [("code", .text(diagnostic.code))]
      if let range = diagnostic.range {
        facts += [("file", .text(range.file)), ("line", .number(range.line)), ("column", .number(range.column))]
      }
      if let help = diagnostic.help ?? diagnostic.expected { facts.append(("help", .text(help))) }
      tell(
        "diagnostic", diagnostic.message, messages, isError: diagnostic.severity == .error,
        isWarning: diagnostic.severity == .warning, facts)
    }
    return
  }
  let shown = messages.quiet ? diagnostics.filter { $0.severity == .error } : diagnostics
  let limit = 200
  complain(DiagnosticRenderer(sources: sources).render(Array(shown.prefix(limit))))
  if shown.count > limit { complain("and \(shown.count - limit) more\n") }
  if let code = shown.first(where: { $0.severity == .error })?.code { complain("    more: dealbill help \(code)\n") }
}

/// Reads and compiles a rule file; every problem is printed, and errors end the command with 65.
func load(
  _ path: String, _ messages: Messages, showsWarnings: Bool = true, accepting: [String] = []
) throws -> CompiledRules {
  let bytes = try readFile(path, messages)
  let result = compileRules(bytes, file: path, accepting: accepting)
  let relevant = showsWarnings ? result.diagnostics : result.diagnostics.filter { $0.severity == .error }
  if !relevant.isEmpty { print(relevant, messages, sources: texts(of: result.sources)) }
  guard let rules = result.rules else { throw ExitCode.refused }
  return rules
}

/// Files by name as text, for the excerpts of messages.
func texts(of sources: [RuleSource]) -> [String: String] {
  Dictionary(sources.map { ($0.file, String(decoding: $0.bytes, as: UTF8.self)) }) { first, _ in first }
}

/// A small file as bytes; its absence ends the command with 66.
func readFile(_ path: String, _ messages: Messages) throws -> [UInt8] {
  do throws(RefusedInput) {
    return try ByteSource(path: path).readAll(limit: 64 << 20)
  } catch {
    print(error.diagnostics, messages)
    throw error.diagnostics.contains { $0.code == ByteSource.unreadableCode } ? ExitCode.unreadable : ExitCode.refused
  }
}

/// Runs `body` and turns what can go wrong into messages and exit codes; a signal leaves nothing half done behind.
func reporting<T>(_ messages: Messages, _ body: () async throws -> T) async throws -> T {
  do {
    return try await leavingNothingBehind(body)
  } catch let refused as RefusedInput {
    print(
      refused.diagnostics.map { diagnostic in
        var diagnostic = diagnostic
        diagnostic.severity = max(diagnostic.severity, .error)
        return diagnostic
      }, messages)
    let isUnreadable = refused.diagnostics.allSatisfy { $0.code == "S001" }
    // A copy of what came in that cannot be written is no fault of the deals.
    let isUnwritable = refused.diagnostics.contains { $0.code == "S038" || $0.code == "E117" }
    throw isUnreadable ? ExitCode.unreadable : isUnwritable ? .notWritten : .refused
  } catch let error as OutputError {
    tell("output", "error: \(error.description)", messages, isError: true)
    throw ExitCode.notWritten
  } catch let error as WorkbookError {
    tell("workbook", "error: \(error.description)", messages, isError: true)
    throw error.kind == .notWritten ? ExitCode.notWritten : error.kind == .unreadable ? .unreadable : .refused
  } catch let stop as StoppedByRule {
    tellStop(stop, messages)
    throw ExitCode.refused
  } catch let code as ExitCode {
    throw code
  } catch let usage as ValidationError {
    throw usage
  } catch {
    tell("fault", "error: this is dealbill's own fault, please report it: \(error)", messages, isError: true)
    throw ExitCode.ourFault
  }
}

/// What stops a run, one group a rule, most money first.
private func tellStop(_ stop: StoppedByRule, _ messages: Messages) {
  struct Group {
    var causes: [StoppedByRule.Cause] = []
    var money: [String: Int128] = [:]
  }
  var groups: [String: Group] = [:]
  for cause in stop.causes {
    let key = "\(cause.problem.code)\u{1F}\(cause.problem.cause)"
    groups[key, default: Group()].causes.append(cause)
    if let value = cause.value, let currency = cause.currency {
      groups[key]?.money[currency, default: 0] += Int128(value)
    }
  }
  let order = groups.sorted { a, b in
    let (x, y) = (a.value.money.values.max() ?? 0, b.value.money.values.max() ?? 0)
    return x != y ? x > y : a.key < b.key
  }
  for group in order.map(\.value) {
    guard let problem = group.causes.first?.problem else { continue }
    let money = group.money.sorted { $0.key < $1.key }.map {
      ", \($0.key) \(groupedAmount($0.value, code: $0.key, .terminal))"
    }
    let deals = "\(group.causes.count) deal\(group.causes.count == 1 ? "" : "s")"
    var lines = ["error[\(problem.code)]: \(visible(problem.cause)): \(deals)\(money.joined())"]
    if let rule = problem.rule { lines.append("  rule \(rule.file):\(rule.line)") }
    for cause in group.causes.prefix(5) {
      lines.append("  deal \(visible(cause.deal)): \(visible(cause.problem.message))  (\(cause.place))")
    }
    if group.causes.count > 5 { lines.append("  and \(group.causes.count - 5) more") }
    lines.append("  help: \(problem.fix)")
    tell(
      "stopped", lines.joined(separator: messages.logFormat == .json ? "; " : "\n"), messages, isError: true,
      [("code", .text(problem.code)), ("deals", .number(group.causes.count))])
  }
  if stop.causes.count == StoppedByRule.limit {
    tell("stopped", "only the first \(StoppedByRule.limit) are told", messages, isError: true)
  }
  tell(
    "stopped", "\(order.count == 1 ? "this rule stops" : "these rules stop") the run, nothing was written", messages,
    isError: true)
}

/// Writes a file that was not there before: what somebody has already, a rule file or an export, is never written over.
func writeNew(_ text: String, to path: String, _ messages: Messages) throws {
  let isNew = unsafe access(path, F_OK) != 0
  do {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
  } catch CocoaError.fileWriteFileExists {
    throw ending("exists already; choose another name, or remove it first", file: path, messages, .notWritten)
  } catch {
    // Half a file would stop the next try.
    if isNew { try? FileManager.default.removeItem(atPath: path) }
    throw ending("cannot be written: \(error.localizedDescription)", file: path, messages, .notWritten)
  }
}
