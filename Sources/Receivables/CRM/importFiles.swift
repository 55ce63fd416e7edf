import Bytes

/// One file for a CRM's import.
public struct ImportFile: Sendable, Equatable {
  public var name: String
  public var text: String
}

/// Which headers a CRM's import expects.
public enum ImportForm: String, Sendable, CaseIterable {
  /// `Deal - Pipedrive System ID`, … (Pipedrive reference, 5.1).
  case pipedrive
  /// The same facts under plain names, for every other CRM.
  case generic

  var headers: [String] {
    switch self {
    case .pipedrive:
      [
        "Deal - Pipedrive System ID", "Deal - Invoice number", "Deal - Invoice ID", "Deal - Invoice status",
        "Deal - Invoice date", "Deal - Invoice due date", "Deal - Invoice total",
        "Deal - Currency of Invoice total", "Deal - Invoice balance", "Deal - Invoice link",
      ]
    case .generic:
      [
        "Deal ID", "Invoice number", "Invoice ID", "Invoice status", "Invoice date", "Invoice due date",
        "Invoice total",
        "Invoice currency", "Invoice balance", "Invoice link",
      ]
    }
  }
}

/// Import files with one row a deal: UTF-8, comma, every field quoted, ISO dates, a decimal point and no symbols.
///
/// - Parameters:
///   - mostRows: Rows of one file without its header; Pipedrive takes 50,000.
///   - mostBytes: Of one file; Pipedrive takes 50 MB.
public func importFiles(
  _ updates: [CRMUpdate], _ form: ImportForm, mostRows: Int = 50_000, mostBytes: Int = 50_000_000
) -> [ImportFile] {
  var files: [String] = []
  var out = ByteBuffer()
  var rows = 0
  var row = ByteBuffer()
  append(form.headers, to: &row)
  let header = row.view.array
  for update in updates {
    row.removeAll()
    append(update.values, to: &row)
    if rows == mostRows || (rows > 0 && out.count + row.count > mostBytes) {
      files.append(out.view.string)
      out.removeAll()
      rows = 0
    }
    if rows == 0 { header.withByteView { out.append($0) } }
    out.append(row.view)
    rows += 1
  }
  if rows > 0 || files.isEmpty {
    if rows == 0 { header.withByteView { out.append($0) } }
    files.append(out.view.string)
  }
  return files.enumerated().map { index, text in
    ImportFile(name: files.count == 1 ? "crm-import.csv" : "crm-import-\(index + 1).csv", text: text)
  }
}

/// Every field quoted, as Pipedrive writes its own exports. Nothing is put in front of a text: the CRM would keep it.
private func append(_ fields: [String], to out: inout ByteBuffer) {
  for (index, field) in fields.enumerated() {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    out.append(text: "\"\(field.replacing("\"", with: "\"\""))\"")
  }
  out.append(UInt8(ascii: "\n"))
}
