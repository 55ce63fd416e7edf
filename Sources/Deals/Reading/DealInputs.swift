public import Diagnostics
import Bytes
import CSVRecords
import Files
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files of a run, by path.
public struct DealInputs: Sendable {
  public var deals: [String]
  public var lines: [String]
  public var organizations: [String]
  public var persons: [String]
  public var products: [String]
  /// The CRM's field definitions.
  public var fields: String?
  /// What messages call a file that stands in for another, by path.
  var names: [String: String] = [:]

  public init(
    deals: [String], lines: [String] = [], organizations: [String] = [], persons: [String] = [],
    products: [String] = [],
    fields: String? = nil
  ) {
    self.deals = deals
    self.lines = lines
    self.organizations = organizations
    self.persons = persons
    self.products = products
    self.fields = fields
  }

  /// What messages call a file.
  package func name(_ path: String) -> String { names[path] ?? path }

  /// The same inputs with standard input and pipes copied to temporary files, since a run may have to read them twice.
  ///
  /// - Returns: The inputs, and the files to remove when the run is over; they are among the ``Leftovers`` until then.
  public func spooled() throws(RefusedInput) -> (inputs: DealInputs, temporary: [String]) {
    var copy = self
    var temporary: [String] = []
    for index in deals.indices where !isRegularFile(deals[index]) {
      let path = NSTemporaryDirectory() + "dealbill-\(getpid())-\(index)-\(UUID().uuidString)"
      temporary.append(path)
      Leftovers.note(path)
      do throws(RefusedInput) { try spool(try ByteSource(path: deals[index]), to: path) } catch {
        Leftovers.remove(temporary)
        throw error
      }
      copy.deals[index] = path
      copy.names[path] = deals[index] == "-" ? "standard input" : deals[index]
    }
    return (copy, temporary)
  }

  /// What is not there is left to the reader, which says so.
  private func isRegularFile(_ path: String) -> Bool {
    if path == "-" { return false }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return true }
    return status.st_mode & S_IFMT == S_IFREG
  }

  private func spool(_ source: ByteSource, to path: String) throws(RefusedInput) {
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw RefusedInput(
        .error("S038", "\(source.name) cannot be copied to \(path)", help: "free some space in the temporary folder"))
    }
    var buffer = ByteBuffer(capacity: 1 << 20)
    while try source.read(into: &buffer, limit: 1 << 20) > 0 {
      do {
        try file.write(contentsOf: Data(buffer.view.array))
      } catch {
        throw RefusedInput(.error("S038", "\(source.name) cannot be copied to \(path): \(error.localizedDescription)"))
      }
      buffer.removeAll()
    }
  }
}
