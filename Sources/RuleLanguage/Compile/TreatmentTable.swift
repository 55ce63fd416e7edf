import Bytes
import Countries
import Diagnostics

/// The rows of a treatment table as sets, to find rows that no sale ever reaches.
struct TreatmentTable {
  struct Row {
    var range: SourceRange
    var sellers: Set<String>?
    /// Words and countries, as written; nil: any buyer.
    var buyers: [String]?
    var regions: Set<String>?
    var isBusiness: Bool?
    var supplies: [(word: String, range: SourceRange)]?
    var states: Set<String>?
    /// Whether the row asks for more, so that it covers nothing for certain.
    var hasCondition = false

    init(range: SourceRange) { self.range = range }
  }

  static let states = ["absent", "malformed", "checksum", "well_formed", "format_only", "unknown_country"]

  var rows: [Row] = []

  /// Rows that earlier ones always forestall, with the words for a warning.
  ///
  /// Every kind of sale that the table can tell apart is tried: whether home is in the EU is not known here, so a
  /// table for both is judged as if each of the two could be.
  func unreachable(hasOtherwise: Bool) -> [(SourceRange, String)] {
    guard !rows.isEmpty else { return [] }
    let kinds = buyerKinds
    let regions = Set(rows.flatMap { $0.regions ?? [] }).sorted() + ["*"]
    let supplies = Set(rows.flatMap { $0.supplies?.map(\.word) ?? [] }).sorted() + ["*"]
    let sellers = Set(rows.flatMap { $0.sellers ?? [] }).sorted() + ["*"]
    let used = rows.contains { $0.states != nil } ? Self.states : ["*"]
    // A table of this size would be no table for people; it is taken as it is.
    guard kinds.count * regions.count * supplies.count * sellers.count * used.count * 2 <= 200_000 else { return [] }
    var reached = Set<Int>()
    for seller in sellers {
      for kind in kinds {
        for region in regions {
          for supply in supplies {
            for state in used {
              for isBusiness in [true, false] {
                for (index, row) in rows.enumerated()
                where row.sellers.map({ $0.contains(seller) }) ?? true && row.buyers.map({ kind.isAny(of: $0) }) ?? true
                  && row.regions.map({ $0.contains(region) }) ?? true
                  && row.supplies.map({ $0.contains { $0.word == supply } }) ?? true
                  && row.states.map({ $0.contains(state) }) ?? true && row.isBusiness ?? isBusiness == isBusiness
                {
                  reached.insert(index)
                  if !row.hasCondition { break }
                }
              }
            }
          }
        }
      }
    }
    return rows.indices.filter { !reached.contains($0) }.map {
      (rows[$0].range, "this row is never reached: rows above it take every sale that it describes")
    }
  }

  /// Buyers that the table tells apart: each country that it names, and one of each kind that it does not.
  private var buyerKinds: [BuyerKind] {
    let named = Set(
      rows.flatMap { $0.buyers ?? [] }.compactMap { word in
        BuyerKind.words.contains(word) ? nil : word.withByteView { Country.find($0) }
      })
    var kinds = [
      BuyerKind(country: nil, isHome: true, isInEU: true), BuyerKind(country: nil, isHome: true, isInEU: false),
      BuyerKind(country: nil, isHome: false, isInEU: true), BuyerKind(country: nil, isHome: false, isInEU: false),
      BuyerKind(country: nil, isHome: false, isInEU: false, isKnown: false),
    ]
    for country in named.sorted() {
      for isHome in [true, false] {
        kinds.append(BuyerKind(country: country, isHome: isHome, isInEU: country.isInEUVATArea))
      }
    }
    return kinds
  }
}

/// One sort of buyer, as rows can tell them apart.
struct BuyerKind {
  static let words = ["home", "eu", "outside_eu", "abroad"]
  var country: Country?
  var isHome: Bool
  var isInEU: Bool
  /// False for a buyer whose country is missing: no word describes that one.
  var isKnown = true

  func isAny(of buyers: [String]) -> Bool {
    guard isKnown else { return false }
    return buyers.contains { word in
      switch word {
      case "home": return isHome
      case "eu": return !isHome && isInEU
      case "outside_eu": return !isHome && !isInEU
      case "abroad": return !isHome
      default: return country != nil && word.withByteView { Country.find($0) } == country
      }
    }
  }
}
