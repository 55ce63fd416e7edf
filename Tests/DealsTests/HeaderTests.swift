import Deals
import Diagnostics
import Foundation
import Testing

/// A header row as a real export had it, and which of its columns each field must find.
struct RealHeader: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var header: String
  /// Field → header of its column; "" when there is none.
  var expected: [(String, String)]
}

@Suite struct HeaderTests {
  static let real = [
    RealHeader(
      testDescription: "(a) unprefixed deals",
      header:
        "ID,Title,Creator,Owner,Value,Currency of Value,Organization,Organization ID,Pipeline,Contact person,Contact person ID,Stage,Status,Deal created,Update time,Last stage change,Next activity date,Last activity date,Won time,Last email received,Last email sent,Lost time,Deal closed on,Lost reason,Visible to,Total activities,Done activities,Activities to do,Email messages count,Expected close date,Probability,Weighted value,Currency of Weighted value,Product quantity,Product amount,Label,Product name,MRR,Currency of MRR,Source origin,Archive status,Property Address,City/town/village/locality of Property Address,\"Qty (clarify; units, beds, sqft)\",Lead Source",
      expected: [
        ("id", "ID"), ("title", "Title"), ("value", "Value"), ("currency", "Currency of Value"),
        ("organization", "Organization"), ("organization.id", "Organization ID"), ("person", "Contact person"),
        ("person.id", "Contact person ID"), ("status", "Status"), ("stage", "Stage"), ("won_time", "Won time"),
        ("expected_close_date", "Expected close date"), ("owner", "Owner"), ("pipeline", "Pipeline"),
        ("label", "Label"),
        ("product_names", "Product name"), ("products_amount", "Product amount"), ("organization.address", ""),
        ("organization.city", ""),
      ]),
    RealHeader(
      testDescription: "(b) prefixed deals in the user's order",
      header:
        "Deal - ID,Deal - Title,Deal - Creator,Deal - Owner,Deal - Weighted value,Deal - Currency of Weighted value,Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Update time,Deal - Won time,Deal - Lost time,Deal - Deal closed on,Deal - Product quantity,Deal - Product amount,Deal - Product name,Deal - Participants,Deal - Value,Deal - Currency of Value,Deal - Probability,Deal - Organization,Deal - Organization ID,Deal - Contact person,Deal - Contact person ID,Deal - Label,Deal - Expected close date,Deal - Sequence enrollment",
      expected: [
        ("id", "Deal - ID"), ("title", "Deal - Title"), ("value", "Deal - Value"),
        ("currency", "Deal - Currency of Value"), ("organization", "Deal - Organization"),
        ("organization.id", "Deal - Organization ID"), ("person", "Deal - Contact person"), ("status", "Deal - Status"),
        ("won_time", "Deal - Won time"), ("close_time", "Deal - Deal closed on"), ("label", "Deal - Label"),
      ]),
    RealHeader(
      testDescription: "(e) deals and persons mixed",
      header:
        "Deal - Title,Deal - CRM ID,Deal - Closing Date,Deal - Deal created,Deal - Discounted amount,Deal - Contact person,Deal - Owner,Person - Email - Work,Person - Email - Home,Person - Email - Other,Deal - ID,Deal - Lead Status,Deal - Product,Deal - Lost reason,Person - Provincia,Deal - Stage,Deal - Status,Person - ID,Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile",
      expected: [
        ("id", "Deal - ID"), ("title", "Deal - Title"), ("person", "Deal - Contact person"),
        ("person.id", "Person - ID"), ("person.email", "Person - Email - Work"),
        ("person.email_home", "Person - Email - Home"), ("person.phone", "Person - Phone - Work"),
        ("status", "Deal - Status"), ("stage", "Deal - Stage"), ("value", ""), ("currency", ""),
      ]),
    RealHeader(
      testDescription: "(f) deals and organizations mixed, older currency",
      header:
        "Deal - Territory,Deal - Pipeline,Deal - Stage,Organization - Customer segment,Deal - Title,Deal - Owner,Deal - Type of deal,Deal - Value,Deal - Expected REVENUE,Organization - Name,Deal - Organization,Organization - Belongs to division,Deal - Expected close date,Organization - Visitor adress,Deal - Contact person,Deal - Status,Deal - Won time,Deal - Currency of Expected REVENUE,Deal - Currency,Deal - ID",
      expected: [
        ("id", "Deal - ID"), ("title", "Deal - Title"), ("value", "Deal - Value"), ("currency", "Deal - Currency"),
        ("organization", "Deal - Organization"), ("won_time", "Deal - Won time"),
      ]),
    RealHeader(
      testDescription: "(g) the sample import file",
      header:
        "Person - Name*,Person - First name,Person - Last name,Person - Phone,Person - Email (Work),Person - Email (Home),Organization - Name*,Organization - Address,Deal - Title,Deal - Value,Activity - Subject*,Product - Name*,Product - Product Code,Product - Unit,Product - Price,Product - Currency,Deal ID",
      expected: [
        ("id", "Deal ID"), ("title", "Deal - Title"), ("value", "Deal - Value"),
        ("organization", "Organization - Name*"), ("organization.address", "Organization - Address"),
        ("person", "Person - Name*"), ("person.first_name", "Person - First name"),
        ("person.email", "Person - Email (Work)"), ("person.email_home", "Person - Email (Home)"),
        ("person.phone", "Person - Phone"), ("currency", ""),
      ]),
    RealHeader(
      testDescription: "Portuguese",
      header:
        "Negócio - Título,Negócio - Valor,Negócio - Organização,Negócio - Pessoa de contato,Negócio - Data de fechamento esperada,Negócio - Proprietário,Negócio - Etiqueta,Negócio - Data de criação do negócio,Negócio - Ganho em,Negócio - Data de perda,Negócio - Negócio fechado em,Negócio - Data atualizada,Negócio - Funil,Negócio - Moeda de VLR Mensalidade,Negócio - Valor de produtos,Negócio - Valor ponderado,Negócio - Moeda,Negócio - ID,Negócio - ID de origem,Negócio - Nome do produto,Negócio - Probabilidade,Negócio - Quantidade de produtos,Pessoa - Cargo,Pessoa - Email - Work,Pessoa - Phone - Work,Pessoa - Telefone,Organização - Nome,Negócio - Status",
      expected: [
        ("id", "Negócio - ID"), ("title", "Negócio - Título"), ("value", "Negócio - Valor"),
        ("currency", "Negócio - Moeda"), ("organization", "Negócio - Organização"),
        ("person", "Negócio - Pessoa de contato"), ("expected_close_date", "Negócio - Data de fechamento esperada"),
        ("owner", "Negócio - Proprietário"), ("won_time", "Negócio - Ganho em"),
        ("close_time", "Negócio - Negócio fechado em"), ("pipeline", "Negócio - Funil"),
        ("products_amount", "Negócio - Valor de produtos"), ("product_names", "Negócio - Nome do produto"),
        ("person.email", "Pessoa - Email - Work"), ("person.phone", "Pessoa - Phone - Work"),
        ("status", "Negócio - Status"), ("label", "Negócio - Etiqueta"),
      ]),
    RealHeader(
      testDescription: "German",
      header:
        "Deal - Titel,Deal - Organisation,Deal - Wert,Deal - Status,Deal - Verlustgrund,Deal - Besitzer,Deal - Deal erstellt,Deal - Datum des verlorenen Deals,Deal - Phase,Deal - Kontaktperson,Deal - Deal abgeschlossen am,Deal - ID,Deal - Label,Deal - Wahrscheinlichkeit,Deal - Zeit der Aktualisierung,Deal - Gewichteter Wert,Deal - Pipeline,Deal - Datum des gewonnenen Deals",
      expected: [
        ("id", "Deal - ID"), ("title", "Deal - Titel"), ("value", "Deal - Wert"), ("currency", ""),
        ("organization", "Deal - Organisation"), ("person", "Deal - Kontaktperson"), ("stage", "Deal - Phase"),
        ("owner", "Deal - Besitzer"), ("won_time", "Deal - Datum des gewonnenen Deals"),
        ("close_time", "Deal - Deal abgeschlossen am"), ("status", "Deal - Status"),
      ]),
    RealHeader(
      testDescription: "French",
      header:
        "Affaire - ID,Affaire - Titre,Affaire - Valeur,Affaire - Organisation,Affaire - Personne à contacter,Affaire - Étape,Affaire - Statut,Affaire - Étiquette,Affaire - Affaire créée,Affaire - Date de gain,Personne - E-mail - Travail",
      expected: [
        ("id", "Affaire - ID"), ("title", "Affaire - Titre"), ("value", "Affaire - Valeur"),
        ("organization", "Affaire - Organisation"), ("person", "Affaire - Personne à contacter"),
        ("stage", "Affaire - Étape"), ("status", "Affaire - Statut"), ("label", "Affaire - Étiquette"),
        ("won_time", "Affaire - Date de gain"), ("person.email", "Personne - E-mail - Travail"),
      ]),
    RealHeader(
      testDescription: "Spanish",
      header:
        "Trato - ID,Trato - Título,Trato - Valor,Trato - Moneda,Trato - Organización,Trato - Persona de contacto,Trato - Propietario,Trato - Etapa,Trato - Estado,Trato - Fecha en la que se ganó,Trato - Fecha de cierre,Trato - Fecha de cierre prevista",
      expected: [
        ("id", "Trato - ID"), ("title", "Trato - Título"), ("value", "Trato - Valor"), ("currency", "Trato - Moneda"),
        ("organization", "Trato - Organización"), ("person", "Trato - Persona de contacto"),
        ("owner", "Trato - Propietario"), ("stage", "Trato - Etapa"), ("status", "Trato - Estado"),
        ("won_time", "Trato - Fecha en la que se ganó"), ("close_time", "Trato - Fecha de cierre"),
        ("expected_close_date", "Trato - Fecha de cierre prevista"),
      ]),
  ]

