import Foundation
import QuickBooksClient
import Testing

/// Certificates made by the `openssl` program for one test run, and its server to show them.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct `certificates` {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    try openssl(
      "req -x509 \(curve) -keyout ca.key -out ca.pem -days 30 -subj /CN=Test -addext basicConstraints=critical,CA:TRUE")
    try openssl("req \(curve) -keyout server.key -out server.csr -subj /CN=127.0.0.1")
    try "subjectAltName=IP:127.0.0.1\n".write(to: folder.appending(path: "right"), atomically: true, encoding: .utf8)
    try "subjectAltName=DNS:quickbooks.api.intuit.com\n".write(
      to: folder.appending(path: "wrong"), atomically: true, encoding: .utf8)
    let signed = "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial"
    try openssl("\(signed) -days 30 -extfile right -out right.pem")
    try openssl("\(signed) -days 30 -extfile wrong -out wrong-name.pem")
    try openssl("\(signed) -days -1 -extfile right -out expired.pem")
    try openssl("x509 -req -in server.csr -signkey server.key -days 30 -extfile right -out self-signed.pem")
  }

  @discardableResult
  private func openssl(_ arguments: String) throws -> Process {
    let process = try start(arguments)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openssl \(arguments)")
    return process
  }

  private func start(_ arguments: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// What comes of a call to a server with this certificate.
  private func call(
    _ certificate: String, options: String = "", authority: String? = "ca.pem"
  ) async throws -> HTTPOutcome {
    let port = freePort()
    let server = try start(
      "s_server -accept 127.0.0.1:\(port) -cert \(certificate) -key server.key -www -quiet \(options)")
    defer { server.terminate() }
    let transport = CurlTransport(
      hosts: AllowedHosts(testEndpoint: try TestEndpoint("https://127.0.0.1:\(port)")), connections: 1,
      limits: CurlTransport.Limits(), trustedAuthority: authority.map { folder.appending(path: $0).path })
    let request = HTTPRequest(
      .get, "https://127.0.0.1:\(port)/", headers: [("Authorization", "Bearer canary")], timeoutSeconds: 10)
    // The server takes a moment to listen.
    for _ in 0..<100 {
      let outcome = await transport.perform(request)
      guard case .notSent(let reason) = outcome, reason.contains("connect to server") else { return outcome }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw CancellationError()
  }

  @Test func `one of the right name by a trusted authority is taken`() async throws {
    #expect(try await call("right.pem").answer?.status == 200)
  }

  @Test(arguments: ["wrong-name.pem", "expired.pem", "self-signed.pem"])
  func `any other is refused before a byte of the request leaves`(_ certificate: String) async throws {
    let outcome = try await call(certificate)
    guard case .notSent(let reason) = outcome else {
      Issue.record("\(certificate): \(outcome)")
      return
    }
    #expect(reason.contains("SSL"), "\(reason)")
  }

  @Test func `an authority that the system does not know is refused`() async throws {
    #expect(try await call("right.pem", authority: nil).isNotSent)
  }

  @Test func `TLS before 1_2 is refused`() async throws {
    #expect(try await call("right.pem", options: "-tls1_1 -cipher DEFAULT@SECLEVEL=0").isNotSent)
  }
}
