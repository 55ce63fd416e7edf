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
  out.append(taxIdentifierOf: customer, start)
  out.append(member: "\"Notes\":", customer.notes, start)
  out.append("}")
}

/// Appends what a sparse update makes of a customer that is there already: one bare object on one line, to which `send`
/// adds the `SyncToken` and of which it leaves out what QuickBooks has already. What the deal does not tell is not in it.
///
/// - Returns: False, and nothing is appended, when the deal tells none of the fields.
public func appendCustomerUpdate(
  _ customer: inout Customer, id: ByteView, _ fields: [CustomerField], to out: inout ByteBuffer
) -> Bool {
  let hasAddress = fields.contains(.address) && !customer.billingAddress.isEmpty
  let hasEmail = fields.contains(.email) && !customer.email.isEmpty
  let hasTaxID =
    fields.contains(.taxID) && !customer.taxIdentifier.isEmpty && customer.taxIdentifierField != .notes
    && customer.taxIdentifierField != .none
  guard hasAddress || hasEmail || hasTaxID else { return false }
  out.append("{\"Id\":\"")
  out.append(id)
  out.append("\",\"sparse\":true")
  if hasEmail { out.append(reference: ",\"PrimaryEmailAddr\":{\"Address\":", customer.email) }
  if hasAddress { out.append(address: &customer.billingAddress, ",\"BillAddr\":{") }
  if hasTaxID { out.append(taxIdentifierOf: customer, 0) }
  out.append("}")
  return true
}

extension ByteBuffer {
  fileprivate mutating func append(taxIdentifierOf customer: Customer, _ start: Int) {
    switch customer.taxIdentifierField {
    case .primary: append(member: "\"PrimaryTaxIdentifier\":", customer.taxIdentifier, start)
    case .secondary: append(member: "\"SecondaryTaxIdentifier\":", customer.taxIdentifier, start)
    case .resale: append(member: "\"ResaleNum\":", customer.taxIdentifier, start)
    case .businessNumber: append(member: "\"BusinessNumber\":", customer.taxIdentifier, start)
    case .gstin: append(member: "\"GSTIN\":", customer.taxIdentifier, start)
    case .notes, .none: break
    }
  }
}