  @Test(arguments: real)
  func `a real header is recognised field by field`(_ row: RealHeader) throws {
    let files = try TemporaryFiles()
    // Each cell of the one data row is its own header, so that a cell tells which column was found.
    let path = try files.write("\(row.header)\n\(row.header)\n")
    let reading = try Reading(Batch(DealInputs(deals: [path]), fields: row.expected.map(\.0)))
    #expect(try #require(reading.cells.first) == row.expected.map(\.1))
  }

  @Test(arguments: real)
  func `a real header is recognised from another program's hands`(_ row: RealHeader) throws {
    let files = try TemporaryFiles()
    // As spreadsheets and copy and paste leave it: a mark, decomposed letters, other dashes and blanks, other case.
    let changed = row.header.uppercased().replacing(" - ", with: "\u{A0}–\u{A0} ").decomposedStringWithCanonicalMapping
    let path = try files.write("\u{FEFF}\(changed)\n\(row.header)\n")
    let reading = try Reading(Batch(DealInputs(deals: [path]), fields: row.expected.map(\.0)))
    #expect(try #require(reading.cells.first) == row.expected.map(\.1))
  }

  @Test func `columns of other sources are recognised`() throws {
    let cases: [(String, String, [(String, String)])] = [
      (
        "hubspot",
        "Record ID,Deal Name,Last Activity Date,State,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Associated Company,Associated Company IDs",
        [
          ("id", "Record ID"), ("title", "Deal Name"), ("stage", "Deal Stage"), ("close_date", "Close Date"),
          ("value", "Amount"), ("organization", "Associated Company"), ("organization.id", "Associated Company IDs"),
        ]
      ),
      (
        "salesforce",
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount Currency,Amount,Close Date,Probability (%),Created Date,Opportunity ID,Product Name,Quantity,Sales Price,Total Price",
        [
          ("id", "Opportunity ID"), ("title", "Opportunity Name"), ("value", "Amount"), ("currency", "Amount Currency"),
          ("organization", "Account Name"), ("stage", "Stage"), ("close_date", "Close Date"),
        ]
      ),
      (
        "zoho",
        "Record Id,Deal Name,Account Name,Account Name.id,Contact Name,Stage,Closing Date,Amount,Lead Source,Description,Type",
        [
          ("id", "Record Id"), ("title", "Deal Name"), ("organization", "Account Name"),
          ("organization.id", "Account Name.id"), ("value", "Amount"), ("close_date", "Closing Date"),
        ]
      ),
      ("generic", "Number,Name,Amount,Currency,Company", [("id", "Number"), ("title", "Name"), ("value", "Amount")]),
    ]
    for (profile, header, expected) in cases {
      let files = try TemporaryFiles()
      let path = try files.write("\(header)\n\(header)\n")
      let batch = try Batch(DealInputs(deals: [path]), profile: profile, fields: expected.map(\.0), rows: .deal)
      #expect(try #require(try Reading(batch).cells.first) == expected.map(\.1), "\(profile)")
    }
  }

