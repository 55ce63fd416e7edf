public import Catalogue
public import Diagnostics

/// The catalogue that a run resolves names with, and what the manifest says of it.
public struct RunCatalogue: Sendable {
  public let index: CatalogueIndex
  /// The last part of the file's path.
  public let name: String
  public var bytes: Int { content.count }
  /// The file as it is, for the run folder: `send` says by it what became stale.
  let content: [UInt8]
  /// Of the file, in hex.
  public let sha256: String

  /// Reads a catalogue file's bytes.
  ///
  /// - Throws: K001 when they are damaged.
  public init(_ bytes: [UInt8], file: String) throws(RefusedInput) {
    index = CatalogueIndex(try CompanyCatalogue(bytes, file: file))
    name = file.split(separator: "/").last.map(String.init) ?? file
    content = bytes
    sha256 = try Pipeline.sha256(bytes)
  }

  /// One line for the report.
  var notice: String {
    let catalogue = index.catalogue
    return "catalogue of \(catalogue.company.name) (company \(catalogue.realmID)), pulled \(catalogue.pulledText),"
      + " SHA-256 \(sha256.prefix(8))…"
  }
}
