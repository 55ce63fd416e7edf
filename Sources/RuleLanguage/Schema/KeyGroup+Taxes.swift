import Invoices

/// The keys of the section `taxes`.
extension KeyGroup {
  static let taxesKeys: [KeyDefinition] = [
    .init(
      "codes", .named(.oneOf([.number, .word(["computed"]), .named(.oneOf([.number, .group(.taxComponent)]))])),
      "Tax codes as named in QuickBooks, with their percentages; 'computed' when QuickBooks alone knows the rate.",
      "{ 20.0% S: 20, GST/QST QC: { GST: 5, QST: 9.975 }, TAX: computed }"),
    .init(
      "code", .field, "The code of lines that name none.",
      "{ when: [{ if: { customer.country: GB }, use: 20.0% S }], otherwise: 0.0% Z }"),
    .init(
      "treatments", .named(.group(.treatment)),
      "How sales can be treated: the tax code, and the sentence that must stand on the invoice.",
      "{ Home: { kind: standard, code: 20.0% S } }"),
    .init(
      "treatment", .oneOf([.list(.group(.treatmentRow)), .group(.treatmentTable)]),
      "The table of who is treated how; it decides the tax code instead of 'code'.",
      "{ rows: [{ buyer: home, use: Home }] }"),
    .init(
      "rounding", .words(Words.TaxLevel.self),
      "Tax is rounded line by line, as QuickBooks does (the default), once per rate, or once per document.", "rate"),
    .init("ties", .words(Words.Ties.self), "How a half cent is rounded; half_up by default.", "half_even"),
    .init("send_detail", .yesNo, "Whether the foretold tax goes along in the payload; no by default.", "yes"),
    .init("credits", .words(Words.Credits.self), "Hold invoices below zero (the default), or allow them.", "allow"),
    .init(
      "on_zero_total", .words(LineRule.OnZero.self), "What happens to an invoice of zero; hold by default.", "leave_out"
    ),
  ]

  static let taxComponentKeys: [KeyDefinition] = [
    .init("percent", .number, "The rate in percent.", "9.975", isRequired: true),
    .init("on_tax", .yesNo, "Whether it is taken on the net and the taxes before it; no by default.", "yes"),
  ]

  static let treatmentKeys: [KeyDefinition] = [
    .init(
      "kind", .words(TaxTreatment.Kind.self),
      "What the law calls it; reverse_charge and intra_community need a note and the buyer's number.", "zero",
      isRequired: true),
    .init("code", .field, "The tax code, by name.", "0.0% Z", isRequired: true),
    .init("note", .field, "The sentence that must stand on the invoice.", "\"Zero-rated.\""),
    .init(
      "note_in", .words(TaxTreatment.NotePlace.self),
      "Where it is put: below the memo (the default), on a line of its own, or by the template, which is then checked.",
      "line"),
    .init("needs_tax_id", .yesNo, "Whether an invoice without a well-formed tax id of the buyer is held.", "yes"),
  ]

  static let treatmentTableKeys: [KeyDefinition] = [
    .init(
      "supply", .field, "What is sold, for lines that do not say it: goods, services or a word of yours.", "services"),
    .init(
      "business", .condition, "When the customer is a business; by default when its tax id is well-formed.",
      "{ tax_id.state: well_formed }"),
    .init(
      "place", .words(Words.TaxPlace.self), "Whether the billing address (the default) or the shipping address counts.",
      "shipping"),
    .init(
      "rows", .list(.group(.treatmentRow)), "The first row that fits decides.", "[{ buyer: home, use: Home }]",
      isRequired: true),
    .init("otherwise", .text, "The treatment of all other sales; they are held without it.", "Home"),
  ]

  static let treatmentRowKeys: [KeyDefinition] = [
    .init("id", .text, "The row's name in reports.", "at-home"),
    .init("seller", .texts, "The company's country, for a table that several companies share.", "DE"),
    .init(
      "buyer", .texts, "home, eu (another member state), outside_eu, abroad (not home), or countries.", "[eu, XI]"),
    .init("region", .texts, "States or provinces of the buyer.", "[ON, Ontario]"),
    .init("customer", .words(Words.Buyer.self), "business or consumer.", "business"),
    .init("supply", .texts, "What is sold.", "services"),
    .init("tax_id", .texts, "States of the tax id.", "[absent, well_formed]"),
    .init("if", .condition, "Anything else that must hold.", "{ currency: EUR }"),
    .init("use", .text, "The treatment.", "Home", isRequired: true),
  ]
}
