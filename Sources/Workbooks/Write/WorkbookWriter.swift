import CLibXLSXWriter
public import Calendars

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes one XLSX workbook by libxlsxwriter, row by row, in memory that does not grow with the rows.
///
/// The same calls give the same bytes: the time of creation is given, and the library dates the parts of the archive to 1980.
/// Not for sharing between threads.
@safe
public final class WorkbookWriter {
  /// The most rows that a sheet can have.
  public static let rowLimit = 1_048_576

  @unsafe private var book: UnsafeMutablePointer<lxw_workbook>?
  @unsafe private var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = unsafe [:]
  private let path: String
  /// Where the library keeps rows until the end, and the room that was left there at the beginning.
  private let roomFolder: String
  private let roomAtStart: UInt64
  private var failure: WorkbookError?

  /// Starts a workbook at `path`.
  ///
  /// - Parameters:
  ///   - created: Stands in its properties as midnight UTC of this day.
  ///   - temporaryFolder: Where rows lie until the workbook is closed; the system's own by default.
  public init(path: String, created: CivilDate, title: String, temporaryFolder: String? = nil) throws(WorkbookError) {
    self.path = path
    roomFolder = temporaryFolder ?? P_tmpdir
    roomAtStart = room(in: roomFolder) ?? .max
    let folder = unsafe temporaryFolder.flatMap { unsafe strdup($0) }
    defer { unsafe free(folder) }
    var options = unsafe lxw_workbook_options()
    unsafe options.constant_memory = 1
    unsafe options.use_zip64 = 0
    unsafe options.tmpdir = folder
    unsafe book = workbook_new_opt(path, &options)
    guard let book = unsafe book else { throw WorkbookError(.notWritten, "\(path): the workbook cannot be begun") }
    var properties = unsafe lxw_doc_properties()
    unsafe properties.created = time_t(created.dayNumber) * 86_400
    let titleCopy = unsafe strdup(title)
    let tool = unsafe strdup("dealbill")
    defer {
      unsafe free(titleCopy)
      unsafe free(tool)
    }
    unsafe properties.title = titleCopy
    unsafe properties.author = tool
    unsafe note(workbook_set_properties(book, &properties))
  }

  deinit {
    // Whoever did not close the workbook does not want it; closing is the only way to free it.
    if let book = unsafe book {
      _ = unsafe workbook_close(book)
      _ = unsafe unlink(path)
    }
  }

  /// Adds a sheet behind the others.
  ///
  /// - Parameter name: At most 31 characters, without `[]:*?/\`; of our own making.
  public func sheet(_ name: String) throws(WorkbookError) -> WorkbookSheet {
    guard let book = unsafe book, let sheet = unsafe workbook_add_worksheet(book, name) else {
      throw WorkbookError(.notWritten, "\(path): the sheet '\(name)' cannot be added")
    }
    return unsafe WorkbookSheet(self, sheet, name)
  }

  /// Writes the file; nothing can be added afterwards.
  public func close() throws(WorkbookError) {
    guard let book = unsafe book else { return }
    // The library does not notice when its own files no longer fit, and closes a workbook that lacks rows. At the end it
    // writes each sheet once more, then the archive.
    if let left = room(in: roomFolder), left < 2 * (roomAtStart - min(left, roomAtStart)) + (1 << 20) {
      throw WorkbookError(.notWritten, "\(path): there is too little room in \(roomFolder) to write the workbook")
    }
    unsafe self.book = nil
    let result = unsafe workbook_close(book)
    note(result)
    if let failure { throw failure }
  }

  @unsafe
  func format(_ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
    if let known = unsafe formats[style] { return unsafe known }
    guard let book = unsafe book, let format = unsafe workbook_add_format(book) else { return nil }
    if !style.numberFormat.isEmpty { unsafe format_set_num_format(format, style.numberFormat) }
    if style.isBold { unsafe format_set_bold(format) }
    if style.isItalic { unsafe format_set_italic(format) }
    if style.isWrapped { unsafe format_set_text_wrap(format) }
    switch style.alignment {
    case .general: break
    case .left: unsafe format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
    case .right: unsafe format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
    case .center: unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
    }
    if style.indent > 0 { unsafe format_set_indent(format, UInt8(clamping: style.indent)) }
    unsafe format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    if let fill = style.fill {
      unsafe format_set_pattern(format, UInt8(LXW_PATTERN_SOLID.rawValue))
      unsafe format_set_bg_color(format, fill)
    }
    if let ink = style.ink { unsafe format_set_font_color(format, ink) }
    if style.hasTopBorder { unsafe format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue)) }
    if style.hasBottomBorder { unsafe format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue)) }
    // Whole points: no text of ours has another size.
    if style.size > 0 { unsafe format_set_font_size(format, Double(style.size)) }
    unsafe formats[style] = format
    return unsafe format
  }

  /// Keeps the first failure; the workbook then cannot be closed with success.
  func note(_ result: lxw_error) {
    guard result != LXW_NO_ERROR, failure == nil else { return }
    let reason = unsafe lxw_strerror(result).map { unsafe String(cString: $0) } ?? "error \(result.rawValue)"
    failure = WorkbookError(.notWritten, "\(path): \(reason)")
  }
}

/// The bytes that a user may still write to the disk of a folder; nil when the system does not say.
private func room(in folder: String) -> UInt64? {
  var status = statvfs()
  guard unsafe statvfs(folder, &status) == 0 else { return nil }
  return UInt64(status.f_bavail) * UInt64(status.f_frsize)
}
