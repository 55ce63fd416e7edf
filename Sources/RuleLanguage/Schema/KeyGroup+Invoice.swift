import Invoices

/// The keys of the sections that an invoice is made of.
extension KeyGroup {
  static let customerKeys: [KeyDefinition] = [
    .init("name", .field, "The name in QuickBooks.", "{ first_of: [organization, person] }", isRequired: true),
    .init(
      "foreign_currency_name", .field,
      "The name for deals in another currency than the company's: a QuickBooks customer keeps one currency for ever.",
      "\"{organization} ({currency})\""),
    .init("company_name", .field, "The company's name.", "\"{organization}\""),
    .init("given_name", .field, "The contact's first name.", "\"{person.first_name}\""),
    .init("family_name", .field, "The contact's last name.", "\"{person.last_name}\""),
    .init("email", .field, "The e-mail address.", "{ first_valid: [person.email, person.email_other] }"),
    .init("phone", .field, "The telephone number.", "\"{person.phone}\""),
    .init("notes", .field, "Notes on the customer.", "\"from {owner}\""),
    .init(
      "billing_address", .oneOf([.text, .group(.address)]),
      "The billing address; its country is what customer.country tells.",
      "{ line1: \"{organization.address}\", country: \"{organization.country}\" }"),
    .init(
      "shipping_address", .oneOf([.text, .group(.address)]), "The shipping address.", "\"{organization.address}\""),
    .init("tax_id", .group(.taxID), "The tax number.", "{ from: vat_id, scheme: by_country }"),
    .init(
      "forbidden_characters", .words(Words.Forbidden.self),
      "Hold names with signs that QuickBooks refuses (the default), or mend them.", "replace"),
    .init(
      "update", .list(.words(CustomerField.self)),
      "What 'send' corrects in a customer that QuickBooks has already, when it bills the customer and they differ; nothing without this key.",
      "[address, email, tax_id]"),
  ]

  static let addressKeys: [KeyDefinition] = [
    .init("line1", .field, "The first line.", "\"{organization.address}\""),
    .init("line2", .field, "The second line.", "\"{organization.suite}\""),
    .init("city", .field, "City.", "\"{organization.city}\""),
    .init("region", .field, "State, county or province.", "\"{organization.region}\""),
    .init("postal_code", .field, "Postal code.", "\"{organization.postal_code}\""),
    .init("country", .field, "Country, by code or name.", "\"{organization.country}\""),
  ]

  static let taxIDKeys: [KeyDefinition] = [
    .init(
      "scheme", .value,
      "by_country (the default), a scheme such as de.vat or us.ein, a value that gives one, or unchecked.", "by_country"
    ),
    .init("pattern", .text, "A pattern of your own instead of a scheme.", "\"[A-Z]{2}\\\\d{9}\""),
    .init(
      "outcomes", .list(.group(.outcome)), "What follows from its state; the first that holds decides.",
      "[{ if: { tax_id.state: checksum }, then: hold }]"),
    .init(
      "field", .oneOf([.words(TaxIdentifierField.self), .group(.field)]),
      "Where QuickBooks keeps it, or a value that gives one of these words; by the company's country without a rule.",
      "primary"),
  ]

  static let outcomeKeys: [KeyDefinition] = [
    .init("id", .text, "The rule's name in reports.", "bad-check-digit"),
    .init("if", .condition, "When.", "{ tax_id.state: { in: [malformed, checksum] } }", isRequired: true),
    .init("then", .words(TaxIdentifierRules.Outcome.Action.self), "What happens.", "hold", isRequired: true),
    .init("message", .text, "What is wrong, in your own words.", "no VAT number"),
  ]

  static let currencyKeys: [KeyDefinition] = [
    .init("allowed", .list(.text), "The only currencies that are billed.", "[EUR, USD]")
  ]

  static let templateKeys: [KeyDefinition] = [
    .init("extends", .text, "The template that it starts from.", "Domestic"),
    .init("form_style", .text, "The form style that a person picks in QuickBooks; its API cannot.", "Standard"),
    .init("lines", .list(.group(.line)), "Further lines.", "[{ id: thanks, text: Thank you. }]"),
  ]

