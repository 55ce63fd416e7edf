public import Bytes
import JSONRecords
import Money

/// A customer that was found by more than its name: by a link, by a tax id.
public struct MatchedCustomer: Sendable, Equatable {
  public var id: String
  /// Empty when any is right.
  public var currency: String
  public init(id: String, currency: String) {
    self.id = id
    self.currency = currency
  }
}

/// Puts ids beside the names of payloads, and says what in a payload the company would not take.
///
/// The bytes stay as they are but for `"value":"…",` in front of names; ids that stand there already are held against
/// the lists. Each distinct name is looked up once; one resolver per thread, over an index that all share.
@safe
public struct ReferenceResolver: ~Copyable {
  public let index: CatalogueIndex
  /// The lists by which the ids in the payloads were chosen; nil where the payloads come without.
  let earlier: CatalogueIndex?
  private var scanned = ScannedPayload()
  private var arena = Arena(pageSize: 1 << 14)
  private var answers: [UInt64: Answer] = [:]
  /// What is wrong with the payload at hand; the same for all payloads of one name is kept with the name.
  public private(set) var problems: [ReferenceProblem] = []
  /// Whether the customer of the payload at hand is one of the catalogue's.
  public private(set) var knowsCustomer = false
  /// Its id, where the catalogue gave one.
  public private(set) var customerID: [UInt8] = []

  /// A name, looked up; an object, so that taking one from the table costs nothing.
  final class Answer {
    var name: [UInt8] = []
    /// Empty when it may not be used.
    let id: [UInt8]
    /// Customers alone; empty when any is right.
    let currency: [UInt8]
    let isKnown: Bool
    let problem: ReferenceProblem?

    init(id: String = "", currency: String = "", isKnown: Bool = false, problem: ReferenceProblem? = nil) {
      self.id = Array(id.utf8)
      self.currency = Array(currency.utf8)
      self.isKnown = isKnown
      self.problem = problem
    }
  }

  private let preferences: CompanyPreferences

  /// - Parameter earlier: The lists that gave the payloads their ids; an object that is another by now is a problem.
  public init(_ index: CatalogueIndex, since earlier: CatalogueIndex? = nil) {
    self.index = index
    self.earlier = earlier
    preferences = index.catalogue.preferences
  }

  /// Appends `payload`, one body of `POST invoice`, to `out` with ids; ``problems`` says what is in the way.
  ///
  /// A payload that has problems is appended too, with the ids that were found; it must not be sent. What is no JSON
  /// stays as it is.
  ///
  /// - Parameters:
  ///   - customer: Who the payload's customer is, where that was found elsewhere; then it is not looked up.
  ///   - leavesCustomer: Nothing is said of the customer at all, since it is found later.
  public mutating func resolve(
    _ payload: ByteView, customer: MatchedCustomer? = nil, leavesCustomer: Bool = false, into out: inout ByteBuffer
  ) {
    problems.removeAll(keepingCapacity: true)
    knowsCustomer = false
    customerID = []
    scanned.removeAll()
    arena.reset()
    do throws(JSONError) {
      try scanned.scan(payload, &arena)
    } catch {
      out.append(payload)
      return
    }
    var copied = 0
    for reference in scanned.references {
      if reference.kind == .customer, leavesCustomer { continue }
      let answer =
        if reference.kind == .customer, let customer {
          Answer(id: customer.id, currency: customer.currency, isKnown: true)
        } else {
          answer(reference)
        }
      if let problem = answer.problem { note(problem) }
      if reference.kind == .customer {
        checkCurrency(answer)
        customerID = answer.id
      }
      guard !answer.id.isEmpty, reference.id.isEmpty else { continue }
      out.append(payload.slice(copied, reference.offset))
      out.append("\"value\":\"")
      answer.id.withByteView { out.append($0) }
      out.append("\",")
      copied = reference.offset
    }
    out.append(payload.dropFirst(copied))
    checkHeader()
  }

