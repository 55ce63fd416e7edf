import ArgumentParser
import QuickBooksClient

/// `disconnect`: gives the tokens back.
struct Disconnect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Revokes a company's connection and removes its tokens; catalogue and ledger stay.")

  @OptionGroup var company: CompanyOption
  @OptionGroup var messages: Messages

  func run() async throws {
    try await connecting(messages) {
      let folder = try company.folder
      let connection = try Connection(of: folder)
      let transport = CurlTransport(hosts: connection.hosts, connections: 1)
      let trouble = try await disconnect(folder, transport, SystemClock())
      tell("disconnected", "'\(folder.name)' is no longer connected; its tokens are removed", messages)
      if let trouble {
        print([trouble.diagnostic], messages)
        throw ExitCode(trouble)
      }
    }
  }
}
