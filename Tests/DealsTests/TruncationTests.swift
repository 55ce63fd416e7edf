import Deals
import Diagnostics
import TestSupport
import Testing

/// A file that lost its end on the way must not pass for a whole one, except where the loss cannot show.
@Suite struct TruncationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var wanted = Wanted(deal: ["id", "title", "value"])
  }

  static let cases = [
    Case(
      testDescription: "all cells quoted",
      text: "\"ID\",\"Title\",\"Value\"\n\"1\",\"Say \"\"hi\"\", twice\nor not\",\"12.50\"\n\"2\",\"Größe\",\"7\"\n"),
    Case(
      testDescription: "CRLF, a blank row",
      text: "\"ID\",\"Title\",\"Value\"\r\n\"1\",\"A\",\"5\"\r\n,,\r\n\"2\",\"B\",\"6\"\r\n"),
    Case(
      testDescription: "an array of JSON",
      text: "[{\"id\":1,\"title\":\"A \\\"x\\\" é\",\"value\":12.5},\n {\"id\":2,\"title\":null,\"value\":7}]\n"),
    Case(
      testDescription: "JSON Lines",
      text: "{\"id\":1,\"title\":\"A\",\"value\":12.5}\n{\"id\":2,\"title\":\"B\",\"value\":7}\n"),
    Case(
      testDescription: "pages of an API",
      text:
        "{\"success\":true,\"data\":[{\"id\":1,\"title\":\"A\",\"value\":12.5}],\"additional_data\":{\"next_cursor\":\"x\"}}\n{\"success\":true,\"data\":[{\"id\":2,\"title\":\"B\",\"value\":7}]}\n"
    ),
  ]

  @Test(arguments: cases)
  func `an export cut at any byte is refused, or gives its first deals exactly`(_ row: Case) throws {
    let folder = try ScratchFolder()
    let bytes = Array(row.text.utf8)
    let whole = try readDeals(DealInputs(deals: [try folder.write("whole", bytes)]), row.wanted).deals
    #expect(whole.count == 2)
    var refused = 0
    for length in 0..<bytes.count {
      let file = try folder.write("cut", bytes[..<length])
      do {
        let deals = try readDeals(DealInputs(deals: [file]), row.wanted).deals
        #expect(deals == Array(whole.prefix(deals.count)), "cut after \(length) bytes")
      } catch let error as RefusedInput {
        refused += 1
        #expect(error.diagnostics.allSatisfy { !$0.message.isEmpty }, "cut after \(length) bytes")
      }
    }
    // Most cuts show; only those at the end of a record cannot.
    #expect(refused > bytes.count / 2)
  }
}