  private mutating func note(_ problem: ReferenceProblem) {
    // A code that is not there has no rates either: one cause, one message.
    let lacksCode = problems.contains { $0.code == .taxCodeUnknown || $0.code == .taxCodeInactive }
    if problem.code == .taxRateUnknown, lacksCode { return }
    if !problems.contains(problem) { problems.append(problem) }
  }

  // MARK: Names

  private mutating func answer(_ reference: ScannedPayload.Reference) -> Answer {
    var key = reference.name.stableHash &* 31 &+ UInt64(reference.kind.rawValue)
    if !reference.id.isEmpty { key = key &* 31 &+ reference.id.stableHash }
    if reference.kind == .taxRate {
      key = (key &* 31 &+ reference.percent.stableHash) &* 31 &+ scanned.date.stableHash
      for code in scanned.references where code.kind == .taxCode { key = key &* 31 &+ code.name.stableHash }
    }
    if let known = answers[key], known.name.withByteView({ $0 == reference.name }) {
      if reference.kind == .customer { knowsCustomer = known.isKnown }
      return known
    }
    let answer = reference.id.isEmpty ? lookUp(reference) : check(reference)
    answer.name = reference.name.array
    if reference.kind == .customer { knowsCustomer = answer.isKnown }
    // Customers can be as many as deals: memory stays flat.
    if answers.count < 1 << 16 { answers[key] = answer }
    return answer
  }

  private func lookUp(_ reference: ScannedPayload.Reference) -> Answer {
    let name = reference.name.string
    switch reference.kind {
    case .customer: return customer(name)
    case .item: return item(name)
    case .taxCode:
      return found(
        name, index.taxCodes, "tax code", .taxCodeUnknown, .taxCodeInactive,
        "correct the name in the rules, or make the tax code in QuickBooks; then pull the catalogue again")
    case .taxRate: return taxRate(name, reference.percent.string)
    case .term:
      return found(
        name, index.terms, "payment term", .termUnknown, .termInactive,
        "correct the name in the rules, or make the term in QuickBooks; then pull the catalogue again")
    case .headerClass, .lineClass:
      let isOn =
        reference.kind == .headerClass
        ? preferences.classPerInvoice : preferences.classPerLine
      if isOn == false {
        let place = reference.kind == .headerClass ? "a whole invoice" : "lines"
        return refused(
          .trackingOff, "QuickBooks does not take classes on \(place) of this company",
          fix: "change 'Track classes' in QuickBooks' settings, or where the rules give the class")
      }
      return found(
        name, index.classes, "class", .classUnknown, .classInactive,
        "correct the name in the rules, or make the class in QuickBooks; then pull the catalogue again")
    case .department:
      if preferences.tracksLocations == false {
        return refused(
          .trackingOff, "QuickBooks does not take locations in this company",
          fix: "switch 'Track locations' on in QuickBooks' settings, or leave 'location' out of the rules")
      }
      return found(
        name, index.departments, "location", .locationUnknown, .locationInactive,
        "correct the name in the rules, or make the location in QuickBooks; then pull the catalogue again")
    }
  }

  private func found<Entry: CatalogueEntry>(
    _ name: String, _ list: NameIndex<Entry>, _ what: String, _ unknown: CatalogueCode, _ inactive: CatalogueCode,
    _ fix: String
  ) -> Answer {
    guard let entry = list.find(name).first else {
      let near = list.nearest(to: name).map { "; did you mean '\($0)'?" } ?? ""
      return refused(unknown, "QuickBooks has no \(what) '\(name)'\(near)", fix: fix)
    }
    guard entry.isActive else { return refused(inactive, inactiveWords(what, entry.fullName), fix: Self.inactiveFix) }
    let several = list.candidates(name)
    guard several.count == 1 else {
      return refused(
        .nameAmbiguous,
        "QuickBooks has \(several.count) entries that '\(name)' can mean: \(several.map(\.fullName).joined(separator: ", "))",
        fix: "write the full name of the \(what), with its parents and colons, or rename one in QuickBooks")
    }
    return Answer(id: entry.id, isKnown: true)
  }

