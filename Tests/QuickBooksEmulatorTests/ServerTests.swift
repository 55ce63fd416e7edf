import Foundation
import Testing

@testable import QuickBooksEmulator

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The emulator behind a port; what each fault does to a socket.
@Suite(.serialized) struct ServerTests {
  /// A server, and a client of it.
  private struct Site {
    let emulator: Emulator
    let server: EmulatorServer
    let base: String
    let session: URLSession

    init() async throws {
      emulator = Emulator(company: .us, clock: { Date().timeIntervalSince1970 })
      server = try EmulatorServer(emulator)
      base = "http://127.0.0.1:\(try await server.start())"
      let configuration = URLSessionConfiguration.ephemeral
      configuration.timeoutIntervalForRequest = 1
      session = URLSession(configuration: configuration)
    }

    func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> (Int, [UInt8]) {
      var request = URLRequest(url: try #require(URL(string: "\(base)/v3/company/\(SeedCompany.us.realmID)/\(path)")))
      request.httpMethod = method
      request.setValue("Bearer \(emulator.credentials.accessToken)", forHTTPHeaderField: "Authorization")
      if let body {
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(body.utf8)
      }
      let (data, response) = try await session.data(for: request)
      return ((response as? HTTPURLResponse)?.statusCode ?? 0, [UInt8](data))
    }

    func invoice() async throws -> (Int, [UInt8]) {
      try await send(
        "POST", "invoice?minorversion=75&requestid=\(UUID().uuidString)",
        #"{"CustomerRef":{"value":"1"},"Line":[{"DetailType":"SalesItemLineDetail","Amount":10,"SalesItemLineDetail":{"ItemRef":{"value":"4"}}}]}"#
      )
    }
  }

  @Test func `requests pass through the port, one after the other on one connection`() async throws {
    let site = try await Site()
    for _ in 1...20 { #expect(try await site.send("GET", "preferences").0 == 200) }
    #expect(try await site.invoice().0 == 200)
    let statement = percentEncoded("select * from Customer where DisplayName = 'Canyon Bikes'")
    let (status, body) = try await site.send("GET", "query?query=\(statement)")
    #expect(status == 200 && String(decoding: body, as: UTF8.self).contains("Canyon Bikes"))
    #expect(site.emulator.log.count == 22)
    await site.server.stop()
  }

  @Test func `a broken connection is seen by the client, the change by the books, and the server goes on`() async throws
  {
    let site = try await Site()
    let cases: [(EmulatorFault, Int)] = [
      (.refused, 0), (.resetWhileSending, 0), (.resetNotDone, 0), (.resetDone, 1), (.truncated, 1),
    ]
    for (fault, done) in cases {
      let before = site.emulator.objects("Invoice").count
      // A client may repeat a request on a fresh connection when a kept one breaks, so the fault strikes twice.
      site.emulator.plant(PlantedFault(fault, on: "invoice", times: 9))
      await #expect(throws: URLError.self, "\(fault)") { try await site.invoice() }
      site.emulator.clearFaults()
      #expect((site.emulator.objects("Invoice").count > before) == (done == 1))
      #expect(try await site.send("GET", "preferences").0 == 200)
    }
    await site.server.stop()
  }

  @Test func `no answer and a dripping one run into the client's time-out`() async throws {
    let site = try await Site()
    for fault in [EmulatorFault.timeOutDone, .drip] {
      site.emulator.plant(PlantedFault(fault, on: "invoice"))
      if fault == .timeOutDone { await #expect(throws: URLError.self) { try await site.invoice() } }
    }
    site.emulator.clearFaults()
    #expect(site.emulator.objects("Invoice").count == 1)
    #expect(try await site.send("GET", "preferences").0 == 200)
    await site.server.stop()
  }

  @Test func `a taken port is refused`() async throws {
    let site = try await Site()
    let port = try #require(site.base.split(separator: ":").last.flatMap { UInt16($0) })
    await #expect(throws: (any Error).self) { try await EmulatorServer(site.emulator, port: port).start() }
    await site.server.stop()
  }
}
