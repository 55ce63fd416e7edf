import Diagnostics
import Testing

@testable import Deals

/// Fields of the built-in profiles on header rows that real exports have.
@Suite struct HeaderBindingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var profile = "pipedrive"
    let header: String
    /// Field → the header that it must be bound to, or `none`.
    let expected: [String: String]
    var lines: [String: String] = [:]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "Pipedrive, a list of deals without prefixes",
      header:
        "ID,Title,Creator,Owner,Value,Currency of Value,Organization,Organization ID,Pipeline,Contact person,Contact person ID,Stage,Status,Deal created,Update time,Last stage change,Next activity date,Last activity date,Won time,Last email received,Last email sent,Lost time,Deal closed on,Lost reason,Visible to,Total activities,Done activities,Activities to do,Email messages count,Expected close date,Probability,Weighted value,Currency of Weighted value,Product quantity,Product amount,Label,Product name,MRR,Currency of MRR,ARR,Currency of ARR,ACV,Currency of ACV,Source origin,Source origin ID,Source channel,Source channel ID,Archive status,Archive time,Sequence enrollment,Go-Live Target,Property Address,Latitude of Property Address,Longitude of Property Address,Apartment/suite no of Property Address,House number of Property Address,Street/road name of Property Address,District/sublocality of Property Address,City/town/village/locality of Property Address,State/county of Property Address,Region of Property Address,Country of Property Address,ZIP/Postal code of Property Address,Full/combined address of Property Address,Property Type,\"Qty (clarify; units, beds, sqft)\",ARR forecast,Currency of ARR forecast,CapEx ROM:,Currency of CapEx ROM:,ROI/NOI/BOM sheet,Prints/Plans External link,Prints/Plans OW DropBox Link,Lead Source,Technical POC,ICP Segment,Lead Source PPP,Readiness Score,DDI Audit Status,Audit Value,Currency of Audit Value,ARR Expansion Potential,Currency of ARR Expansion Potential",
      expected: [
        "id": "ID", "title": "Title", "value": "Value", "currency": "Currency of Value", "status": "Status",
        "stage": "Stage", "pipeline": "Pipeline", "owner": "Owner", "creator": "Creator", "won_time": "Won time",
        "lost_time": "Lost time", "close_time": "Deal closed on", "created": "Deal created", "updated": "Update time",
        "expected_close_date": "Expected close date", "probability": "Probability", "label": "Label",
        "archived": "Archive status", "product_names": "Product name", "products_quantity": "Product quantity",
        "products_amount": "Product amount", "organization": "Organization", "organization.id": "Organization ID",
        "person": "Contact person", "person.id": "Contact person ID", "person.email": "none",
        "organization.country": "none", "organization.address": "none",
      ]),
    Case(
      name: "Pipedrive, deals with prefixes in the user's order",
      header:
        "Deal - ID,Deal - Title,Deal - Creator,Deal - Owner,Deal - Weighted value,Deal - Currency of Weighted value,Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Update time,Deal - Last stage change,Deal - Next activity date,Deal - Last activity date,Deal - Won time,Deal - Last email received,Deal - Last email sent,Deal - Lost time,Deal - Deal closed on,Deal - Lost reason,Deal - Visible to,Deal - Total activities,Deal - Done activities,Deal - Activities to do,Deal - Email messages count,Deal - Product quantity,Deal - Product amount,Deal - Product name,Deal - Source origin,Deal - Source origin ID,Deal - Source channel,Deal - Source channel ID,Deal - Archive status,Deal - Archive time,Deal - Participants,Deal - Value,Deal - Currency of Value,Deal - Probability,Deal - Organization,Deal - Organization ID,Deal - Contact person,Deal - Contact person ID,Deal - Label,Deal - Expected close date,Deal - Sequence enrollment",
      expected: [
        "id": "Deal - ID", "title": "Deal - Title", "value": "Deal - Value", "currency": "Deal - Currency of Value",
        "organization": "Deal - Organization", "organization.id": "Deal - Organization ID",
        "person": "Deal - Contact person", "person.id": "Deal - Contact person ID", "won_time": "Deal - Won time",
        "close_time": "Deal - Deal closed on", "created": "Deal - Deal created", "status": "Deal - Status",
        "product_names": "Deal - Product name",
      ]),
    Case(
      name: "Pipedrive, deals with persons, several ids",
      header:
        "Deal - Title,Deal - CRM ID,Deal - Closing Date,Deal - Deal created,Deal - Discounted amount,Deal - Contact person,Deal - Owner,Person - Email - Work,Person - Email - Home,Person - Email - Other,Deal - ID,Deal - Lead Status,Deal - Product,Deal - URL,Deal - Lost reason,Person - Provincia,Deal - Stage,Deal - Status,Person - ID,Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile,Person - Phone - Other",
      expected: [
        "id": "Deal - ID", "title": "Deal - Title", "person": "Deal - Contact person", "person.id": "Person - ID",
        "person.email": "Person - Email - Work", "person.email_home": "Person - Email - Home",
        "person.email_other": "Person - Email - Other", "person.phone": "Person - Phone - Work",
        "status": "Deal - Status", "stage": "Deal - Stage", "value": "none", "organization": "none",
      ]),
    Case(
      name: "Pipedrive, deals with organizations, older currency header",
      header:
        "Deal - Territory,Deal - Pipeline,Deal - Stage,Organization - Customer segment,Deal - Title,Deal - Next activity date,Deal - Owner,Deal - Type of deal,Deal - Value,Deal - Expected REVENUE,Organization - Name,Deal - Organization,Organization - Belongs to division,Deal - Expected CONTRACT LENGHT,Deal - Expected close date,Deal - Deal value quality,Organization - Visitor adress,Deal - Deal source,Deal - Contact person,Deal - Status,Deal - Won time,Deal - Last stage change,Deal - Currency of Expected REVENUE,Deal - Currency",
      expected: [
        "id": "none", "title": "Deal - Title", "value": "Deal - Value", "currency": "Deal - Currency",
        "organization": "Deal - Organization", "person": "Deal - Contact person", "won_time": "Deal - Won time",
      ]),
    Case(
      name: "Pipedrive, its own sample for imports",
      header:
        "Person - Name*,Person - First name,Person - Last name,Person - Phone,Person - Email (Work),Person - Email (Home),Organization - Name*,Organization - Address,Deal - Title,Deal - Value,Activity - Subject*,Activity - Due date,Note - Content*,Product - Name*,Product - Product Code,Product - Unit,Product - Price,Product - Currency",
      expected: [
        "title": "Deal - Title", "value": "Deal - Value", "organization": "Organization - Name*",
        "organization.address": "Organization - Address", "person": "Person - Name*",
        "person.first_name": "Person - First name", "person.last_name": "Person - Last name",
        "person.email": "Person - Email (Work)", "person.email_home": "Person - Email (Home)",
        "person.phone": "Person - Phone",
      ],
      lines: ["line.name": "Product - Name*", "line.code": "Product - Product Code", "line.unit": "Product - Unit"]),
    Case(
      name: "Pipedrive in Portuguese",
      header:
        "Negócio - Título,Negócio - Valor,Negócio - Organização,Negócio - Pessoa de contato,Negócio - Data de fechamento esperada,Negócio - Data da próxima atividade,Negócio - Proprietário,Negócio - Etapa,Negócio - Motivo da perda,Negócio - Data de criação do negócio,Negócio - Ganho em,Negócio - Data de perda,Negócio - VLR Mensalidade,Negócio - VLR Implantação,Negócio - Negócio fechado em,Negócio - Atividades concluídas,Negócio - Atividades para fazer,Negócio - Criador,Negócio - Data atualizada,Negócio - Data da última atividade,Negócio - Etiqueta,Negócio - Funil,Negócio - Moeda de VLR Mensalidade,Negócio - Moeda de VLR Implantação,Negócio - Canal de origem,Negócio - MRR,Negócio - Valor de produtos,Negócio - Valor ponderado,Negócio - Moeda,Negócio - ID,Negócio - ID de origem,Negócio - ID do canal de origem,Negócio - Nome do produto,Negócio - Número de mensagens de e-mail,Negócio - Origem,Negócio - Probabilidade,Negócio - ACV,Negócio - ARR,Negócio - Quantidade de produtos,Negócio - Total de atividades,Negócio - Visível para,Negócio - Última alteração de etapa,Negócio - Último e-mail enviado,Negócio - Último e-mail recebido,Pessoa - Cargo,Pessoa - Email - Work,Pessoa - Email - Home,Pessoa - Email - Other,Pessoa - Phone - Work,Pessoa - Phone - Home,Pessoa - Phone - Mobile,Pessoa - Phone - Other,Pessoa - Telefone,Pessoa - Celular,Organização - Nome,Negócio - Status",
      expected: [
        "id": "Negócio - ID", "title": "Negócio - Título", "value": "Negócio - Valor", "currency": "Negócio - Moeda",
        "organization": "Negócio - Organização", "person": "Negócio - Pessoa de contato",
        "expected_close_date": "Negócio - Data de fechamento esperada", "owner": "Negócio - Proprietário",
        "stage": "Negócio - Etapa", "created": "Negócio - Data de criação do negócio", "won_time": "Negócio - Ganho em",
        "lost_time": "Negócio - Data de perda", "close_time": "Negócio - Negócio fechado em",
        "updated": "Negócio - Data atualizada", "label": "Negócio - Etiqueta", "pipeline": "Negócio - Funil",
        "products_amount": "Negócio - Valor de produtos", "probability": "Negócio - Probabilidade",
        "products_quantity": "Negócio - Quantidade de produtos", "product_names": "Negócio - Nome do produto",
        "person.email": "Pessoa - Email - Work", "person.phone": "Pessoa - Phone - Work", "status": "Negócio - Status",
      ]),
    Case(
      name: "Pipedrive in German",
      header:
        "Deal - Titel,Deal - Organisation,Deal - Wert,Deal - Status,Deal - Verlustgrund,Deal - Besitzer,Deal - Deal erstellt,Deal - Datum des verlorenen Deals,Deal - Phase,Deal - Zu erledigende Aktivitäten,Deal - Kontaktperson,Deal - Deal abgeschlossen am,Deal - Erledigte Aktivitäten,Deal - Anzahl E-Mail-Nachrichten,Deal - ID,Deal - Label,Deal - Datum der letzten Aktivität,Deal - Letzte E-Mail erhalten,Deal - Letzte E-Mail gesendet,Deal - Letzte Phasenänderung,Deal - Datum nächste Aktivität,Deal - Wahrscheinlichkeit,Deal - Gesamtzahl der Aktivitäten,Deal - Zeit der Aktualisierung,Deal - Sichtbar für,Deal - Gewichteter Wert,Deal - Pipeline,Deal - Datum des gewonnenen Deals",
      expected: [
        "id": "Deal - ID", "title": "Deal - Titel", "value": "Deal - Wert", "organization": "Deal - Organisation",
        "status": "Deal - Status", "owner": "Deal - Besitzer", "created": "Deal - Deal erstellt",
        "lost_time": "Deal - Datum des verlorenen Deals", "stage": "Deal - Phase", "person": "Deal - Kontaktperson",
        "close_time": "Deal - Deal abgeschlossen am", "label": "Deal - Label",
        "probability": "Deal - Wahrscheinlichkeit", "updated": "Deal - Zeit der Aktualisierung",
        "won_time": "Deal - Datum des gewonnenen Deals",
      ]),
    Case(
      name: "HubSpot", profile: "hubspot",
      header:
        "\"Record ID\",\"Deal Name\",\"Last Activity Date\",\"State\",\"Deal Stage\",\"Close Date\",\"Deal owner\",\"Amount\",\"Date of last meeting booked in meetings tool\",\"Pipeline\",\"Associated Product\",\"Products\",\"LMS\",\"Associated Product IDs\"",
      expected: [
        "id": "Record ID", "title": "Deal Name", "stage": "Deal Stage", "close_date": "Close Date",
        "owner": "Deal owner", "value": "Amount", "pipeline": "Pipeline", "organization": "none",
      ]),
    Case(
      name: "Salesforce, a report with products", profile: "salesforce",
      header:
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount Currency,Amount,Close Date,Probability (%),Created Date,Opportunity ID,Product Name,Quantity,Sales Price,Total Price",
      expected: [
        "id": "Opportunity ID", "title": "Opportunity Name", "organization": "Account Name", "stage": "Stage",
        "currency": "Amount Currency", "value": "Amount", "close_date": "Close Date", "created": "Created Date",
        "owner": "Opportunity Owner", "probability": "Probability (%)",
      ],
      lines: [
        "line.name": "Product Name", "line.quantity": "Quantity", "line.price": "Sales Price",
        "line.sum": "Total Price",
      ]),
    Case(
      name: "Salesforce, Data Loader lines", profile: "salesforce",
      header:
        "Id,OpportunityId,SortOrder,PricebookEntryId,Product2Id,ProductCode,Name,CurrencyIsoCode,Quantity,UnitPrice,TotalPrice,ListPrice,Discount,ServiceDate,Description,CreatedDate,IsDeleted",
      expected: ["currency": "CurrencyIsoCode"],
      lines: [
        "line.deal_id": "OpportunityId", "line.name": "Name", "line.code": "ProductCode", "line.quantity": "Quantity",
        "line.price": "UnitPrice", "line.sum": "TotalPrice", "line.discount": "Discount",
      ]),
    Case(
      name: "Zoho CRM", profile: "zoho",
      header:
        "\"Record Id\",\"Deal Name\",\"Account Name\",\"Account Name.id\",\"Contact Name\",\"Stage\",\"Closing Date\",\"Amount\",\"Lead Source\",\"Description\",\"Type\"",
      expected: [
        "id": "Record Id", "title": "Deal Name", "organization": "Account Name", "organization.id": "Account Name.id",
        "person": "Contact Name", "stage": "Stage", "close_date": "Closing Date", "value": "Amount",
        "description": "Description", "type": "Type", "currency": "none",
      ]),
  ]

  @Test(arguments: cases)
  func `each field is bound to its column`(_ row: Case) throws {
    let profile = try Profile.load(row.profile, relativeTo: nil)
    let header = try headerOf(row.header)
    let binding = HeaderBinding(header, profile)
    for (name, expected) in row.expected.sorted(by: { $0.key < $1.key }) {
      let field = try #require(profile.fields[name], "no field \(name)")
      #expect(bound(field, binding) == expected, "\(name)")
    }
    for (name, expected) in row.lines {
      let field = try #require(profile.lineFields[name], "no field \(name)")
      #expect(bound(field, binding) == expected, "\(name)")
    }
  }

  private func bound(_ field: ProfileField, _ binding: HeaderBinding) -> String {
    let request = ColumnRequest(name: field.name, side: .deal, source: .field(field), isRequired: false, range: nil)
    switch binding.find(request) {
    case .column(let column): return binding.headers[column]
    case .none: return "none"
    case .ambiguous(let columns): return "ambiguous: \(columns.map { binding.headers[$0] })"
    }
  }

  struct Finding: Sendable, CustomTestStringConvertible {
    let alias: String
    let header: [String]
    let expected: [Int]
    var testDescription: String { "\(alias) in \(header)" }
  }

  static let findings = [
    Finding(alias: "Status", header: ["ID", "Status", "Status"], expected: [1, 2]),
    Finding(alias: "Status#2", header: ["ID", "Status", "Status"], expected: [2]),
    Finding(alias: "Status#1", header: ["ID", "Status", "Status"], expected: [1]),
    Finding(alias: "Status#3", header: ["ID", "Status", "Status"], expected: []),
    Finding(alias: "Deal - Status#2", header: ["Deal - Status", "Deal - Status"], expected: [1]),
    Finding(alias: "Status", header: ["Deal - Status", "Organization - Status"], expected: [0, 1]),
    Finding(alias: "Deal - Status", header: ["Deal - Status", "Organization - Status"], expected: [0]),
    // A header as it stands comes before one behind a prefix.
    Finding(alias: "Status", header: ["Deal - Status", "Status"], expected: [1]),
    Finding(alias: " vat  NUMBER ", header: ["VAT number*"], expected: [0]),
    Finding(alias: "VAT number", header: ["\u{FEFF}VAT\u{A0}number"], expected: [0]),
    Finding(alias: "Deal - Title", header: ["Deal \u{2013} Title"], expected: [0]),
    Finding(alias: "Title", header: ["Subtitle", "Other - Title"], expected: []),
    Finding(alias: "Größe", header: ["GRÖSSE", "größe"], expected: [1]),
  ]

  @Test(arguments: findings)
  func `a header is found as the reference has it`(_ row: Finding) throws {
    let binding = HeaderBinding(row.header, try Profile.load("pipedrive", relativeTo: nil))
    let found: [Int] =
      switch binding.find(aliases: [row.alias], entity: nil) {
      case .column(let column): [column]
      case .none: []
      case .ambiguous(let columns): columns
      }
    #expect(found == row.expected)
  }

  @Test func `a repeated header is named with its occurrence`() throws {
    let binding = HeaderBinding(["ID", "Status", "Value", "status"], try Profile.load("pipedrive", relativeTo: nil))
    #expect((0..<4).map { binding.name($0) } == ["ID", "Status#1", "Value", "status#2"])
  }
}