  static let inactiveFix = "make it active in QuickBooks and pull the catalogue again, or use another"
  func inactiveWords(_ what: String, _ name: String) -> String {
    "the \(what) '\(name)' is inactive in QuickBooks"
  }

  func refused(_ code: CatalogueCode, _ message: String, cause: String? = nil, fix: String) -> Answer {
    Answer(problem: ReferenceProblem(code, message, cause: cause, fix: fix))
  }

  private func item(_ name: String) -> Answer {
    let answer = found(
      name, index.items, "product or service", .itemUnknown, .itemInactive,
      "correct the name in the rules or their table, or make the item in QuickBooks; then pull the catalogue again")
    guard answer.isKnown, let item = index.items.find(name).first, !item.isSellable else { return answer }
    return refused(
      .itemNotSellable,
      "'\(item.fullName)' is a \(item.type == "Group" ? "bundle" : "category"), not a product or service",
      fix: "name a product or service in the rules")
  }

  /// A rate by its own name, or, where the rules gave it a name of their own, the one rate of that percentage.
  private func taxRate(_ name: String, _ percent: String) -> Answer {
    let wanted = decimal(percent)
    let named = index.taxRates.find(name).filter(\.isActive)
    // Several codes may have a rate of that name: those of the payload's codes are meant.
    let used = Set(ratesOfCodes())
    let ofCodes = named.filter { used.contains($0.id) }
    let fitting = ofCodes.count > 1 ? ofCodes.filter { has($0, wanted) } : ofCodes
    if let rate = fitting.first ?? named.first, fitting.count == 1 || named.count == 1 {
      return Answer(id: rate.id, isKnown: true)
    }
    if !named.isEmpty {
      return refused(
        .nameAmbiguous, "QuickBooks has \(named.count) tax rates '\(name)', and the invoice's codes do not tell which",
        fix: "rename one of the rates in QuickBooks and pull the catalogue again, or leave 'send_detail' off")
    }
    var ids: [String] = []
    if let code = index.taxCodes.find(name).first {
      for rate in code.rates {
        guard let entry = index.taxRates.entry(rate.id), has(entry, wanted) else { continue }
        ids.append(entry.id)
      }
    }
    guard ids.count == 1 else {
      return refused(
        .taxRateUnknown, "QuickBooks has no tax rate '\(name)' of \(percent) %",
        fix: "name the rates under 'taxes: codes' as in QuickBooks, or leave 'send_detail' off")
    }
    return Answer(id: ids[0], isKnown: true)
  }

  /// The rates of all tax codes that the payload's lines name.
  private func ratesOfCodes() -> [String] {
    scanned.references.filter { $0.kind == .taxCode }.flatMap { reference in
      index.taxCodes.find(reference.name.string).first?.rates.map(\.id) ?? []
    }
  }

  /// Whether the rate is of that percentage on the invoice's day.
  private func has(_ rate: TaxRateEntry, _ percent: ExactDecimal?) -> Bool {
    guard let percent, let value = decimal(rate.value(on: scanned.date.string)) else { return false }
    return value.isEqual(to: percent)
  }

  // MARK: Customers

