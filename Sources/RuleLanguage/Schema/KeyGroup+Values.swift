/// The keys of values, conditions, and what decides about whole deals.
extension KeyGroup {
  static let valueKeys: [KeyDefinition] = [
    .init("from", .formula, "A column, a value or a formula.", "won_time"),
    .init("first_of", .oneOf([.value, .list(.value)]), "The first that is not missing.", "[organization, person]"),
    .init(
      "first_valid", .oneOf([.value, .list(.value)]),
      "The first well-formed e-mail address, also of several in one cell.", "[person.email, person.email_other]"),
    .init(
      "others_valid", .oneOf([.value, .list(.value)]), "All other e-mail addresses, joined by commas.",
      "[person.email, person.email_other]"),
    .init("table", .text, "A table; 'key' says what is looked up, 'value' which column.", "items"),
    .init("column_by_table", .text, "A table that names the column to take.", "fields"),
    .init(
      "when", .list(.group(.branch)), "Rows of conditions; the first that holds decides.",
      "[{ if: { customer.country: GB }, use: 20.0% S }]"),
    .init("formula", .formula, "A formula, whatever is wanted.", "value * 2"),
    .init("text", .text, "A text with holes, whatever is wanted.", "\"Deal {id}\""),
    .init(
      "key", .oneOf([.formula, .list(.formula)]), "What is looked up in the table; a list when it has several keys.",
      "organization.country"),
    .init("value", .text, "Which value column of the table.", "class"),
    .init("otherwise", .value, "The value when no row of 'when' holds.", "0.0% Z"),
    .init("id", .text, "The rule's name in reports.", "customer-name"),
    .init("default", .value, "Another value when this one is missing; counted in the report.", "EUR"),
  ]

  /// The keys that each say where a value comes from; a value has exactly one.
  static let sourceForms = [
    "from", "first_of", "first_valid", "others_valid", "table", "column_by_table", "when", "formula", "text",
  ]

  static let fieldKeys: [KeyDefinition] =
    valueKeys + [
      .init(
        "on_missing", .words(OnMissing.self),
        "Without a value: hold the deal, skip it, leave the field out, or stop the run.", "hold"),
      .init("clean", .cleaning, "Any of trim, collapse, upper, lower.", "[trim, collapse]"),
    ]

  static let namedValueKeys: [KeyDefinition] =
    [.init("type", .words(Words.NamedValueType.self), "What the value is; text by default.", "number")] + valueKeys

  static let branchKeys: [KeyDefinition] = [
    .init("id", .text, "The row's name in reports.", "eu"),
    .init("if", .condition, "The condition.", "{ customer.in_eu: yes }", isRequired: true),
    .init("use", .value, "The value when it holds.", "Reverse charge", isRequired: true),
  ]

  static let conditionKeys: [KeyDefinition] = [
    .init("all", .list(.condition), "All of these hold.", "[{ currency: EUR }, { value: { above: 10 } }]"),
    .init("any", .list(.condition), "At least one of these holds.", "[{ currency: EUR }, { currency: USD }]"),
    .init("not", .condition, "This does not hold.", "{ stage: { contains: won } }"),
  ]

  private static let rightSide = KeyShape.oneOf([.text, .group(.operand)])

  static let testKeys: [KeyDefinition] = [
    .init("is", rightSide, "Equal; text without regard to case.", "EUR"),
    .init("is_not", rightSide, "Not equal, or missing.", "EUR"),
    .init("in", .list(rightSide), "Equal to one of these.", "[DE, FR]"),
    .init("not_in", .list(rightSide), "Equal to none of these.", "[DE, FR]"),
    .init("contains", rightSide, "The text contains this.", "won"),
    .init("starts_with", rightSide, "The text starts with this.", "DE"),
    .init("ends_with", rightSide, "The text ends with this.", "GmbH"),
    .init("above", rightSide, "A number greater than this.", "0"),
    .init("below", rightSide, "A number less than this.", "10"),
    .init("at_least", rightSide, "A number not less than this.", "1"),
    .init("at_most", rightSide, "A number not greater than this.", "100"),
    .init("between", .list(rightSide), "Between two bounds, both included.", "[1, 10]"),
    .init("before", rightSide, "A date before this.", "2026-01-01"),
    .init("after", rightSide, "A date after this.", "2026-01-01"),
    .init("on_or_before", rightSide, "A date not after this.", "2026-01-31"),
    .init("on_or_after", rightSide, "A date not before this.", "2026-01-01"),
    .init("empty", .yesNo, "Whether it is missing.", "yes"),
    .init("matches", .text, "A pattern for the whole text (advanced).", "\"[A-Z]{2}\\\\d+\""),
  ]

  static let operandKeys: [KeyDefinition] = [
    .init("formula", .formula, "A formula.", "\"add_months(run.date, -12)\""),
    .init("from", .formula, "A column, a value or a formula.", "created"),
  ]

  static let skipKeys: [KeyDefinition] = [
    .init("id", .text, "The rule's name in reports.", "not-won", isRequired: true),
    .init("if", .condition, "Which deals.", "{ won_time: { empty: yes } }", isRequired: true),
    .init(
      "because", .text, "The reason, shown beside every deal that was skipped.", "the deal is not won", isRequired: true
    ),
  ]

  static let checkKeys: [KeyDefinition] = [
    .init("id", .text, "The check's name and code in reports.", "large", isRequired: true),
    .init("if", .condition, "Which deals.", "{ value: { above: 50000 } }", isRequired: true),
    .init(
      "severity", .words(Check.Severity.self),
      "note and warn bill the deal and tell; hold (the default) keeps it back; error stops the run.", "warn"),
    .init("message", .text, "What is wrong, in your own words.", "a director signs this", isRequired: true),
    .init("owner", .text, "Who answers it.", "director"),
    .init("link", .text, "Where more is written about it.", "https://wiki.example/billing"),
  ]
}
