import Deals

/// The keys of the file itself and of the sections on company, source and columns.
extension KeyGroup {
  static let fileKeys: [KeyDefinition] = [
    .init("rules", .word(["1"]), "The version of the rule language.", "1", isRequired: true),
    .init("extends", .text, "A base beside this file, which this one lies over.", "base.yaml"),
    .init(
      "company", .group(.company), "The company that bills.", "{ name: A, country: DE, currency: EUR, time_zone: UTC }",
      isRequired: true),
    .init("source", .group(.source), "What the export looks like.", "{ profile: pipedrive }"),
    .init(
      "columns", .named(.oneOf([.text, .group(.column)])),
      "Columns that the profile does not know, or under other names; text is never guessed into numbers.",
      "{ vat_id: { header: VAT number, required: no } }"),
    .init(
      "shape", .group(.shape),
      "The export that the rules were made for; one that differs is held until it is accepted.",
      "{ columns: [ID, Title, Value], values: { Status: [Won, Lost] } }"),
    .init(
      "terms", .named(.text), "Payment terms by their name in QuickBooks, and how each finds its due date.",
      "{ Net 30: net 30 }"),
    .init(
      "tables", .named(.group(.table)), "Small tables that rules look values up in.",
      "{ items: { rows: { Licence: LICENCE } } }"),
    .init(
      "values", .named(.oneOf([.formula, .group(.namedValue)])), "Names for what several rules need.",
      "{ net_price: value / 1.19 }"),
    .init(
      "skip", .list(.group(.skip)), "Deals that never become invoices, counted by reason.",
      "[{ id: not-won, if: { won_time: { empty: yes } }, because: the deal is not won }]"),
    .init(
      "checks", .list(.group(.check)), "Checks of your own.",
      "[{ id: large, if: { value: { above: 50000 } }, message: a director signs this }]"),
    .init(
      "customer", .group(.customer), "Who is billed.", "{ name: { first_of: [organization, person] } }",
      isRequired: true),
    .init(
      "currency", .oneOf([.text, .group(.currency)]), "The invoice's currency.",
      "{ from: currency, allowed: [EUR, USD] }", isRequired: true),
    .init(
      "template", .field, "Which template an invoice takes.",
      "{ when: [{ if: { customer.country: DE }, use: Domestic }], otherwise: Abroad }"),
    .init(
      "templates", .named(.group(.template)), "Named sets of invoice defaults.",
      "{ Domestic: { form_style: Standard } }"),
    .init(
      "taxes", .group(.taxes), "Tax codes, their rates and how tax is rounded.",
      "{ codes: { 19% USt: 19 }, code: 19% USt }"),
    .init(
      "invoice", .group(.invoice), "Where every template starts: dates, number, notes.",
      "{ date: won_time, terms: Net 30 }"),
    .init(
      "lines", .list(.group(.line)), "What is billed.", "[{ id: deal, item: SERVICES, amount: value }]",
      isRequired: true),
    .init("discount", .group(.discount), "A discount on the whole invoice.", "{ percent: 10 }"),
    .init(
      "deal_value", .oneOf([.words(DealValueRule.Meaning.self), .group(.dealValue)]),
      "What the deal's own value is compared with.", "{ from: value, means: net }"),
    .init(
      "tests", .list(.group(.ruleTest)), "Deals with what must become of them; run before every batch.",
      "[{ name: a plain deal, deal: { value: 100 }, expect: { total: 119.00 } }]"),
  ]

  static let ruleTestKeys: [KeyDefinition] = [
    .init("name", .text, "What the test shows, in a sentence.", "no VAT number is held", isRequired: true),
    .init(
      "deal", .named(.text), "The deal's values by the names of their columns.", "{ value: 100 }", isRequired: true),
    .init("lines", .list(.named(.text)), "Its products.", "[{ name: Licence, quantity: 2, price: 50 }]"),
    .init("run_date", .date, "The day on which the batch runs.", "2026-03-31"),
    .init(
      "expect", .named(.oneOf([.text, .list(.oneOf([.text, .named(.text)]))])),
      "Fields of the invoice with their values, or why the deal is held or skipped.",
      "{ total: 119.00 }", isRequired: true),
  ]