  private func customer(_ name: String) -> Answer {
    let link = index.link(of: name)
    if let link, link.isByHand { return linked(name, link) }
    let found = index.customers.find(name)
    let active = found.filter(\.isActive)
    if active.count > 1 {
      return refused(
        .customerAmbiguous,
        "QuickBooks has \(active.count) customers of the name '\(name)': \(active.map(\.id).joined(separator: ", "))",
        cause: "QuickBooks has several customers of that name",
        fix: "say which it is with 'dealbill customers link', or give one of them another name in "
          + "QuickBooks and pull the catalogue again"
      )
    }
    if let customer = active.first {
      return Answer(id: customer.id, currency: customer.currency, isKnown: true)
    }
    // Renamed in QuickBooks since.
    if let link, let customer = index.customers.entry(link.customer), customer.isActive {
      return Answer(id: customer.id, currency: customer.currency, isKnown: true)
    }
    if let customer = found.first {
      return refused(
        .customerInactive, inactiveWords("customer", customer.name), cause: "the customer is inactive in QuickBooks",
        fix: "make the customer active in QuickBooks and pull the catalogue again; or say which "
          + "customer it is now with 'dealbill customers link'"
      )
    }
    if let holder = index.otherHolder(of: name) {
      return refused(
        .nameTaken, "'\(holder.party.name)' is the name of a \(holder.kind) in QuickBooks, where names are unique",
        cause: "the customer's name is taken by a vendor or employee in QuickBooks",
        fix: "give the customer a name of its own in the rules, such as \"{organization} (customer)\"")
    }
    if let near = index.nearCustomer(to: name) {
      return refused(
        .nearName,
        "there is no customer '\(name)', but there is '\(near.name)' (id \(near.id)), hardly another name",
        cause: "a customer with an almost identical name is in QuickBooks already",
        fix: "write the name as in QuickBooks; or say that both are one with 'dealbill customers link'; "
          + "or rename the customer there and pull the catalogue again"
      )
    }
    // A new customer, to be created.
    return Answer()
  }

  /// The customer that a person said the party is.
  private func linked(_ name: String, _ link: PartyLink) -> Answer {
    guard let customer = index.customers.entry(link.customer) else {
      return refused(
        .customerGone, "the customer that '\(name)' is linked to (\(link.customer)) is not in the catalogue",
        cause: "a party is linked to a customer that is not in the catalogue",
        fix: "pull the catalogue again; if the customer is gone, link another with 'dealbill customers "
          + "link', or remove the link with 'dealbill customers unlink'"
      )
    }
    guard customer.isActive else {
      return refused(
        .customerInactive,
        "the customer '\(customer.name)' (\(customer.id)), which '\(name)' is linked to, is inactive in QuickBooks",
        cause: "the customer is inactive in QuickBooks",
        fix: "make the customer active in QuickBooks and pull the catalogue again; or say which "
          + "customer it is now with 'dealbill customers link'"
      )
    }
    return Answer(id: customer.id, currency: customer.currency, isKnown: true)
  }

  private mutating func checkCurrency(_ customer: Answer) {
    guard preferences.multicurrency == true, !customer.currency.isEmpty, !scanned.currency.isEmpty else { return }
    if customer.currency.withByteView({ $0 == scanned.currency }) { return }
    note(
      ReferenceProblem(
        .customerCurrency,
        "the customer is kept in \(String(decoding: customer.currency, as: UTF8.self)) in QuickBooks, the invoice is in \(scanned.currency.string);"
          + " a customer has one currency for ever",
        fix: "say 'foreign_currency_name' under 'customer', so that each currency has a customer of its own"))
  }

  // MARK: Header

