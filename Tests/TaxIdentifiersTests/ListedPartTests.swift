import TaxIdentifiers
import Testing

/// The parts of numbers that come from a list or a range, value by value: chance alone would leave gaps.
struct ListedPartTests {
  /// Each `#` stands for a digit of the part that is counted through.
  @Test(arguments: [
    ("us.ein", "##1234567"), ("us.ssn", "###121234"), ("us.itin", "912##1234"), ("ro.cf", "1800101##0017"),
    ("ro.cf", "18##10140017"), ("it.iva", "1234567###8"), ("eu.oss", "EU###123456"), ("eu.oss", "IM###1234567"),
    ("ar.cuit", "##055361682"), ("pe.ruc", "##512333797"), ("ec.ruc", "##92060346001"), ("ec.ruc", "17#2060346001"),
    ("uy.rut", "##1003420017"), ("uy.rut", "211003420##7"), ("in.gstin", "##AAPFU0939F1ZV"), ("cr.cpj", "####999999"),
    ("sm.coe", "##"), ("sm.coe", "#"), ("ad.nrt", "A##0000A"), ("ad.nrt", "F##9999A"), ("ad.nrt", "L7#9999A"),
    ("cz.dic", "##1205999"), ("cz.dic", "##12059994"), ("cz.dic", "47##05999"), ("cz.dic", "7103##2745"),
    ("bg.vat", "75##169263"), ("bg.vat", "7523##9263"), ("lv.pvn", "##010119999"), ("lv.pvn", "29020#19999"),
    ("is.kennitala", "##04013150"), ("is.kennitala", "45##013150"), ("is.kennitala", "450401315#"),
    ("kr.brn", "###1234567"), ("kr.brn", "123##45678"), ("gb.vat", "GD###"), ("gb.vat", "HA###"),
    ("gb.vat", "GD8888###05"), ("gb.vat", "HA8888###15"), ("gb.vat", "##0190874"), ("id.npwp", "#013121660091000"),
    ("sv.nit", "#6140507071048"), ("sv.nit", "0614050707###8"), ("th.tin", "#994000617721"), ("za.tin", "#001339050"),
    ("za.vat", "#123456789"), ("by.unp", "#00988541"), ("az.voen", "140155507#"), ("il.hp", "#16179157"),
    ("vn.mst", "0314409058###"), ("ca.bn", "12302663#"), ("se.vat", "5562000777##"), ("nl.btw", "004495445B##"),
    ("sk.dph", "20#2749619"), ("lt.pvm", "1195115#5"), ("au.abn", "##914571673"), ("do.rnc", "10158160#"),
    ("nz.ird", "1###10132"), ("nz.ird", "0##91850"), ("es.nif", "B6471##3I"), ("es.nif", "B6471##3A"),
    ("mx.rfc", "AAA80####999"), ("mx.rfc", "AAAA##0229"),
  ])
  func `every value is judged as the recipe says`(_ code: String, _ template: String) throws {
    let scheme = try #require(TaxIdentifierScheme.named(code))
    let recipe = try #require(LiteralRecipe.all.first { $0.code == code })
    let width = template.filter { $0 == "#" }.count
    var limit = 1
    for _ in 0..<width { limit *= 10 }
    for value in 0..<limit {
      var digits = Array(padded("\(value)", width))[...]
      let text = String(template.map { $0 == "#" ? digits.removeFirst() : $0 })
      if scheme.validate(text) != recipe.validate(text) { Issue.record("'\(text)': \(scheme.validate(text))") }
    }
  }

  /// Each `@` stands for a letter of the part that is counted through.
  @Test(arguments: [
    ("sg.uen", "T08@@0001A"), ("sg.uen", "@08GB0001A"), ("ca.bn", "123026635R@0001"), ("ca.bn", "123026635@T0001"),
    ("by.unp", "@A1953684"), ("by.unp", "M@1953684"), ("es.nif", "@64717838"), ("es.nif", "@6471783J"),
    ("es.nif", "B6471783@"), ("es.nif", "54362315@"), ("ie.vat", "6433435@"), ("ie.vat", "6433435F@"),
    ("ie.vat", "8@79739I"), ("fr.tva", "@@334175221"), ("fr.tva", "4@123456782"), ("fr.tva", "@4123456782"),
    ("in.pan", "AAP@U0939F"), ("in.pan", "AAA@A0939F"), ("cy.vat", "10259033@"), ("ad.nrt", "@132950X"),
    ("al.nipt", "@22218003V"), ("tn.mf", "1234567@"), ("tn.mf", "1234567M@E001"), ("tn.mf", "1234567MA@001"),
    ("tn.mf", "1234567MA@000"), ("ke.pin", "@051365947M"), ("gh.tin", "@0000803561"), ("gh.tin", "C000080356@"),
    ("sn.ninea", "30672212@2"), ("ve.rif", "@114702834"), ("cl.rut", "12531909@"), ("gt.nit", "576937@"),
    ("cn.uscc", "9111000060003@341L"), ("cn.uscc", "91110000600037341@"), ("my.sst", "@12345678912345"),
    ("mx.rfc", "@@CA800229"), ("mx.rfc", "CA@@800229"), ("mx.rfc", "CO@@800229"), ("mx.rfc", "KA@@800229"),
    ("mx.rfc", "KO@@800229"), ("mx.rfc", "ME@@800229"), ("mx.rfc", "PU@@800229"), ("mx.rfc", "PE@@800229"),
    ("mx.rfc", "BU@@800229"), ("mx.rfc", "MA@@800229"), ("mx.rfc", "MO@@800229"), ("mx.rfc", "RA@@800229"),
    ("mx.rfc", "@@LO800229"), ("mx.rfc", "@@TO800229"), ("mx.rfc", "@@EY800229"), ("mx.rfc", "@@LA800229"),
    ("mx.rfc", "@@IN800229"), ("mx.rfc", "@@ON800229"), ("mx.rfc", "SIN931116@@8"), ("in.gstin", "27AAPFU0939F1Z@"),
  ])
  func `every letter is judged as the recipe says`(_ code: String, _ template: String) throws {
    let scheme = try #require(TaxIdentifierScheme.named(code))
    let recipe = try #require(LiteralRecipe.all.first { $0.code == code })
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for first in letters {
      for second in template.filter({ $0 == "@" }).count > 1 ? letters : "A" {
        var fill = [first, second][...]
        let text = String(template.map { $0 == "@" ? fill.removeFirst() : $0 })
        if scheme.validate(text) != recipe.validate(text) { Issue.record("'\(text)': \(scheme.validate(text))") }
      }
    }
  }

  @Test(arguments: [
    101_581_601, 101_582_245, 101_595_422, 101_595_785, 131_188_691, 401_007_374, 501_341_601, 501_378_067,
    501_620_371, 501_651_319, 501_651_823, 501_651_845, 501_651_926, 501_656_006, 501_658_167, 501_670_785,
    501_676_936, 501_680_158, 504_654_542, 504_680_029, 504_681_442, 505_038_691,
  ])
  func `a Dominican number that breaks the rule is known`(_ number: Int) {
    #expect(TaxIdentifierScheme.named("do.rnc")?.validate("\(number)") == .wellFormed)
  }
}
