extension EmulatorCore {
  /// Mails an invoice to its `BillEmail`, or to another address, which then becomes its `BillEmail` (reference 6.4).
  mutating func send(_ id: String, to address: String?, at now: Double) throws(VendorFault) -> (EntityKind, String) {
    if options.subscriptionEnded { throw .subscriptionEnded }
    guard let record = books[.invoice][id] else { throw .deletedTransaction }
    var object = record.json
    if let address, !address.isEmpty {
      guard isEmail(address) else { throw .email(address) }
      object["BillEmail"] = ["Address": .string(address)]
    }
    guard let to = object.object("BillEmail")?.text("Address"), !to.isEmpty else {
      throw .business("An email address is required to send the transaction", code: "6420", element: "BillEmail")
    }
    object["EmailStatus"] = "EmailSent"
    object["DeliveryInfo"] = ["DeliveryType": "Email", "DeliveryTime": .string(isoTime(now))]
    store(.invoice, object, at: now)
    books.mails.append(
      SentMail(
        invoiceID: id, docNumber: object.text("DocNumber"), to: to, cc: object.object("BillEmailCc")?.text("Address"),
        bcc: object.object("BillEmailBcc")?.text("Address"), time: now))
    return (.invoice, id)
  }
}

/// A small valid PDF that shows company, number, customer and total.
func invoicePDF(_ invoice: JSONObject, company: String) -> [UInt8] {
  let lines = [
    company, "Invoice \(invoice.text("DocNumber") ?? invoice.text("Id") ?? "")",
    invoice.object("CustomerRef")?.text("name") ?? "", "Date \(invoice.text("TxnDate") ?? "")",
    "Total \(invoice.number("TotalAmt")?.description ?? "") \(invoice.reference("CurrencyRef") ?? "")",
  ]
  var text = "BT /F1 14 Tf 72 760 Td 20 TL\n"
  for line in lines {
    // Helvetica's encoding here is Latin-1; what it lacks is shown as a question mark.
    let shown = String(
      line.unicodeScalars.map {
        $0.value >= 0x20 && $0.value < 0x7F && !"()\\".unicodeScalars.contains($0) ? Character($0) : "?"
      })
    text += "(\(shown)) Tj T*\n"
  }
  text += "ET\n"
  let objects = [
    "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
      + "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
    "<< /Length \(text.utf8.count) >>\nstream\n\(text)endstream",
  ]
  var file = "%PDF-1.4\n"
  var offsets: [Int] = []
  for (index, object) in objects.enumerated() {
    offsets.append(file.utf8.count)
    file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
  }
  let start = file.utf8.count
  file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
  for offset in offsets {
    let digits = String(offset)
    file += String(repeating: "0", count: 10 - digits.utf8.count) + digits + " 00000 n \n"
  }
  file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
  return Array(file.utf8)
}