  static let invoiceKeys: [KeyDefinition] = [
    .init("date", .field, "The invoice's date; the day of the run without a rule.", "won_time"),
    .init("due", .field, "The due date.", "\"add_days(invoice.date, 14)\""),
    .init("terms", .field, "Payment terms, by name; they give the due date.", "Net 30"),
    .init(
      "number", .field, "At most 21 characters, each once per run; without a rule QuickBooks numbers.",
      "\"RE-{pad(id, 5)}\""),
    .init("private_note", .field, "What only you read.", "\"deal {id}\""),
    .init("memo", .field, "What the customer reads.", "Thank you for your order."),
    .init("class", .field, "Class, as in QuickBooks.", "\"{pipeline}\""),
    .init("location", .field, "Location, as in QuickBooks.", "\"{pipeline}\""),
    .init("ship_date", .field, "Shipping date.", "close_time"),
    .init("tracking_number", .field, "Tracking number.", "\"{[Tracking]}\""),
    .init("exchange_rate", .field, "Exchange rate to the home currency.", "1.09"),
    .init("email_to", .field, "Who receives it; the customer's address without a rule.", "\"{person.email}\""),
    .init("email_cc", .field, "Copies.", "\"{person.email_home}\""),
    .init("email_bcc", .field, "Blind copies.", "billing@example.com"),
    .init("email_send", .switched, "Whether QuickBooks mails the invoice when it is created.", "yes"),
    .init("online_card_payment", .switched, "Whether it can be paid by card.", "no"),
    .init(
      "online_bank_payment", .switched, "Whether it can be paid from a bank account.", "{ value: { below: 1000 } }"),
    .init("tax_mode", .field, "exclusive (the default), inclusive (prices contain the tax) or none.", "inclusive"),
    .init(
      "custom_fields", .named(.group(.customField)), "Custom fields by name; up to 31 characters each.",
      "{ P.O. Number: { number: 1, value: \"{title}\" } }"),
  ]

  static let customFieldKeys: [KeyDefinition] = [
    .init(
      "number", .wholeNumber(1...1_000_000_000), "Its number in the company, 1 to 3 for classic custom fields.", "1",
      isRequired: true),
    .init("value", .field, "What stands in it.", "\"{title}\"", isRequired: true),
  ]

  static let lineKeys: [KeyDefinition] = [
    .init("id", .text, "A short name for this line.", "products", isRequired: true),
    .init(
      "each", .words(LineRule.Each.self),
      "One line a deal (the default), one a product, or one a deal that has no products.", "product"),
    .init("if", .condition, "Makes the line only where it holds.", "{ value: { above: 1000 } }"),
    .init("leave_out_if", .condition, "Leaves a product out, and lists it.", "{ line.enabled: no }"),
    .init("text", .field, "A line of words only.", "\"Thank you, {organization}.\""),
    .init(
      "on_zero", .words(LineRule.OnZero.self), "What happens to a line that comes to zero; keep by default.",
      "leave_out"),
    .init("amount", .field, "The line's amount, instead of quantity and price.", "value"),
    .init("quantity", .field, "Quantity; 1 by default.", "line.quantity"),
    .init("price", .field, "Price of one.", "line.price"),
    .init("item", .field, "The product or service in QuickBooks, by name.", "{ table: items, key: line.name }"),
    .init("description", .field, "What the customer reads on the line.", "\"{title}\""),
    .init("discount_percent", .field, "Percent off this line.", "line.discount"),
    .init("discount_amount", .field, "Money off this line.", "line.discount"),
    .init("service_date", .field, "Date of service.", "line.service_date"),
    .init("class", .field, "Class, as in QuickBooks.", "\"{line.category}\""),
    .init("tax_code", .field, "Tax code, by name; 'taxes: code' without it.", "19% USt"),
    .init(
      "supply", .field, "What the line sells, for 'taxes: treatment': goods, services or a word of yours.", "goods"),
    .init("cross_check", .field, "The CRM's own figure for the line; another amount holds the deal.", "line.sum"),
  ]

  static let discountKeys: [KeyDefinition] = [
    .init("id", .text, "The rule's name in reports.", "discount"),
    .init("percent", .field, "Percent off the whole.", "10"),
    .init("amount", .field, "Money off the whole.", "50"),
    .init("as", .words(Words.DiscountShape.self), "Spread over the lines (the default), or a line of its own.", "line"),
  ]

  static let dealValueKeys: [KeyDefinition] = [
    .init("from", .text, "The column that holds it; 'value' by default.", "value"),
    .init("means", .words(DealValueRule.Meaning.self), "net (the default), gross or ignore.", "gross"),
    .init("on_mismatch", .words(Words.OnMismatch.self), "Hold the deal (the default), or warn.", "warn"),
    .init(
      "cross_check", .text, "A column with the CRM's sum of the products, which must agree as well.", "products_amount"),
  ]
}
