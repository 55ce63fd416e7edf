import ArgumentParser
import Bytes
import Calendars
import Evidence
import Foundation
import Reconciliation

/// `answers`: what people wrote into the workbook.
struct Answers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes back the answers that people gave in the workbook.", subcommands: [ReadAnswers.self])
}

/// `answers read WORKBOOK --run FOLDER --out FILE`.
struct ReadAnswers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Turns the answers of a workbook into a file for 'run --overrides'.",
    discussion: "Everything that was changed outside the answer columns is refused, with its cell.")
  @Argument(help: "The workbook that came back (XLSX).")
  var workbook: String
  @Option(name: .customLong("run"), help: ArgumentHelp("The run folder that it belongs to.", valueName: "folder"))
  var folder: String
  @Option(name: .shortAndLong, help: ArgumentHelp("The file of answers to write (YAML).", valueName: "file"))
  var out: String
  @Option(help: ArgumentHelp("The day of the answers, YYYY-MM-DD; today in UTC by default.", valueName: "date"))
  var date: CivilDate?
  @Option(help: ArgumentHelp("How long an answer without an expiry counts, in days.", valueName: "days"))
  var days = 30
  @OptionGroup var messages: Messages

  func validate() throws {
    guard (1...366).contains(days) else { throw ValidationError("--days is between 1 and 366.") }
  }

  func run() async throws {
    let today = date ?? .today
    let answers = try await reporting(messages) {
      try readAnswers(workbook, folder: folder, today: today, days: days)
    }
    let text = renderOverrides(answers, answered: today, workbook: workbook)
    try writeNew(text, to: out, messages)
    for answer in answers { print("deal \(visibleText(answer.deal)), until \(answer.expires)") }
    print("\(answers.count) answer\(answers.count == 1 ? "" : "s") in \(out)")
  }
}
