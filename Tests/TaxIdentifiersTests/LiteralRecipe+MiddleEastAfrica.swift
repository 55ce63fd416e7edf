import TaxIdentifiers

extension LiteralRecipe {
  static let middleEastAfrica: [LiteralRecipe] = [
    LiteralRecipe(
      "ae.trn", strip: " -", ["100123456700003": "100123456700003"], shapes: ["100999999999999", "999999999999999"]
    ) {
      n in shape(isDigits(n, 15))
    },
    LiteralRecipe(
      "sa.vat", strip: " -", ["310122393500003": "310122393500003"], shapes: ["399999999999993", "999999999999999"]
    ) {
      n in shape(isDigits(n, 15) && n.hasPrefix("3") && n.hasSuffix("3"))
    },
    LiteralRecipe("bh.vat", strip: " -", ["200000898300002": "200000898300002"], shapes: ["299999999999999"]) { n in
      shape(isDigits(n, 15))
    },
    LiteralRecipe(
      "om.vat", strip: " -",
      ["OM1100006083": "OM1100006083", "OM1100018164": "OM1100018164", "OM110001816X": "OM110001816X"],
      shapes: ["OM9999999999", "OM999999999X", "9999999999"]
    ) { n in
      shape(
        n.hasPrefix("OM") && n.count == 12 && isDigits(part(n, 3, 11), 9) && (isDigits(at(n, 12)) || at(n, 12) == "X"))
    },
    LiteralRecipe(
      "il.hp", strip: " -", ["516179157": "516179157", "500107420": "500107420"], shapes: ["599999999", "999999999"]
    ) {
      n in isDigits(n, 9) && at(n, 1) == "5" ? check(luhn(n)) : .malformed
    },
    LiteralRecipe(
      "za.tin", strip: " -/", ["0001339050": "0001339050", "0843089848": "0843089848"],
      shapes: ["0999999999", "9999999999"]
    ) { n in isDigits(n, 10) && ["0", "1", "2", "3", "9"].contains(at(n, 1)) ? check(luhn(n)) : .malformed },
    LiteralRecipe("za.vat", strip: " -/", ["4123456789": "4123456789"], shapes: ["4999999999", "9999999999"]) { n in
      shape(isDigits(n, 10) && at(n, 1) == "4")
    },
    LiteralRecipe(
      "eg.tn", strip: " -/",
      ["100531385": "100-531-385", "331105268": "331-105-268", "٣٣١١٠٥٢٦٨": "331-105-268", "۳۳۱۱۰۵۲۶۸": "331-105-268"],
      shapes: ["999999999"],
      reduce: { raw in
        raw.map { character in
          ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"].compactMap { place("\(character)", $0) }.first.map { "\($0)" } ?? "\(character)"
        }.joined()
      }
    ) { n in shape(isDigits(n, 9)) },
    LiteralRecipe(
      "ke.pin", strip: " -", ["P051365947M": "P051365947M", "P051193029R": "P051193029R"],
      shapes: ["P999999999A", "A999999999A"]
    ) { n in shape((at(n, 1) == "A" || at(n, 1) == "P") && isDigits(part(n, 2, 10), 9) && isLetter(part(n, 11, 99))) },
    LiteralRecipe(
      "gh.tin", strip: " ", ["C0000803561": "C0000803561", "G0005513405": "G0005513405"],
      shapes: ["C0099999999", "P0099999999", "V009999999X", "A0099999999", "C9999999999"]
    ) { n in
      guard n.count == 11, place(at(n, 1), "PCGQV") != nil, part(n, 2, 3) == "00", isDigits(part(n, 2, 10), 9),
        isDigits(at(n, 11)) || at(n, 11) == "X"
      else { return .malformed }
      let c = weighted([1, 2, 3, 4, 5, 6, 7, 8, 9], part(n, 2, 10)) % 11
      return check(at(n, 11) == (c == 10 ? "X" : "\(c)"))
    },
    LiteralRecipe(
      "ma.ice", strip: " ", ["001561191000066": "001561191000066", "002136093000040": "002136093000040"],
      shapes: ["999999999999999", "001561191000099"]
    ) { n in isDigits(n, 15) ? check(mod97(n) == 0) : .malformed },
    LiteralRecipe(
      "tn.mf", strip: " /.-",
      ["1282182W": "1282182/W", "1234567MAE001": "1234567/M/A/E/001", "34567MAM000": "0034567/M/A/M/000"],
      shapes: ["9999999A", "99999A", "9999999AAE999", "9999999APM000", "9999999APM999", "9999ABC000"],
      reduce: { raw in
        let serial = raw.prefix { isDigits("\($0)") }
        return serial.isEmpty ? raw : padded(String(serial), 7) + raw.dropFirst(serial.count)
      }
    ) { n in
      guard n.count == 8 || n.count == 13, isDigits(part(n, 1, 7), 7), isLetter(at(n, 8)), !"IOU".contains(at(n, 8))
      else {
        return .malformed
      }
      if n.count == 8 { return .formatOnly }
      guard place(at(n, 9), "APBDN") != nil, place(at(n, 10), "MPCNE") != nil, isDigits(part(n, 11, 13), 3) else {
        return .malformed
      }
      return shape(part(n, 11, 13) == "000" || at(n, 10) == "E")
    },
    LiteralRecipe(
      "dz.nif", strip: " ", ["416001000000007": "416001000000007", "408020000150039": "408020000150039"],
      shapes: ["999999999999999", "99999999999999999999"]
    ) { n in shape(isDigits(n, 15) || isDigits(n, 20)) },
    LiteralRecipe(
      "mz.nuit", strip: " -.", ["400339910": "400 339 910", "400005834": "400 005 834"], shapes: ["999999999"]
    ) { n in
      let r = weighted([8, 9, 4, 5, 6, 7, 8, 9], n) % 11
      return isDigits(n, 9) ? check((r == 10 ? 1 : r) == number(n, 9, 9)) : .malformed
    },
    LiteralRecipe(
      "sn.ninea", strip: " -/,", ["3067221": "3067 221", "30672212G2": "3067 221 2G2"],
      shapes: ["9999999", "999999999", "99999992A9", "9999999990A9", "99999999", "99999993A9"]
    ) { n in
      var body = n
      if n.count > 9 {
        let tail = String(n.suffix(3))
        body = String(n.dropLast(3))
        guard ["0", "1", "2"].contains(at(tail, 1)), place(at(tail, 2), "ABCDEFGHJKLMNPQRSTUVWZ") != nil,
          isDigits(at(tail, 3))
        else { return .malformed }
      }
      guard isDigits(body, 7) || isDigits(body, 9) else { return .malformed }
      return check(weighted([1, 2, 1, 2, 1, 2, 1, 2, 1], padded(body, 9)) % 10 == 0)
    },
    LiteralRecipe(
      "gn.nifp", strip: " -", ["693770885": "693-770-885", "102193364": "102-193-364"], shapes: ["999999999"]
    ) { n in isDigits(n, 9) ? check(luhn(n)) : .malformed },
    LiteralRecipe("ng.tin", strip: " -", ["12345678-1234": "12345678-1234"], shapes: ["99999999-9999", "999999999999"])
    { n in
      shape(isDigits(n, 12))
    },
  ]
}
