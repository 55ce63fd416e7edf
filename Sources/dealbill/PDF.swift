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
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    try await act(
      .pdf, options,
      savePDF: { step, bytes in
        let path = "\(out)/\(pdfName(step))"
        try replaceFile(path, with: bytes)
        return path
      })
  }
}
