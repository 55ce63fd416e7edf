import ArgumentParser
import Foundation
import QuickBooksClient
import Receivables

/// `pdf`: invoices as QuickBooks prints them.
struct PDF: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pdf", abstract: "Saves invoices as PDF files, each whole or not at all.")

  @OptionGroup var options: ActionOptions
  @Option(name: .shortAndLong, help: ArgumentHelp("Where to.", valueName: "folder"))
  var out: String

  func run() async throws {
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    } catch {
      throw ending("cannot be made: \(error.localizedDescription)", file: out, options.messages, .notWritten)
    }
    var isUnwritten = false
    do {
      try await act(
        .pdf, options,
        savePDF: { step, bytes in
          let path = "\(out)/\(pdfName(step))"
          do throws(ConnectionError) { try replaceFile(path, with: bytes) } catch {
            isUnwritten = true
            throw UnsavedPDF(description: error.message)
          }
          return path
        })
    } catch let code as ExitCode {
      throw isUnwritten ? ExitCode.notWritten : code
    }
  }
}

/// Why a file was not written, in words.
private struct UnsavedPDF: Error, CustomStringConvertible {
  let description: String
}
