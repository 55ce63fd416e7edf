import Bytes
import Invoices
import Money
import Testing

func decimal(_ text: String) -> ExactDecimal {
  guard case .success(let value) = text.withByteView({ ExactDecimal.parse($0, .plain) }) else {
    Issue.record("\(text) is no number")
    return .zero
  }
  return value
}

func currency(_ code: StaticString) throws -> Currency { try #require(Currency.find(ByteView(code)).currency) }

func taxCode(_ percents: String...) -> TaxCode {
  TaxCode(
    name: ByteView("code"), rates: percents.map { TaxCode.Rate(name: ByteView("rate"), percent: decimal($0)) },
    isForecast: true)
}

/// An invoice in euros over lines of (amount in cents, index of the tax code).
func invoice(_ lines: [(amount: Int64, code: Int32)], _ mode: TaxMode = .exclusive) throws -> Invoice {
  var invoice = Invoice(currency: try currency("EUR"))
  invoice.taxMode = mode
  for (amount, code) in lines {
    var line = InvoiceLine()
    line.amount = amount
    line.beforeDiscount = amount
    line.taxCode = code
    invoice.lines.append(line)
  }
  return invoice
}

let perLine = TaxRounding(level: .line, ties: .halfUp)
let perRate = TaxRounding(level: .rate, ties: .halfUp)
