/// Why a workbook cannot be written or read.
public struct WorkbookError: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    /// The file cannot be written: the disk is full, the folder is not ours, …
    case notWritten
    /// The file cannot be opened or read.
    case unreadable
    /// The file is no workbook, or one that is damaged or larger than the limits.
    case malformed
  }
  public let kind: Kind
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
