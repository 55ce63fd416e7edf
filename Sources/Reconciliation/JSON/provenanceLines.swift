public import Bytes
public import Diagnostics
import JSONRecords

/// The shown deals as `provenance.ndjson`: one deal a line, each with its fields and what led to them.
public func renderProvenance(_ report: ReconciliationReport) -> String {
  report.shown.map { json($0).compact + "\n" }.joined()
}

/// The shown deals as they stand in `provenance.ndjson`.
///
/// - Throws: ``RefusedInput`` with code E101 when a line is no such deal.
public func readProvenance(_ bytes: ByteView, file: String) throws(RefusedInput) -> [ShownDeal] {
  var deals: [ShownDeal] = []
  var reader = ReportReader(file: file)
  var start = 0
  while start < bytes.count {
    let end = bytes.position(of: 0x0A, from: start)
    let line = try JSONValue.parse(bytes.slice(start, end), file: file)
    deals.append(deal(&reader, line))
    start = end + 1
  }
  if let refusal = reader.refusal { throw refusal }
  return deals
}

private func json(_ deal: ShownDeal) -> OrderedJSON {
  .object([
    ("deal", .text(deal.deal)), ("title", .text(deal.title)), ("bucket", .text(deal.bucket.name)),
    ("code", deal.code.map { .text($0) } ?? .null), ("currency", .text(deal.currency)),
    ("money", .text(amountText(deal.money, code: deal.currency))), ("customer", .text(deal.customer)),
    ("number", .text(deal.number)), ("date", .text(deal.date)), ("source", .text(deal.source)),
    (
      "fields",
      .array(
        deal.fields.map { field in
          .object([
            ("field", .text(field.target)), ("value", .text(field.value)), ("rule", .text(field.rule)),
            (
              "from",
              .array(field.steps.map { .object([("kind", .text($0.kind)), ("text", .text($0.text))]) })
            ),
          ])
        })
    ),
  ])
}

private func deal(_ reader: inout ReportReader, _ value: JSONValue) -> ShownDeal {
  let name = reader.text(value, "bucket")
  let bucket = Bucket.allCases.first { $0.name == name }
  if bucket == nil { reader.fault("'bucket' is '\(name)'") }
  var deal = ShownDeal(
    deal: reader.text(value, "deal"), title: reader.text(value, "title"), bucket: bucket ?? .unknown,
    source: reader.text(value, "source"))
  deal.code = reader.optionalText(value, "code")
  deal.currency = reader.text(value, "currency")
  deal.money = reader.money(value, "money", code: deal.currency)
  deal.customer = reader.text(value, "customer")
  deal.number = reader.text(value, "number")
  deal.date = reader.text(value, "date")
  deal.fields = reader.list(value, "fields").map { field in
    ShownDeal.Field(
      target: reader.text(field, "field"), value: reader.text(field, "value"), rule: reader.text(field, "rule"),
      steps: reader.list(field, "from").map { step in
        ShownDeal.Step(kind: reader.text(step, "kind"), text: reader.text(step, "text"))
      })
  }
  return deal
}