  static let companyKeys: [KeyDefinition] = [
    .init("name", .text, "The company's name, for reports.", "Nordwind Studio GmbH", isRequired: true),
    .init("country", .text, "Where it is registered, an ISO 3166 code.", "DE", isRequired: true),
    .init("currency", .text, "Its home currency, an ISO 4217 code.", "EUR", isRequired: true),
    .init(
      "time_zone", .text, "The zone in which invoice dates are told, a name of the tz database.", "Europe/Berlin",
      isRequired: true),
    .init("multicurrency", .yesNo, "Whether the company may bill in other currencies; yes by default.", "no"),
    .init("books_closed_through", .date, "Books are closed up to and including this day.", "2026-02-28"),
    .init(
      "on_closed_books", .words(Words.ClosedBooks.self),
      "Hold an invoice in closed books (the default), or date it on the first open day.", "first_open_day"),
    .init("earliest_date", .date, "Invoices dated before this day are held.", "2026-01-01"),
    .init(
      "future_days", .wholeNumber(0...3660), "How many days after the run an invoice may be dated; 0 by default.", "14"),
  ]

  static let sourceKeys: [KeyDefinition] = [
    .init(
      "profile", .text, "pipedrive, hubspot, salesforce, zoho, generic, or the file of a profile of your own.",
      "pipedrive"),
    .init("id", .text, "The column that names a deal; 'id' by default.", "id"),
    .init(
      "rows", .words(SourceSettings.Rows.self),
      "One row a deal, or one row a product with the deal's columns repeated.", "product"),
    .init(
      "encoding", .words(Words.Encoding.self), "The encoding of CSV files; UTF-8 or their byte order mark by default.",
      "windows-1252"),
    .init(
      "delimiter", .words(Words.Delimiter.self),
      "What parts the cells of CSV files; found on the header line by default.", "semicolon"),
    .init("decimal", .word(Words.Decimal.allCases.map(\.rawValue) + ["TODO"]), "The decimal sign of numbers.", "comma"),
    .init("grouping", .words(SourceSettings.Grouping.self), "What groups the digits of large numbers.", "space"),
    .init("dates", .texts, "How dates are written; the first pattern that fits is taken.", "[DD.MM.YYYY]"),
    .init("time_zone", .text, "The zone of times that carry none; the company's by default.", "UTC"),
    .init("empty", .texts, "Texts that mean an empty cell.", "[n/a, \"-\"]"),
    .init("yes", .texts, "Words for yes.", "[ja]"),
    .init("no", .texts, "Words for no.", "[nein]"),
  ]

  static let columnKeys: [KeyDefinition] = [
    .init("header", .texts, "Its header, or several that are tried in order.", "VAT number"),
    .init("json", .texts, "Its path in JSON, or several.", "custom_fields.a1b2"),
    .init("field", .text, "A field of the profile, under another name or with other settings.", "organization.country"),
    .init(
      "type", .words(Column.Kind.self),
      "What a cell holds; text by default. A cell that is not what its type says holds the deal.", "number"),
    .init("required", .yesNo, "Whether the export must have it; yes by default.", "no"),
    .init("format", .texts, "How dates in this column are written.", "DD/MM/YYYY"),
    .init("clean", .cleaning, "Any of trim, collapse, upper, lower.", "[trim, upper]"),
    .init("empty_means", .text, "What an empty cell stands for.", "0"),
  ]

  static let shapeKeys: [KeyDefinition] = [
    .init(
      "columns", .texts, "Its columns: a new, missing or renamed one holds the whole file (S061, S062, S063).",
      "[ID, Title, Value]"),
    .init(
      "values", .named(.texts), "What stands in its pick-lists: a deal with another value is held (S064).",
      "{ Status: [Won, Lost] }"),
    .init(
      "numbers", .words(NumberLook.self), "How its numbers are written; another style holds the whole file (S065).",
      "\"1,234.56\""),
    .init(
      "dates", .texts, "How its dates are written; another style holds the whole file (S066).", "[YYYY-MM-DD]"),
    .init(
      "accept", .texts, "Differences that are accepted: a code, or a code and a name.", "[\"S061:Notes\", S064:Status]"),
  ]

  static let tableKeys: [KeyDefinition] = [
    .init("key", .texts, "The names of its key columns; 'key' by default.", "[region, family]"),
    .init("value", .texts, "The names of its value columns.", "[class, code]"),
    .init(
      "rows", .oneOf([.named(.oneOf([.text, .named(.text)])), .list(.named(.text))]),
      "The rows: KEY: value, KEY: { column: value }, or a list of mappings.", "{ Licence: LICENCE, Training: TRAINING }"
    ),
    .init("file", .text, "A CSV file beside the rule file that holds the rows.", "items.csv"),
    .init("otherwise", .oneOf([.text, .named(.text)]), "What every unknown key gives.", "SERVICES"),
    .init(
      "on_unknown", .words(RuleTable.OnUnknown.self),
      "Without 'otherwise': hold the deal (the default), or treat the value as missing.", "missing"),
  ]
}