  private mutating func checkHeader() {
    if !preferences.closedThrough.isEmpty, !scanned.date.isEmpty, scanned.date.string <= preferences.closedThrough {
      note(
        ReferenceProblem(
          .booksClosed,
          "the date \(scanned.date.string) is in books closed in QuickBooks through \(preferences.closedThrough)",
          cause: "the date is in books that are closed in QuickBooks",
          fix: "say 'books_closed_through: \(preferences.closedThrough)' and 'on_closed_books' under 'company'"))
    }
    if let custom = preferences.customNumbers {
      if custom, !scanned.hasNumber {
        note(
          ReferenceProblem(
            .numberMissing, "the invoice will have no number: the company gives its own, and the rules give none",
            fix: "say 'number' under 'invoice', or switch 'Custom transaction numbers' off in QuickBooks",
            isHold: false))
      } else if !custom, scanned.hasNumber {
        note(
          ReferenceProblem(
            .numberNotTaken, "QuickBooks numbers the invoices of this company, and the rules give a number",
            fix: "leave 'number' out of the rules, or switch 'Custom transaction numbers' on in QuickBooks"))
      }
    }
    if preferences.allowsDiscount == false, scanned.hasDiscountLine {
      note(
        ReferenceProblem(
          .discountOff, "QuickBooks takes no discount line in this company",
          fix: "switch discounts on in QuickBooks' settings, or say 'as: spread' under 'discount'"))
    }
    if preferences.usesSalesTax == false, scanned.hasTaxCode {
      note(
        ReferenceProblem(
          .salesTaxOff, "sales tax is not set up in this company, and a line has a tax code",
          fix: "set sales tax up in QuickBooks, or say 'tax_mode: none'"))
    }
    if preferences.usesSalesTax == true, preferences.computesSalesTax == false, scanned.leavesTaxToQuickBooks {
      note(
        ReferenceProblem(
          .salesTaxNotComputed,
          "the rules leave the tax to QuickBooks, whose automated sales tax is not on in this company: the line may be billed without tax",
          fix: "switch automated sales tax on in QuickBooks, or look at the invoice's tax there", isHold: false))
    }
    checkCurrencyList()
    for field in scanned.customFields { checkCustomField(field.number.string, field.name.string) }
  }

  private mutating func checkCurrencyList() {
    guard !scanned.currency.isEmpty, !preferences.homeCurrency.isEmpty else { return }
    let code = scanned.currency.string
    // The list may lack the home currency (reference, 3.8).
    if code == preferences.homeCurrency { return }
    if preferences.multicurrency == false {
      note(
        ReferenceProblem(
          .currencyUnknown,
          "the invoice is in \(code), and the company has no currency but \(preferences.homeCurrency)",
          fix: "switch multicurrency on in QuickBooks, or say 'multicurrency: no' under 'company'"))
    } else if let currency = index.currencies.find(code).first {
      guard !currency.isActive else { return }
      note(
        ReferenceProblem(
          .currencyUnknown, "the currency \(code) is inactive in QuickBooks",
          fix: "make it active in QuickBooks and pull the catalogue again"))
    } else if !index.catalogue.currencies.isEmpty {
      note(
        ReferenceProblem(
          .currencyUnknown, "the company's list of currencies in QuickBooks has no \(code)",
          fix: "add it in QuickBooks and pull the catalogue again, or correct the deal"))
    }
  }

  private mutating func checkCustomField(_ number: String, _ name: String) {
    // Enhanced custom fields have longer numbers and do not stand in the preferences (reference, 3.10).
    guard ["1", "2", "3"].contains(number) else { return }
    let field = preferences.customFields.first { $0.number == number }
    guard let field, field.isOn else {
      note(
        ReferenceProblem(
          .customFieldUnknown, "custom field \(number) ('\(name)') is not switched on in QuickBooks",
          fix: "switch it on in QuickBooks' settings and pull the catalogue again, or correct its number"))
      return
    }
    guard !field.name.isEmpty, nameKey(field.name) != nameKey(name) else { return }
    note(
      ReferenceProblem(
        .customFieldUnknown, "custom field \(number) is '\(field.name)' in QuickBooks, not '\(name)'",
        fix: "correct the name or the number under 'custom_fields'"))
  }
}

/// A decimal text as an exact number; nil when it is none.
func decimal(_ text: String) -> ExactDecimal? {
  text.withByteView { view in
    if case .success(let value) = ExactDecimal.parse(view, NumberStyle()) { value } else { nil }
  }
}

/// One payload with ids beside its names, and what is wrong with it.
///
/// - Returns: The same bytes but for `"value":"…",` in front of names that the catalogue knows.
public func resolveReferences(
  _ payload: ByteView, _ index: CatalogueIndex
) -> (payload: [UInt8], problems: [ReferenceProblem]) {
  var resolver = ReferenceResolver(index)
  var out = ByteBuffer(capacity: payload.count + 256)
  resolver.resolve(payload, into: &out)
  return (out.view.array, resolver.problems)
}
