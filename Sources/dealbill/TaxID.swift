import ArgumentParser
import Bytes
import CSVRecords
import Diagnostics
import Foundation
import TaxIdentifiers

/// `taxid`: tax identifiers by hand, or a whole column of them.
struct TaxID: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "taxid",
    abstract: "Checks tax identifiers of a country: shape and check digit.",
    usage: """
      dealbill taxid COUNTRY NUMBER…
      dealbill taxid --csv FILE
      """,
    discussion: """
      A line a number: as given, outcome, usual form, scheme, minimal form, and the country that its prefix names \
      when that is another one. Outcomes: absent, malformed, checksum (right shape, wrong check digit), wellFormed, \
      formatOnly (no public check digit), unknownCountry.

      A check digit proves only that nobody mistyped; it does not prove a registration.
      """)

  @Option(
    help: ArgumentHelp(
      "A CSV file with the columns country and id, or -; writes country,id,outcome,compact.", valueName: "file"))
  var csv: String?
  @Argument(help: "The country, as an ISO 3166 code (EL and XI are known too, EU for the one stop shop).")
  var country: String?
  @Argument(help: "The numbers.")
  var numbers: [String] = []
  @OptionGroup var messages: Messages

  func validate() throws {
    if csv != nil, country != nil { throw ValidationError("Give either --csv or a country with numbers, not both.") }
    if csv == nil, country == nil || numbers.isEmpty {
      throw ValidationError("Name a country and at least one number, or a file with --csv.")
    }
  }

  func run() async throws {
    if let csv {
      try await reporting(messages) {
        try judgeColumn(try ByteSource(path: csv)) { bytes in
          try FileHandle.standardOutput.write(contentsOf: Data(bytes.array))
        }
      }
      return
    }
    guard let country, let known = country.uppercased().withByteView({ TaxIdentifierCountry.find($0) }) else {
      throw ending("no scheme is known for '\(country ?? "")'", messages)
    }
    for number in numbers { print(number.withByteView { line(number, $0, known) }) }
  }

  private func line(_ number: String, _ raw: ByteView, _ known: TaxIdentifierCountry) -> String {
    let judged = known.judge(raw)
    var text = ByteBuffer(capacity: 64)
    // What is malformed has no usual form; an invented one would mislead.
    if judged.outcome.isUsable, let scheme = judged.scheme, let compact = judged.compact {
      scheme.format(compact, into: &text)
    }
    let scheme = judged.scheme.map { "\($0.code) (\($0.name))" } ?? ""
    let other = known.conflictingPrefix(raw).map { "a number of \($0)" } ?? ""
    return [number, "\(judged.outcome.name)", text.view.string, scheme, judged.compact?.string ?? "", other]
      .joined(separator: "\t")
  }
}
