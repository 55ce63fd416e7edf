import Bytes
import Diagnostics
import JSONRecords

/// One line of an invoice as its payload has it.
struct PlannedLine {
  enum Kind { case item, text, discount }
  var kind = Kind.item
  var item = ""
  var description = ""
  var quantity = ""
  var price = ""
  var amount = ""
  var taxCode = ""
  var className = ""
  var serviceDate = ""
}

/// Takes the lines out of the payloads of `invoices.ndjson`, token by token.
struct PayloadReader: ~Copyable {
  private(set) var lines: [PlannedLine] = []
  private var arena = Arena(pageSize: 1 << 14)
  private let file: String

  init(file: String) { self.file = file }

  private enum Place { case invoice, line, detail, item, taxCode, className, other }

  /// Reads one payload; its lines are in ``lines`` until the next.
  ///
  /// - Throws: ``RefusedInput`` when it is not JSON.
  mutating func read(_ payload: ByteView) throws(RefusedInput) {
    lines.removeAll(keepingCapacity: true)
    arena.reset()
    do throws(JSONError) {
      try scan(payload)
    } catch {
      throw RefusedInput(error.diagnostic(at: SourceRange(file: file, line: 1, column: error.offset + 1)))
    }
  }

  private mutating func scan(_ payload: ByteView) throws(JSONError) {
    var scanner = JSONScanner(payload)
    var places: [Place] = []
    var key = ByteView.empty
    while true {
      switch try scanner.next() {
      case .end: return
      case .key(let name):
        key = name.text(in: &arena)
        if places.count == 1, !key.equals("Line") { try scanner.skipValue() }
      case .objectStart:
        places.append(place(of: key, in: places.last))
        if places.last == .line { lines.append(PlannedLine()) }
      case .arrayStart: places.append(places.count == 1 ? .invoice : .other)
      case .objectEnd, .arrayEnd: places.removeLast()
      case .string(let text): take(text.text(in: &arena), key, places.last)
      case .number(let digits): take(digits, key, places.last)
      case .true, .false, .null: break
      }
    }
  }

  private func place(of key: ByteView, in outer: Place?) -> Place {
    guard let outer else { return .invoice }
    switch outer {
    case .invoice: return .line
    case .line:
      return key.equals("SalesItemLineDetail") || key.equals("DiscountLineDetail") ? .detail : .other
    case .detail:
      if key.equals("ItemRef") { return .item }
      if key.equals("TaxCodeRef") { return .taxCode }
      return key.equals("ClassRef") ? .className : .other
    default: return .other
    }
  }

  private mutating func take(_ text: ByteView, _ key: ByteView, _ place: Place?) {
    guard let last = lines.indices.last, let place else { return }
    switch place {
    case .line:
      if key.equals("Description") { lines[last].description = text.string }
      if key.equals("Amount") { lines[last].amount = text.string }
      if key.equals("DetailType") {
        lines[last].kind =
          text.equals("DescriptionOnly") ? .text : text.equals("DiscountLineDetail") ? .discount : .item
      }
    case .detail:
      if key.equals("Qty") { lines[last].quantity = text.string }
      if key.equals("UnitPrice") { lines[last].price = text.string }
      if key.equals("ServiceDate") { lines[last].serviceDate = text.string }
    // An id and a name may both be there: the name is the one that people read.
    case .item: if key.equals("name") || lines[last].item.isEmpty { lines[last].item = text.string }
    case .taxCode: if key.equals("name") || lines[last].taxCode.isEmpty { lines[last].taxCode = text.string }
    case .className: if key.equals("name") || lines[last].className.isEmpty { lines[last].className = text.string }
    default: break
    }
  }
}
