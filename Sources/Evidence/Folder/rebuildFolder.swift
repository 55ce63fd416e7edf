import Bytes
import Diagnostics
import Reconciliation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One face of the report, made again.
public struct RebuiltFace: Sendable {
  public enum State: Sendable { case identical, restored, added, differs }
  public var name: String
  public var state: State
}

/// Makes the page and the workbook of a run folder again from its data.
///
/// In the folder itself only what the manifest names is put back, byte for byte; a workbook that the run did not write is added.
/// With `out`, the faces are written there, whatever the manifest says.
///
/// - Throws: ``RefusedInput`` when the data cannot be read; ``WorkbookError`` when the workbook cannot be written.
public func rebuildFolder(_ folder: String, out: String? = nil) throws -> [RebuiltFace] {
  let manifest = try Manifest(folder: folder)
  let report = try readRunFolder(folder)
  try refuseAltered(folder, RunFiles.sources, manifest)
  let page = renderHTML(report)
  if let out {
    try write(page, to: "\(out)/\(RunFiles.page)")
    try writeWorkbook(report, folder: folder, to: "\(out)/\(RunFiles.workbook)")
    return [RebuiltFace(name: RunFiles.page, state: .added), RebuiltFace(name: RunFiles.workbook, state: .added)]
  }
  var faces: [RebuiltFace] = []
  let pagePath = "\(folder)/\(RunFiles.page)"
  let pageState = state(try digest(of: page), manifest.files[RunFiles.page]?.sha256, pagePath)
  if pageState != .identical, pageState != .differs { try write(page, to: pagePath) }
  faces.append(RebuiltFace(name: RunFiles.page, state: pageState))

  let path = "\(folder)/\(RunFiles.workbook)"
  let temporary = "\(path).part-\(getpid())"
  defer { _ = unsafe unlink(temporary) }
  try writeWorkbook(report, folder: folder, to: temporary)
  let bookState = state(try digest(ofFile: temporary), manifest.files[RunFiles.workbook]?.sha256, path)
  if bookState != .identical, bookState != .differs {
    _ = unsafe chmod(temporary, 0o600)
    guard unsafe rename(temporary, path) == 0 else {
      throw RefusedInput(.error("E117", "\(path): cannot be moved into place"))
    }
  }
  faces.append(RebuiltFace(name: RunFiles.workbook, state: bookState))
  return faces
}

private func state(_ made: String, _ sealed: String?, _ path: String) -> RebuiltFace.State {
  let there = try? digest(ofFile: path)
  guard let sealed else { return there == made ? .identical : .added }
  if made != sealed { return .differs }
  return there == made ? .identical : .restored
}
