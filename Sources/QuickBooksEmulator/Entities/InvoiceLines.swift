/// How prices stand to tax outside the US (`GlobalTaxCalculation`).
enum TaxMode: String, Sendable {
  case excluded = "TaxExcluded"
  case inclusive = "TaxInclusive"
  case notApplicable = "NotApplicable"
}

/// The lines of an invoice while it is being made: rows as they will be shown, and the figures behind them.
struct InvoiceLines {
  /// What is sold on one row, or on one row of a bundle; amounts in hundredths.
  struct Item {
    /// The row; nil for a member of a bundle.
    var row: Int?
    /// Without tax, once tax is worked out; as sent before.
    var cents: Int128
    /// With tax, when prices are inclusive.
    var grossCents: Int128 = 0
    var code: String?
    /// The share of the invoice's discount.
    var discountCents: Int128 = 0
  }

  struct Discount {
    var line: JSONObject
    var percent: Number?
    var cents: Int128
  }

  var rows: [JSONObject] = []
  var items: [Item] = []
  var discount: Discount?
  /// Since the last inline subtotal.
  var runningCents: Int128 = 0

  /// Before discount and tax.
  var netCents: Int128 { items.reduce(0) { $0 + $1.cents } }
  var discountCents: Int128 { discount?.cents ?? 0 }

  /// As the answer has them: rows, the subtotal, the discount (reference 3.3).
  var rendered: [JSON] {
    var all = rows.map(JSON.object)
    all.append([
      "Amount": .number(Number(cents: netCents)), "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": [:],
    ])
    if let discount {
      var line = discount.line.without("Id", "LineNum")
      line["Amount"] = .number(Number(cents: discount.cents))
      all.append(.object(line))
    }
    return all
  }

  /// Spreads the discount over the items by amount: largest remainder, ties to the earlier line.
  mutating func spreadDiscount() {
    let total = netCents
    guard let discount, discount.cents != 0, total != 0 else { return }
    var left = discount.cents
    var remainders: [(index: Int, remainder: Int128)] = []
    for index in items.indices {
      let (share, remainder) = (discount.cents * items[index].cents).quotientAndRemainder(dividingBy: total)
      items[index].discountCents = share
      left -= share
      remainders.append((index, remainder))
    }
    for entry in remainders.sorted(by: {
      $0.remainder != $1.remainder ? $0.remainder > $1.remainder : $0.index < $1.index
    }) where left > 0 {
      items[entry.index].discountCents += 1
      left -= 1
    }
  }
}