  @Test func `a header that stands twice must be told apart by its occurrence`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("Deal - ID,Deal - Status,Deal - Status,Deal - Title\n1,Won,custom,t\n")
    let found = refusal(try Batch(DealInputs(deals: [path]), fields: ["id", "status"]))
    #expect(found.map(\.code) == ["S032"])
    #expect(found.first?.message.contains("Deal - Status#1") == true)
    #expect(found.first?.message.contains("Deal - Status#2") == true)
    let batch = try Batch(DealInputs(deals: [path]), fields: ["id"], headers: ["Deal - Status#2", "Status#1"])
    #expect(try Reading(batch).cells == [["1", "custom", "Won"]])
  }

  @Test func `a number sign that belongs to the header is no occurrence`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Invoice #1,Invoice #2\n7,a,b\n")
    let batch = try Batch(DealInputs(deals: [path]), fields: ["id"], headers: ["Invoice #2", "Invoice #1"])
    #expect(try Reading(batch).cells == [["7", "b", "a"]])
  }

  @Test func `all columns that are missing are told at once, each with the nearest name`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("Deal - ID,Deal - Titel,Deal - VAT number\n1,t,x\n")
    let batch = try Batch(DealInputs(deals: [path]), fields: ["id"], headers: ["Deal - VAT numbr", "Country code"])
    let found = refusal(batch)
    #expect(found.map(\.code) == ["S031", "S031"])
    #expect(found.first?.help?.contains("did you mean 'Deal - VAT number'?") == true)
    #expect(found.last?.help?.contains("Deal - ID, Deal - Titel, Deal - VAT number") == true)
  }

  @Test func `a file without the id column is refused`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("Deal - Title,Deal - Value\nt,1\n")
    #expect(refusal(try Batch(DealInputs(deals: [path]))).map(\.code) == ["S031"])
  }

  @Test func `columns that nothing reads are listed once`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Title,Colour,Smell\n1,t,r,s\n2,u,r,s\n")
    let notices = try Reading(Batch(DealInputs(deals: [path]))).notices
    #expect(notices.count { $0.contains("Colour, Smell") } == 1)
    #expect(notices.contains { $0.contains("comma") && $0.contains("utf-8") })
  }

  @Test func `lines that end in several ways are told`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Title\r\n1,t\n2,u\r\n")
    #expect(try Reading(Batch(DealInputs(deals: [path]))).notices.contains { $0.contains("CRLF") })
  }
}
