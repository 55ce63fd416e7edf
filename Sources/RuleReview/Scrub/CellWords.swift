import Bytes
import RuleLanguage
import TaxIdentifiers

/// What may stand in place of a cell: nothing, a made-up word, the same shape with other letters, a word of the rules.
struct CellWords {
  private let rules: CompiledRules
  /// Words that the rules themselves hold, in small letters: constants and keys of tables.
  private let vocabulary: [String]
  /// Deal columns that the tax ID is made of.
  let taxColumns: Set<Int>
  /// Deal columns of text that say who the customer is.
  private let identifying: Set<Int>

  /// Words in a firm's name that are no name.
  private static let legalForms: Set = [
    "gmbh", "ag", "kg", "ug", "ohg", "mbh", "ltd", "limited", "plc", "llp", "inc", "llc", "corp", "sarl", "sas", "sa",
    "bv", "nv", "srl", "spa", "oy", "ab", "as", "aps", "sro", "s.r.o.", "kft", "pty",
  ]

  /// - Parameter deal: The cells of the deal at hand: words of the rules that stand in its customer's name tell who it is.
  init(_ rules: CompiledRules, deal: [String]) {
    self.rules = rules
    let customer = rules.customer
    let fields =
      [
        customer.name, customer.foreignCurrencyName, customer.companyName, customer.givenName, customer.familyName,
        customer.email, customer.phone,
      ]
      + [customer.billingAddress, customer.shippingAddress].compactMap { $0 }.flatMap {
        [$0.line1, $0.line2, $0.city, $0.region, $0.postalCode]
      }
    var who: Set<Int> = []
    for field in fields.compactMap({ $0 }) { Self.collect(field.node, rules, &who) }
    identifying = who.filter { rules.dealColumns[$0].kind == .text || rules.dealColumns[$0].kind == .email }
    let names = identifying.map { deal[$0].lowercased() }
    var words: Set<String> = []
    for node in rules.nodes { if case .text(let text) = node { words.insert(text.string.lowercased()) } }
    for table in rules.tables {
      for row in table.rows {
        for part in row.key.string.split(separator: "\u{1F}") { words.insert(part.lowercased()) }
      }
    }
    vocabulary = words.filter { word in
      !word.isEmpty && (Self.legalForms.contains(word) || !names.contains { $0.contains(word) })
    }.sorted { ($0.count, $0) > ($1.count, $1) }
    var columns: Set<Int> = []
    if let node = rules.customer.taxIdentifier?.source.node { Self.collect(node, rules, &columns) }
    taxColumns = columns
  }

  /// The deal columns below a node.
  private static func collect(_ id: NodeID, _ rules: CompiledRules, _ found: inout Set<Int>) {
    guard id >= 0 else { return }
    if case .column(let index) = rules.nodes[Int(id)] { found.insert(Int(index)) }
    if case .value(let index) = rules.nodes[Int(id)] { collect(rules.values[Int(index)].node, rules, &found) }
    for child in rules.children(of: id) { collect(child, rules, &found) }
  }

  /// Whether the rules hold this word.
  func knows(_ cell: String) -> Bool { vocabulary.contains(cell.lowercased()) }

  /// Whether a cell may be shown as it is: no person or firm can be known by it.
  ///
  /// - Parameter index: Of a deal's column; nil for one of a line.
  func mayStay(_ cell: String, _ column: Column, _ index: Int?) -> Bool {
    if cell.isEmpty { return true }
    if let index, identifying.contains(index) { return false }
    if knows(cell) { return true }
    switch column.kind {
    case .number, .date, .yesNo, .country, .currency: return !cell.contains { $0.isLetter } || cell.count <= 3
    case .text, .email: return false
    }
  }

  /// What to try, the smallest and least telling first.
  func candidates(_ cell: String, _ column: Column, _ index: Int?, isTaxID: Bool) -> [String] {
    if cell.isEmpty { return [""] }
    var all = [""]
    if isTaxID { return all + taxIdentifiers(cell) + [masked(cell)] }
    switch column.kind {
    case .number, .date, .yesNo, .currency: all += mayStay(cell, column, index) ? [cell] : [masked(cell)]
    case .country: all += [cell]
    case .email: all += ["someone@example.com", "someone@example.com, other@example.com", masked(cell)]
    case .text:
      if knows(cell) { all.append(cell) }
      all += ["Example", masked(cell)]
    }
    return all
  }

  /// The same shape: letters and digits become others, words of the rules and signs stay.
  func masked(_ cell: String) -> String {
    var out = ""
    var rest = Substring(cell)
    while let character = rest.first {
      if let word = vocabulary.first(where: { $0.count > 1 && rest.lowercased().hasPrefix($0) }) {
        out += rest.prefix(word.count)
        rest = rest.dropFirst(word.count)
        continue
      }
      out.append(character.isNumber ? "7" : character.isUppercase ? "X" : character.isLetter ? "x" : character)
      rest = rest.dropFirst()
    }
    return out
  }

  /// Other numbers of the same look, in a fixed order: whoever tries them keeps the first that is judged the same.
  private func taxIdentifiers(_ cell: String) -> [String] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    return (0..<400).map { _ in
      String(
        cell.map { character -> Character in
          guard character.isASCII, character.isNumber else { return character }
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Character(String((state >> 33) % 10))
        })
    }.filter { $0 != cell }
  }
}
