import TaxIdentifiers

extension LiteralRecipe {
  static let europeanUnion: [LiteralRecipe] = [
    LiteralRecipe(
      "at.uid", strip: " -./", ["U13585627": "ATU13585627", "U14243102": "ATU14243102"], shapes: ["U99999999"],
      reduce: without("AT")
    ) { n in
      guard at(n, 1) == "U", isDigits(part(n, 2, 99), 8) else { return .malformed }
      let d = digits(part(n, 2, 9))
      let sum = d[0] + crossSum(2 * d[1]) + d[2] + crossSum(2 * d[3]) + d[4] + crossSum(2 * d[5]) + d[6]
      return check(mod(10 - (sum + 4) % 10, 10) == d[7])
    },
    LiteralRecipe(
      "be.vat", strip: " -./",
      ["0428759497": "BE0428759497", "0468561072": "BE0468561072", "(0)468561072": "BE0468561072"],
      shapes: ["0999999999", "1999999999", "999999999"],
      reduce: { raw in
        var n = without("BE")(raw)
        if n.hasPrefix("(0)") { n = "0" + n.dropFirst(3) }
        return n.utf8.count == 9 ? "0" + n : n
      }
    ) { n in
      guard isDigits(n, 10), "01".contains(at(n, 1)), number(n, 1, 10) > 0 else { return .malformed }
      return check((number(n, 1, 8) + number(n, 9, 10)) % 97 == 0)
    },
    LiteralRecipe(
      "bg.vat", strip: " -.", ["175074752": "BG175074752", "103873594": "BG103873594", "7523169263": "BG7523169263"],
      shapes: ["999999999", "9999999999", "9912289999", "9941189999"], reduce: without("BG")
    ) { n in
      if isDigits(n, 9) {
        var r = weighted([1, 2, 3, 4, 5, 6, 7, 8], n) % 11
        if r == 10 { r = weighted([3, 4, 5, 6, 7, 8, 9, 10], n) % 11 }
        return check((r == 10 ? 0 : r) == number(n, 9, 9))
      }
      guard isDigits(n, 10) else { return .malformed }
      var (year, month) = (1900 + number(n, 1, 2), number(n, 3, 4))
      if month > 40 {
        (year, month) = (year + 100, month - 40)
      } else if month > 20 {
        (year, month) = (year - 100, month - 20)
      }
      let last = number(n, 10, 10)
      let personal =
        isDate(year, month, number(n, 5, 6)) && weighted([2, 4, 8, 5, 10, 9, 7, 3, 6], n) % 11 % 10 == last
      let foreigner = weighted([21, 19, 17, 13, 11, 9, 7, 3, 1], n) % 10 == last
      let other = mod(11 - weighted([4, 3, 2, 7, 6, 5, 4, 3, 2], n) % 11, 11) == last
      return check(personal || foreigner || other)
    },
    LiteralRecipe(
      "cy.vat", strip: " -", ["10259033P": "CY10259033P", "10246672X": "CY10246672X"],
      shapes: ["99999999A", "10999999A"],
      reduce: without("CY")
    ) { n in
      guard n.count == 9, isDigits(part(n, 1, 8), 8), isLetter(at(n, 9)), !n.hasPrefix("12") else { return .malformed }
      let map = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
      let d = digits(part(n, 1, 8))
      let sum = map[d[0]] + d[1] + map[d[2]] + d[3] + map[d[4]] + d[5] + map[d[6]] + d[7]
      return check(place(at(n, 9), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == sum % 26)
    },
    LiteralRecipe(
      "cz.dic", strip: " /", ["25123891": "CZ25123891", "640903926": "CZ640903926", "7103192745": "CZ7103192745"],
      shapes: ["99999999", "699999999", "5312019999", "9962119999", "471105999", "999999999"], reduce: without("CZ")
    ) { n in
      if isDigits(n, 8) {
        guard at(n, 1) != "9" else { return .malformed }
        var c = 11 - weighted([8, 7, 6, 5, 4, 3, 2], n) % 11
        if c == 10 { c = 0 } else if c == 11 { c = 1 }
        return check(c == number(n, 8, 8))
      }
      if isDigits(n, 9), at(n, 1) == "6" {
        let a = weighted([8, 7, 6, 5, 4, 3, 2], part(n, 2, 8)) % 11
        return check(mod(8 - mod(10 - a, 11), 10) == number(n, 9, 9))
      }
      return birthNumber(n)
    },
    LiteralRecipe(
      "de.vat", strip: " -./,", ["136695976": "DE136695976", "113866163": "DE113866163"], shapes: ["999999999"],
      reduce: without("DE")
    ) { n in isDigits(n, 9) && at(n, 1) != "0" ? check(m11And10(n)) : .malformed },
    LiteralRecipe(
      "dk.cvr", strip: " -.,/:", ["13585628": "DK13585628", "10503280": "DK10503280"], shapes: ["99999999"],
      reduce: without("DK")
    ) { n in isDigits(n, 8) && at(n, 1) != "0" ? check(weighted([2, 7, 6, 5, 4, 3, 2, 1], n) % 11 == 0) : .malformed },
    LiteralRecipe(
      "ee.kmkr", strip: " ", ["100594102": "EE100594102", "100931558": "EE100931558"], shapes: ["999999999"],
      reduce: without("EE")
    ) { n in isDigits(n, 9) ? check(weighted([3, 7, 1, 3, 7, 1, 3, 7, 1], n) % 10 == 0) : .malformed },
    LiteralRecipe(
      "gr.vat", strip: " -./:", ["094259216": "EL094259216", "039868210": "EL039868210", "94259216": "EL094259216"],
      shapes: ["999999999", "99999999"],
      reduce: { raw in
        let n = without("EL", "EΛ", "GR")(raw)
        return n.utf8.count == 8 ? "0" + n : n
      }
    ) { n in
      isDigits(n, 9) ? check(weighted([256, 128, 64, 32, 16, 8, 4, 2], n) % 11 % 10 == number(n, 9, 9)) : .malformed
    },
    LiteralRecipe(
      "es.nif", strip: " -",
      ["B64717838": "ESB64717838", "J99216582": "ESJ99216582", "54362315K": "ES54362315K", "X5253868R": "ESX5253868R"],
      shapes: ["99999999A", "X9999999A", "Y9999999A", "Z9999999A", "L9999999A", "B99999999", "Q9999999A", "A9999999A"],
      reduce: without("ES")
    ) { n in
      let table = "TRWAGMYFPDXBNJZSQVHLCKE"
      guard n.count == 9, isDigits(part(n, 2, 8), 7) else { return .malformed }
      let first = at(n, 1)
      let last = at(n, 9)
      var numeric: Int?
      if isDigits(first) { numeric = number(n, 1, 8) }
      if let x = place(first, "XYZ") { numeric = Int("\(x)" + part(n, 2, 8)) }
      if place(first, "KLM") != nil { numeric = number(n, 2, 8) }
      if let numeric { return isLetter(last) ? check(place(last, table) == numeric % 23) : .malformed }
      guard place(first, "ABCDEFGHJNPQRSUVW") != nil, isLetter(last) || isDigits(last) else { return .malformed }
      let d = digits(part(n, 2, 8))
      let sum = crossSum(2 * d[0]) + d[1] + crossSum(2 * d[2]) + d[3] + crossSum(2 * d[4]) + d[5] + crossSum(2 * d[6])
      let c = (10 - sum % 10) % 10
      return check(last == "\(c)" || last == at("JABCDEFGHI", c + 1))
    },
    LiteralRecipe(
      "fi.alv", strip: " -", ["20774740": "FI20774740", "02459042": "FI02459042"], shapes: ["99999999"],
      reduce: without("FI")
    ) { n in isDigits(n, 8) ? check(weighted([7, 9, 10, 5, 8, 4, 2, 1], n) % 11 == 0) : .malformed },
    LiteralRecipe(
      "fr.tva", strip: " -.",
      [
        "23334175221": "FR23334175221", "40303265045": "FR40303265045", "K7399859412": "FRK7399859412",
        "4Z123456782": "FR4Z123456782",
      ],
      shapes: ["99334175221", "99000999999", "A9334175221", "9A303265045", "AA399859412", "99999999999"],
      reduce: frenchReduced, judge: frenchVAT),
    LiteralRecipe(
      "hr.oib", strip: " -", ["33392005961": "HR33392005961"], shapes: ["99999999999"], reduce: without("HR")
    ) { n in
      isDigits(n, 11) ? check(m11And10(n)) : .malformed
    },
    LiteralRecipe(
      "hu.anum", strip: " -", ["12892312": "HU12892312", "12509403": "HU12509403"], shapes: ["99999999"],
      reduce: without("HU")
    ) { n in isDigits(n, 8) ? check(weighted([9, 7, 3, 1, 9, 7, 3, 1], n) % 10 == 0) : .malformed },
    LiteralRecipe(
      "ie.vat", strip: " -", ["6433435F": "IE6433435F", "8D79739I": "IE8D79739I", "6433435OA": "IE6433435OA"],
      shapes: ["9999999A", "9999999AA", "9A99999A", "9+99999A", "9*99999A", "9A99999AA"], reduce: without("IE")
    ) { n in
      let alphabet = "WABCDEFGHIJKLMNOPQRSTUV"
      guard n.count == 8 || n.count == 9, isDigits(at(n, 1)), isDigits(part(n, 3, 7), 5),
        let letter = place(at(n, 8), alphabet)
      else { return .malformed }
      var ninth = 0
      if n.count == 9 {
        guard let value = place(at(n, 9), alphabet) else { return .malformed }
        ninth = value
      }
      if isDigits(at(n, 2)) {
        return check((weighted([8, 7, 6, 5, 4, 3, 2], part(n, 1, 7)) + 9 * ninth) % 23 == letter)
      }
      guard isLetter(at(n, 2)) || "+*".contains(at(n, 2)) else { return .malformed }
      return check(weighted([8, 7, 6, 5, 4, 3, 2], "0" + part(n, 3, 7) + at(n, 1)) % 23 == letter)
    },
    LiteralRecipe(
      "it.iva", strip: " -:", ["00743110157": "IT00743110157", "01404480202": "IT01404480202"],
      shapes: ["99999990999", "99999991209", "99999998889", "99999999999"], reduce: without("IT")
    ) { n in
      guard isDigits(n, 11), number(n, 1, 7) != 0 else { return .malformed }
      let office = part(n, 8, 10)
      guard ("001"..."100").contains(office) || ["120", "121", "888", "999"].contains(office) else { return .malformed }
      return check(luhn(n))
    },
    LiteralRecipe(
      "lt.pvm", strip: " -", ["119511515": "LT119511515", "100001919017": "LT100001919017"],
      shapes: ["999999919", "999999999919", "999999999"], reduce: without("LT")
    ) { n in
      guard (isDigits(n, 9) && at(n, 8) == "1") || (isDigits(n, 12) && at(n, 11) == "1") else { return .malformed }
      let body = part(n, 1, n.count - 1)
      var r = weighted([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2], body) % 11
      if r == 10 { r = weighted([3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4], body) % 11 }
      return check((r == 10 ? 0 : r) == number(n, n.count, n.count))
    },
    LiteralRecipe(
      "lu.tva", strip: " :.-", ["15027442": "LU15027442", "10059929": "LU10059929"], shapes: ["99999999", "15027499"],
      reduce: without("LU")
    ) { n in isDigits(n, 8) ? check(number(n, 1, 6) % 89 == number(n, 7, 8)) : .malformed },
    LiteralRecipe(
      "lv.pvn", strip: " -", ["40003521600": "LV40003521600", "32867300679": "LV32867300679"],
      shapes: ["49999999999", "32999999999", "11117219999", "29020019999", "09099999999"], reduce: without("LV")
    ) { n in
      guard isDigits(n, 11) else { return .malformed }
      if number(n, 1, 1) > 3 { return check(weighted([9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1], n) % 11 == 3) }
      let century = 18 + number(n, 7, 7)
      if !n.hasPrefix("32"), !isDate(century * 100 + number(n, 5, 6), number(n, 3, 4), number(n, 1, 2)) {
        return .malformed
      }
      return check((1 + weighted([10, 5, 8, 4, 2, 1, 6, 3, 7, 9], n)) % 11 % 10 == number(n, 11, 11))
    },
    LiteralRecipe(
      "mt.vat", strip: " -", ["11679112": "MT11679112", "10396417": "MT10396417"], shapes: ["99999999"],
      reduce: without("MT")
    ) { n in isDigits(n, 8) && at(n, 1) != "0" ? check(weighted([3, 4, 6, 7, 8, 9, 10, 1], n) % 37 == 0) : .malformed },
    LiteralRecipe(
      "nl.btw", strip: " -.",
      ["004495445B01": "NL004495445B01", "002455799B11": "NL002455799B11", "4495445B01": "NL004495445B01"],
      shapes: ["999999999B99", "999999999B01", "9999999B01"],
      reduce: { raw in
        let n = without("NL")(raw)
        return n.count > 3 ? padded(n, 12) : n
      }
    ) { n in
      guard n.count == 12, isDigits(part(n, 1, 9), 9), at(n, 10) == "B", isDigits(part(n, 11, 12), 2),
        number(n, 1, 9) != 0, number(n, 11, 12) != 0
      else { return .malformed }
      let old = (weighted([9, 8, 7, 6, 5, 4, 3, 2], part(n, 1, 8)) - number(n, 9, 9)) % 11 == 0
      return check(old || mod97("NL" + n) == 1)
    },
    LiteralRecipe(
      "pl.nip", strip: " -", ["8567346215": "PL8567346215", "5211355116": "PL5211355116"], shapes: ["9999999999"],
      reduce: without("PL")
    ) { n in isDigits(n, 10) ? check(weighted([6, 5, 7, 2, 3, 4, 5, 6, 7], n) % 11 == number(n, 10, 10)) : .malformed },
    LiteralRecipe(
      "pt.nif", strip: " -.", ["501964843": "PT501964843", "500019720": "PT500019720"], shapes: ["999999999"],
      reduce: without("PT")
    ) { n in
      guard isDigits(n, 9), at(n, 1) != "0" else { return .malformed }
      let c = 11 - weighted([9, 8, 7, 6, 5, 4, 3, 2], n) % 11
      return check((c >= 10 ? 0 : c) == number(n, 9, 9))
    },
    LiteralRecipe(
      "ro.cf", strip: " -", ["18547290": "18547290", "RO18547290": "RO18547290", "1630615123457": "1630615123457"],
      shapes: ["99999999", "9999999999", "99", "1800101129999", "5000229409999", "RO999999", "9991231529999"]
    ) { raw in
      let n = without("RO")(raw)
      guard isDigits(n), at(n, 1) != "0" else { return .malformed }
      if n.count == 13 {
        let century = ["3": 1800, "4": 1800, "5": 2000, "6": 2000][at(n, 1)] ?? 1900
        let county = number(n, 8, 9)
        guard isDate(century + number(n, 2, 3), number(n, 4, 5), number(n, 6, 7)),
          (Array(1...48) + [51, 52, 70, 80, 81, 82, 83]).contains(county)
        else { return .malformed }
        let r = weighted([2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], n) % 11
        return check((r == 10 ? 1 : r) == number(n, 13, 13))
      }
      guard n.count >= 2, n.count <= 10 else { return .malformed }
      let front = padded(String(n.dropLast()), 9)
      return check(10 * weighted([7, 5, 3, 2, 1, 7, 5, 3, 2], front) % 11 % 10 == number(n, n.count, n.count))
    },
    LiteralRecipe(
      "se.vat", strip: " -.", ["556200077701": "SE556200077701", "202100500001": "SE202100500001"],
      shapes: ["999999999901", "556200077799", "999999999999"], reduce: without("SE")
    ) { n in
      guard isDigits(n, 12), !n.hasSuffix("00") else { return .malformed }
      guard luhn(part(n, 1, 10)) else { return .checksum }
      return n.hasSuffix("01") ? .wellFormed : .formatOnly
    },
    LiteralRecipe(
      "si.ddv", strip: " -", ["50223054": "SI50223054", "26808498": "SI26808498"], shapes: ["99999999"],
      reduce: without("SI")
    ) { n in
      guard isDigits(n, 8), at(n, 1) != "0" else { return .malformed }
      let c = 11 - weighted([8, 7, 6, 5, 4, 3, 2], n) % 11
      return check(c != 11 && (c == 10 ? 0 : c) == number(n, 8, 8))
    },
    LiteralRecipe(
      "sk.dph", strip: " -",
      ["2022749619": "SK2022749619", "2020237945": "SK2020237945", "7103192745": "SK7103192745"],
      shapes: ["9929999999", "9979999999", "5412019999", "9999999999"], reduce: without("SK")
    ) { n in
      guard isDigits(n, 10) else { return .malformed }
      if birthNumber(n) == .wellFormed { return .wellFormed }
      guard at(n, 1) != "0", [2, 3, 4, 7, 8, 9].contains(number(n, 3, 3)) else { return .malformed }
      return check(number(n, 1, 10) % 11 == 0)
    },
    LiteralRecipe(
      "xi.vat", strip: " -.", ["980780684": "XI980780684"], shapes: ["999999999", "099999999", "GD999", "HA999"],
      reduce: without("XI"), judge: britishVAT),
    LiteralRecipe(
      "eu.oss", strip: " -", ["EU372022452": "EU372022452"], shapes: ["EU372999999", "IM9009999999", "EU999999999"]
    ) {
      n in
      let states = [
        "040", "056", "100", "191", "196", "203", "208", "233", "246", "250", "276", "300", "348", "372", "380", "428",
        "440", "442", "470", "528", "616", "620", "642", "703", "705", "724", "752", "900",
      ]
      let rest = part(n, 3, 99)
      let fits = (n.hasPrefix("EU") && isDigits(rest, 9)) || (n.hasPrefix("IM") && isDigits(rest, 10))
      return shape(fits && states.contains(part(n, 3, 5)))
    },
  ]
}

/// Czech and Slovak birth numbers.
private func birthNumber(_ n: String) -> TaxIdentifierOutcome {
  guard isDigits(n, 9) || isDigits(n, 10) else { return .malformed }
  let yy = number(n, 1, 2)
  let month = number(n, 3, 4) % 50 % 20
  let day = number(n, 5, 6)
  if n.count == 9 {
    if yy >= 80 { return isDate(1800 + yy, month, day) ? .wellFormed : .malformed }
    return yy <= 53 && isDate(1900 + yy, month, day) ? .wellFormed : .malformed
  }
  guard isDate(yy <= 53 ? 2000 + yy : 1900 + yy, month, day) else { return .malformed }
  return check(number(n, 1, 9) % 11 % 10 == number(n, 10, 10))
}

/// The prefix goes when the rest still fits.
@Sendable func frenchReduced(_ raw: String) -> String { raw.count == 13 ? without("FR")(raw) : raw }

@Sendable func frenchVAT(_ n: String) -> TaxIdentifierOutcome {
  let alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
  guard n.count == 11, isDigits(part(n, 3, 11), 9), let a = place(at(n, 1), alphabet), let b = place(at(n, 2), alphabet)
  else {
    return .malformed
  }
  let siren = number(n, 3, 11)
  if part(n, 3, 5) != "000", !luhn(part(n, 3, 11)) { return .checksum }
  if isDigits(part(n, 1, 2), 2) { return check(number(n, 1, 2) == (12 + 3 * (siren % 97)) % 97) }
  let s = isDigits(at(n, 1)) ? 24 * a + b - 10 : 34 * a + b - 100
  return check((siren + 1 + s / 11) % 11 == s % 11)
}
