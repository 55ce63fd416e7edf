import ArgumentParser
import Bytes
import TaxIdentifiers

/// `taxid`: tax identifiers by hand.
struct TaxID: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "taxid",
    abstract: "Checks tax identifiers of a country: shape and check digit.",
    discussion: "A check digit proves only that nobody mistyped; it does not prove a registration.")

  @Argument(help: "The country, as an ISO 3166 code (EL and XI are known too).")
  var country: String
  @Argument(help: "The numbers.")
  var numbers: [String]

  func run() throws {
    guard let known = country.uppercased().withByteView({ TaxIdentifierCountry.find($0) }) else {
      complain("error: no scheme is known for '\(country)'\n")
      throw ExitCode.refused
    }
    for number in numbers {
      let line = number.withByteView { raw in
        let judged = known.judge(raw)
        var text = ByteBuffer(capacity: 64)
        // What is malformed has no usual form; an invented one would mislead.
        if judged.outcome == .wellFormed || judged.outcome == .formatOnly, let scheme = judged.scheme,
          let compact = judged.compact
        {
          scheme.format(compact, into: &text)
        }
        return "\(number)\t\(judged.outcome.name)\t\(text.view.string)\t\(judged.scheme?.code ?? "")"
      }
      print(line)
    }
  }
}
