import Foundation
import Reconciliation
import Sending
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a sending tells on the way: a counting line on a terminal, troubles as words, or everything as JSON lines.
final class SendingLog: Sendable {
  private let messages: Messages
  private let isTerminal: Bool
  private let started = ProcessInfo.processInfo.systemUptime
  private let last = Mutex(0.0)

  init(_ messages: Messages) {
    self.messages = messages
    isTerminal = !messages.quiet && messages.logFormat == .text && isatty(2) == 1
  }

  func tell(_ event: SendEvent) {
    if event.name == "progress" { return progress(event) }
    switch messages.logFormat {
    case .json:
      dealbill.tell(
        event.name, event.name, messages, isError: event.isTrouble, event.facts.map { ($0.name, .text($0.value)) })
    case .text:
      guard event.isTrouble || event.name == "adopted" || event.name == "resent" else { return }
      end()
      dealbill.tell(event.name, event.sentence, messages, isError: event.isTrouble)
    }
  }

  private func progress(_ event: SendEvent) {
    let facts = Dictionary(event.facts.map { ($0.name, $0.value) }) { first, _ in first }
    guard let done = facts["done"].flatMap({ Int($0) }), let total = facts["of"].flatMap({ Int($0) }) else { return }
    let now = ProcessInfo.processInfo.systemUptime
    let pause = messages.logFormat == .json ? 5.0 : 0.25
    let isDue = last.withLock { last in
      guard now - last >= pause || done == total else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let rate = Double(done) / max(0.001, now - started)
    let left = Int((Double(total - done) / max(0.001, rate)).rounded(.up))
    if messages.logFormat == .json {
      dealbill.tell(
        "progress", "\(done) of \(total)", messages,
        [
          ("done", .number(done)), ("of", .number(total)), ("perMinute", .number(Int(rate * 60))),
          ("secondsLeft", .number(left)),
        ])
    } else if isTerminal {
      complain(
        "\r\u{1B}[K\(done) of \(total) invoices, \(Int(rate * 60)) a minute, \(left / 60) min \(left % 60) s left")
    }
  }

  func end() { if isTerminal { complain("\r\u{1B}[K") } }
}
