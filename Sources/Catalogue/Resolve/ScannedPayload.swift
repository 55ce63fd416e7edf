import Bytes
import JSONRecords

/// What a catalogue has to say something about in the body of `POST invoice`.
struct ScannedPayload {
  enum Kind: UInt8 { case customer, item, taxCode, taxRate, term, headerClass, lineClass, department }

  /// An object `{"name": …}`, with a `value` where the id is known already.
  struct Reference {
    var kind: Kind
    /// Unescaped.
    var name: ByteView
    /// Empty when it is to be found.
    var id: ByteView
    /// Behind the object's opening brace.
    var offset: Int
    /// Tax rates alone: the percentage beside it.
    var percent = ByteView.empty
  }

  var references: [Reference] = []
  var date = ByteView.empty
  var currency = ByteView.empty
  var hasNumber = false
  var hasTaxCode = false
  /// Whether a line has the code `TAX` of US companies.
  var hasUSTaxCode = false
  var hasTaxDetail = false
  var hasDiscountLine = false
  var customFields: [(number: ByteView, name: ByteView)] = []

  mutating func removeAll() {
    references.removeAll(keepingCapacity: true)
    customFields.removeAll(keepingCapacity: true)
    date = .empty
    currency = .empty
    hasNumber = false
    hasTaxCode = false
    hasUSTaxCode = false
    hasTaxDetail = false
    hasDiscountLine = false
  }

  /// Whether nothing but QuickBooks can say the tax of a line.
  var leavesTaxToQuickBooks: Bool { hasUSTaxCode && !hasTaxDetail }

  private enum Member { case other, reference(Kind), currency, customField }

  /// An object or array that is open.
  private struct Open {
    var isArray = false
    var member = Member.other
    /// Of an object: behind its brace.
    var offset = 0
    var name: ByteView?
    var value: ByteView?
  }

  private var open: [Open] = []
  /// Objects that are open: 1 in the header.
  private var depth = 0

  /// Reads a payload; views point into it and into `arena`.
  mutating func scan(_ payload: ByteView, _ arena: inout Arena) throws(JSONError) {
    var scanner = JSONScanner(payload)
    var key = ByteView.empty
    open.removeAll(keepingCapacity: true)
    depth = 0
    while true {
      switch try scanner.next() {
      case .end: return
      case .key(let name): key = name.raw
      case .arrayStart: open.append(Open(isArray: true, member: member(key)))
      case .objectStart:
        // The elements of an array are what its member is.
        let member = if let last = open.last, last.isArray { last.member } else { member(key) }
        open.append(Open(member: member, offset: scanner.offset))
        depth += 1
      case .string(let string):
        guard let last = open.indices.last, !open[last].isArray else { continue }
        take(string.text(in: &arena), key, last)
      case .number(let digits):
        if key.equals("TotalTax") { hasTaxDetail = true }
        if key.equals("TaxPercent"), let at = references.indices.last, references[at].kind == .taxRate {
          references[at].percent = digits
        }
      case .objectEnd:
        depth -= 1
        if let object = open.popLast() { close(object) }
      case .arrayEnd: _ = open.popLast()
      case .true, .false, .null: continue
      }
    }
  }

  private mutating func take(_ text: ByteView, _ key: ByteView, _ object: Int) {
    if key.equals("name") || key.equals("Name") {
      open[object].name = text
    } else if key.equals("value") || key.equals("DefinitionId") {
      open[object].value = text
    } else if depth == 1 {
      if key.equals("TxnDate") { date = text }
      if key.equals("DocNumber") { hasNumber = !text.isEmpty }
    } else if key.equals("DetailType"), text.equals("DiscountLineDetail") {
      hasDiscountLine = true
    }
  }

  private mutating func close(_ object: Open) {
    switch object.member {
    case .reference(let kind):
      if kind == .taxCode {
        hasTaxCode = true
        if object.name == nil, object.value?.equals("TAX") == true { hasUSTaxCode = true }
      }
      if let name = object.name {
        references.append(Reference(kind: kind, name: name, id: object.value ?? .empty, offset: object.offset))
      }
    case .currency: currency = object.value ?? .empty
    case .customField: customFields.append((object.value ?? .empty, object.name ?? .empty))
    case .other: break
    }
  }

  private func member(_ key: ByteView) -> Member {
    switch key.count {
    case 0: .other
    case 7 where key.equals("ItemRef"): .reference(.item)
    case 8 where key.equals("ClassRef"): .reference(depth == 1 ? .headerClass : .lineClass)
    case 10 where key.equals("TaxCodeRef"): .reference(.taxCode)
    case 10 where key.equals("TaxRateRef"): .reference(.taxRate)
    case 11 where key.equals("CustomerRef"): .reference(.customer)
    case 11 where key.equals("CurrencyRef"): .currency
    case 11 where key.equals("CustomField"): .customField
    case 12 where key.equals("SalesTermRef"): .reference(.term)
    case 13 where key.equals("DepartmentRef"): .reference(.department)
    default: .other
    }
  }
}
