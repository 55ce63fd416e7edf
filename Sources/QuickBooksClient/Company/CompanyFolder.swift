#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where everything that belongs to one company stands: connection, catalogue, ledger.
///
/// `$XDG_STATE_HOME/dealbill/NAME`, or `~/.local/state/dealbill/NAME`; for its owner alone.
public struct CompanyFolder: Sendable, Equatable {
  /// As given with `--company`.
  public let name: String
  public let path: String

  /// Tokens, realm and environment; 0600.
  public var connectionFile: String { "\(path)/connection.json" }
  /// Held while tokens are refreshed or replaced.
  public var connectionLock: String { "\(path)/connection.lock" }
  /// The dated copy of the company's lists; 0600.
  public var catalogueFile: String { "\(path)/catalogue.json" }
  /// The SQLite file of what was intended, sent and answered.
  public var ledgerFile: String { "\(path)/ledger.sqlite" }

  /// The folder of a company; nothing is created.
  ///
  /// - Parameters:
  ///   - name: Letters, digits, `.`, `-` and `_`, at most 100, no dot in front.
  ///   - environment: The process's variables, for `XDG_STATE_HOME` and `HOME`.
  /// - Throws: A002 for a name that cannot be a folder's, A007 when there is no home.
  public init(name: String, environment: [String: String]) throws(ConnectionError) {
    let isSafe = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
      default: false
      }
    }
    guard isSafe, (1...100).contains(name.utf8.count), name.first != "." else {
      throw ConnectionError(
        .badCompanyName, "'\(name)' cannot be the name of a company's folder",
        help: "use letters, digits, '-', '_' and '.', such as acme-eu")
    }
    self.name = name
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      path = "\(state)/dealbill/\(name)"
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      path = "\(home)/.local/state/dealbill/\(name)"
    } else {
      throw ConnectionError(
        .fileAccess, "neither XDG_STATE_HOME nor HOME says where the company's folder is",
        help: "set one of them to a full path")
    }
  }

  /// The folder that a ledger file lies in.
  public init(ofLedger file: String) {
    let parent = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    path = parent.isEmpty ? "/" : parent
    name = path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The companies that have a connection, by name.
  public static func connected(environment: [String: String]) -> [CompanyFolder] {
    guard let place = try? CompanyFolder(name: "any", environment: environment) else { return [] }
    let root = CompanyFolder(ofLedger: place.path).path
    guard let folder = unsafe opendir(root) else { return [] }
    defer { unsafe closedir(folder) }
    var found: [CompanyFolder] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard let company = try? CompanyFolder(name: name, environment: environment),
        unsafe access(company.connectionFile, F_OK) == 0
      else { continue }
      found.append(company)
    }
    return found.sorted { $0.name < $1.name }
  }

  /// Makes the folder and what lies above it, for its owner alone.
  ///
  /// - Throws: A007; A005 when the folder is there and others may write to it.
  public func create() throws(ConnectionError) {
    var at = ""
    for part in path.split(separator: "/") {
      at += "/\(part)"
      if unsafe mkdir(at, 0o700) != 0, errno != EEXIST, errno != EISDIR, errno != EROFS {
        throw .file(at, "cannot be created", errno)
      }
    }
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { throw .file(path, "cannot be looked at", errno) }
    guard facts.st_mode & S_IFMT == S_IFDIR else { throw .file(path, "is not a folder", ENOTDIR) }
    guard facts.st_mode & 0o022 == 0 else {
      throw ConnectionError(
        .filePermissions, "others on this machine may write to \(path)", help: "run: chmod 700 '\(path)'")
    }
  }
}
