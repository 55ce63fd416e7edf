import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Several commands of one story: each line of a case's `session` is typed into a shell, in a copy of the case's folder.
///
/// Three kinds of line are no commands: `# words`; `emulator uk`, which starts QuickBooks' stand-in and puts its address
/// into `$URL`; and `POST /emulator/pay {"invoice":"1"}`, what people do in QuickBooks meanwhile.
extension GoldenCase {
  var session: URL { folder.appending(path: "session") }

  /// What the session looks like on a screen, without what differs from one time to the next.
  func transcript(of program: URL) throws -> String {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "session-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    try FileManager.default.copyItem(at: folder, to: scratch)
    let stage = SessionStage(program: program, folder: scratch)
    var screen = ""
    for line in try String(contentsOf: session, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("#") {
        screen += "\(screen.isEmpty ? "" : "\n")\(line)\n"
      } else if line.hasPrefix("emulator ") {
        try stage.startEmulator(String(line.dropFirst("emulator ".count)))
      } else if line.hasPrefix("POST ") {
        screen += "(\(line.dropFirst("POST /emulator/".count)))\n"
        try stage.post(String(line.dropFirst("POST ".count)))
      } else {
        let (text, status) = try stage.type(String(line))
        screen += "$ \(line)\n\(text)\(text.hasSuffix("\n") || text.isEmpty ? "" : "\n")"
        if status != 0 { screen += "(exit code \(status))\n" }
      }
    }
    return stage.steady(screen)
  }
}

/// The folder, the shell and the emulator of one session.
private final class SessionStage {
  private let program: URL
  private let folder: URL
  private var emulator: Process?
  private var url = ""

  struct Failure: Error, CustomStringConvertible { let description: String }

  init(program: URL, folder: URL) {
    self.program = program
    self.folder = folder
  }

  deinit {
    emulator?.terminate()
    emulator?.waitUntilExit()
  }

  private func process(_ executable: URL, _ arguments: [String], output: URL) throws -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "\(program.deletingLastPathComponent().path):/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C", "URL": url,
      "XDG_STATE_HOME": folder.appending(path: "state").path,
    ]
    process.standardInput = FileHandle.nullDevice
    try Data().write(to: output)
    let file = try FileHandle(forWritingTo: output)
    process.standardOutput = file
    process.standardError = file
    return process
  }

  func startEmulator(_ company: String) throws {
    let ready = folder.appending(path: ".emulator.json")
    let process = try process(program, ["emulator", "--company", company, "--throttle", "off"], output: ready)
    try process.run()
    emulator = process
    for _ in 0..<1200 {
      usleep(50_000)
      let text = (try? String(contentsOf: ready, encoding: .utf8)) ?? ""
      guard text.hasSuffix("\n"), let match = text.firstMatch(of: /"url":"([^"]+)"/) else { continue }
      url = String(match.1)
      return
    }
    throw Failure(description: "the emulator does not come up")
  }

  /// `path {json}` to the emulator's controls.
  func post(_ line: String) throws {
    let parts = line.split(separator: " ", maxSplits: 1)
    guard let target = URL(string: url + parts[0]) else { throw Failure(description: "no address: \(line)") }
    var request = URLRequest(url: target)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = parts.count > 1 ? Data(parts[1].utf8) : Data("{}".utf8)
    let done = DispatchSemaphore(value: 0)
    let outcome = Mutex("no answer")
    URLSession.shared.dataTask(with: request) { data, response, error in
      let isDone = (response as? HTTPURLResponse)?.statusCode == 200
      let words = error.map { "\($0)" } ?? String(decoding: data ?? Data(), as: UTF8.self)
      outcome.withLock { $0 = isDone ? "" : words }
      done.signal()
    }.resume()
    done.wait()
    let problem = outcome.withLock { $0 }
    guard problem.isEmpty else { throw Failure(description: "\(line): \(problem)") }
  }

  func type(_ line: String) throws -> (text: String, status: Int32) {
    let screen = folder.appending(path: ".screen")
    let shell = try process(URL(filePath: "/bin/sh"), ["-c", line], output: screen)
    try shell.run()
    shell.waitUntilExit()
    return (try String(contentsOf: screen, encoding: .utf8), shell.terminationStatus)
  }

  /// The same text for any machine and day.
  func steady(_ text: String) -> String {
    var text = text
    if !url.isEmpty { text = text.replacing(url, with: "URL") }
    return text.replacing(folder.path + "/", with: "").replacing(folder.path, with: ".")
      .replacing(/dealbill \d+\.\d+\.\d+[-.\w]*/, with: "dealbill VERSION")
      .replacing(/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z| UTC|[+-]\d{2}:\d{2})?/, with: "TIME")
      .replacing(/\b[0-9a-f]{64}\b/, with: "SHA256")
      .replacing(/\d+ days\b/, with: "N days")
      .replacing(/today \d{4}-\d{2}-\d{2}/, with: "today DATE")
      .replacing(/1-[0-9a-f]{8}-[0-9a-f]{16}/, with: "TRACE")
      .replacing(/\d+ min \d+ s/, with: "TIME")
      .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "UUID")
  }
}
