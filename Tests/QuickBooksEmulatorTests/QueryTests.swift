import Testing

@testable import QuickBooksEmulator

/// Checklist 9.
@Suite struct QueryTests {
  private static func filled() throws -> Bench {
    let bench = Bench()
    for (index, amount) in ["10.00", "30.00", "20.00", "30.00"].enumerated() {
      _ = bench.invoice([
        "TxnDate": .string("2026-03-0\(index + 1)"), "CustomerRef": ["value": .string(index == 3 ? "2" : "1")],
        "Line": [line(amount, code: "NON")],
      ])
      bench.time.pass(60)
    }
    return bench
  }

  @Test(arguments: [
    ("select * from Invoice", "1001 1002 1003 1004"),
    ("SELECT * FROM invoice WHERE TxnDate >= '2026-03-02' AND TxnDate < '2026-03-04'", "1002 1003"),
    ("select * from Invoice where txndate = '2026-03-03'", "1003"),
    ("select * from Invoice where CustomerRef = '2'", "1004"),
    ("select * from Invoice where DocNumber in ('1038', '1040', '9')", "1002 1004"),
    ("select * from Invoice where Id in ('1003','1001','1003')", "1003 1001"),
    ("select * from Invoice where Id = '1002'", "1002"),
    ("select * from Invoice where DocNumber like '%39'", "1003"),
    ("select * from Invoice where Balance > '15' orderby TotalAmt desc, x", "4000"),
    ("select * from Invoice where Balance > '15' orderby TotalAmt desc", "1002 1004 1003"),
    ("select * from Invoice where Balance <= 20 ORDER BY Balance ASC", "1001 1003"),
    ("select * from Invoice orderby Id desc startposition 2 maxresults 2", "1003 1002"),
    ("select * from Invoice where MetaData.CreateTime > '2026-03-02T09:16:00-08:00'", "1003 1004"),
    ("select * from Invoice where MetaData.LastUpdatedTime <= '2026-03-02T17:14:31Z'", "1001"),
    ("select * from Invoice where TxnDate = CURRENT_DATE", "1002"),
    ("select * from Invoice startposition 5", ""),
  ])
  func `a statement gives these invoices`(statement: String, ids: String) throws {
    let answer = try Self.filled().query(statement)
    if ids == "4000" {
      #expect(answer.code == "4000")
    } else {
      #expect(answer.rows("Invoice").compactMap { $0.text("Id") }.joined(separator: " ") == ids, "\(answer.text)")
    }
  }

  @Test(arguments: [
    ("", "4000"), ("update Invoice", "4000"), ("select Id from Invoice", "4000"),
    ("select * from Invoice where Id = '1' or Id = '2'", "4000"),
    ("select * from Invoice where Balance != '0'", "4000"), ("select * from Invoice where DocNumber = 1x", "4000"),
    ("select * from Invoice where DocNumber = 'open", "4000"), ("select * from Invoice where (Id = '1')", "4000"),
    ("select * from Invoice where not Id = '1'", "4000"), ("select * from Invoice, Customer", "4000"),
    ("select * from Nothing", "4001"), ("select * from Invoice where PrivateNote = 'x'", "4001"),
    ("select * from Invoice where EmailStatus = 'EmailSent'", "4001"),
    ("select * from Invoice where Colour = 'x'", "4001"), ("select * from Invoice orderby DepartmentRef", "4001"),
    ("select * from Invoice startposition 0", "4001"), ("select * from Invoice maxresults 1001", "4001"),
    ("select * from Invoice where Id > '5'", "4001"),
    ("select * from Invoice where MetaData.CreateTime > 'now'", "4001"),
  ])
  func `a statement is refused`(statement: String, code: String) {
    let answer = Bench().query(statement)
    #expect(answer.status == 400 && answer.code == code, "\(answer.text)")
  }

  @Test func `what is not queryable is told from what does not exist`() {
    let bench = Bench()
    #expect(
      bench.query("select * from Invoice where PrivateNote = 'x'").detail.contains("'PrivateNote' is not queryable"))
    #expect(
      bench.query("select * from Invoice where Colour = 'x'").detail.contains("Property Colour not found for Entity"))
    #expect(
      bench.query("select * from Invoice startposition 0").detail
        == "QueryValidationError: value 0 is too small. Min allowed value is 1")
  }

  @Test func `count gives a number and an empty result no array`() throws {
    let bench = try Self.filled()
    #expect(
      bench.query("select count(*) from Invoice where CustomerRef = '1'")["QueryResponse"].amount("totalCount") == "3")
    let empty = bench.query("select * from Invoice where DocNumber = 'none'")
    #expect(empty.text.hasPrefix(#"{"QueryResponse":{},"time":"#))
  }

  @Test func `a page has 100 rows unless asked, and tells where it begins`() throws {
    let bench = Bench()
    for index in 0..<101 { _ = try bench.customer("C\(index)") }
    let first = bench.query("select * from Customer")
    #expect(first.rows("Customer").count == 100 && first["QueryResponse"].amount("maxResults") == "100")
    #expect(first["QueryResponse"]["totalCount"] == nil)
    let rest = bench.query("select * from Customer startposition 101 maxresults 1000")
    #expect(rest.rows("Customer").count == 5 && rest["QueryResponse"].amount("startPosition") == "101")
  }

  @Test func `inactive objects are hidden unless asked for`() {
    let bench = Bench()
    func names(_ filter: String) -> Int { bench.query("select * from Customer\(filter)").rows("Customer").count }
    #expect(names("") == 4)
    #expect(names(" where Active = true") == 4)
    #expect(names(" where Active = false") == 1)
    #expect(names(" where Active IN (true, false)") == 5)
    #expect(bench.query("select count(*) from Item where Active = false")["QueryResponse"].amount("totalCount") == "1")
  }

  @Test func `names compare without case, quotes and backslashes are escaped, plus and percent are encoded`() throws {
    let bench = Bench()
    let id = try bench.customer(#"O'Hara & Söhne 50% + \x"#)
    for text in [#"O\'Hara & Söhne 50% + \\x"#, #"o\'hara & SÖHNE 50% + \\X"#] {
      #expect(
        bench.query("select * from Customer where DisplayName = '\(text)'").rows("Customer").map { $0.text("Id") } == [
          id
        ])
    }
    let answer = Answered(
      bench.reply(
        "POST", "query?minorversion=75", Array(#"select * from Customer where DisplayName like 'O\'Hara%'"#.utf8),
        type: "application/text"))
    #expect(answer.rows("Customer").count == 1)
    #expect(Answered(bench.reply("POST", "query", Array("select * from Item".utf8))).code == "1050")
  }

  @Test func `a mail address of a customer is found`() {
    let found = Bench().query("select * from Customer where PrimaryEmailAddr = 'AP@lakeside.example'")
    #expect(found.rows("Customer").map { $0.text("DisplayName") } == ["Lakeside Clinics"])
  }
}
