public import Bytes
public import Invoices
public import Money

/// Appends the body of `POST /v3/company/{realm}/customer` that creates the customer: one bare object on one line.
///
/// - Parameters:
///   - customer: Looked at where it lies, not changed.
///   - currency: Set once and for ever in QuickBooks; nil in a company without multicurrency.
public func appendCustomer(_ customer: inout Customer, currency: Currency?, to out: inout ByteBuffer) {
  out.append("{\"DisplayName\":")
  out.append(jsonString: customer.displayName)
  let start = 0
  out.append(member: "\"CompanyName\":", customer.companyName, start)
  out.append(member: "\"GivenName\":", customer.givenName, start)
  out.append(member: "\"FamilyName\":", customer.familyName, start)
  if !customer.email.isEmpty { out.append(reference: ",\"PrimaryEmailAddr\":{\"Address\":", customer.email) }
  if !customer.phone.isEmpty { out.append(reference: ",\"PrimaryPhone\":{\"FreeFormNumber\":", customer.phone) }
  out.append(address: &customer.billingAddress, ",\"BillAddr\":{")
  out.append(address: &customer.shippingAddress, ",\"ShipAddr\":{")
  if let currency {
    out.append(",\"CurrencyRef\":{\"value\":\"")
    out.append(currency.codeView)
    out.append("\"}")
  }
  switch customer.taxIdentifierField {
  case .primary: out.append(member: "\"PrimaryTaxIdentifier\":", customer.taxIdentifier, start)
  case .secondary: out.append(member: "\"SecondaryTaxIdentifier\":", customer.taxIdentifier, start)
  case .resale: out.append(member: "\"ResaleNum\":", customer.taxIdentifier, start)
  case .businessNumber: out.append(member: "\"BusinessNumber\":", customer.taxIdentifier, start)
  case .gstin: out.append(member: "\"GSTIN\":", customer.taxIdentifier, start)
  case .notes, .none: break
  }
  out.append(member: "\"Notes\":", customer.notes, start)
  out.append("}")
}
