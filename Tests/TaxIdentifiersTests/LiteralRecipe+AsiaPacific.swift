import TaxIdentifiers

extension LiteralRecipe {
  static let asiaPacific: [LiteralRecipe] = [
    LiteralRecipe(
      "au.abn", strip: " ", ["83914571673": "83 914 571 673", "51824753556": "51 824 753 556"],
      shapes: ["99999999999", "99914571673", "51824753999"]
    ) { n in
      guard isDigits(n, 11) else { return .malformed }
      var d = digits(n)
      d[0] -= 1
      return check(weighted([10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19], d) % 89 == 0 && number(n, 1, 2) >= 11)
    },
    LiteralRecipe(
      "au.acn", strip: " ", ["004085616": "004 085 616", "010499966": "010 499 966"], shapes: ["999999999"]
    ) { n in
      isDigits(n, 9) ? check((10 - weighted([8, 7, 6, 5, 4, 3, 2, 1], n) % 10) % 10 == number(n, 9, 9)) : .malformed
    },
    LiteralRecipe(
      "nz.ird", strip: " -", ["49091850": "49-091-850", "136410132": "136-410-132"],
      shapes: ["99999999", "199999999", "139999999", "099999999", "109999999"], reduce: without("NZ")
    ) { n in
      guard isDigits(n, 8) || isDigits(n, 9), number(n, 1, 9) > 10_000_000, number(n, 1, 9) < 150_000_000 else {
        return .malformed
      }
      let body = padded(String(n.dropLast()), 8)
      var c = (11 - weighted([3, 2, 7, 6, 5, 4, 3, 2], body) % 11) % 11
      if c == 10 { c = (11 - weighted([7, 4, 3, 2, 5, 2, 7, 6], body) % 11) % 11 }
      return check(c != 10 && c == number(n, n.count, n.count))
    },
    LiteralRecipe(
      "in.gstin", strip: " -", ["27AAPFU0939F1ZV": "27AAPFU0939F1ZV"],
      shapes: ["27AAACA9999A1Z*", "37AAAPA9999A*Z*", "97AAAFA9999A1Z*", "99AAAAA9999A1Z*", "27AAPFU0939F1Z*"]
    ) { n in
      let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
      guard n.count == 15, isDigits(part(n, 1, 2), 2), isPAN(part(n, 3, 12)), let entity = place(at(n, 13), alphabet),
        entity > 0, at(n, 14) == "Z", let last = place(at(n, 15), alphabet)
      else { return .malformed }
      let state = number(n, 1, 2)
      guard (state >= 1 && state <= 37) || state == 97 || state == 99 else { return .malformed }
      var sum = 0
      for (index, character) in n.prefix(14).enumerated() {
        let product = (place("\(character)", alphabet) ?? 0) * [1, 2][index % 2]
        sum += product / 36 + product % 36
      }
      return check((36 - sum % 36) % 36 == last)
    },
    LiteralRecipe(
      "in.pan", strip: " -", ["AAPFU0939F": "AAPFU0939F"], shapes: ["AAAPA9999A", "AAAAA9999A", "AAACA0000A"]
    ) { n in
      shape(isPAN(n))
    },
    LiteralRecipe(
      "jp.cn", strip: " -",
      ["5835678256246": "5-8356-7825-6246", "1020281079130": "1-0202-8107-9130", "T5835678256246": "T5835678256246"],
      shapes: ["9999999999999", "T9999999999999", "9020281079130"]
    ) { n in
      let d = without("T")(n)
      guard isDigits(d, 13) else { return .malformed }
      let fromRight = weighted([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2], digits(part(d, 2, 13)).reversed())
      if 9 - fromRight % 9 == number(d, 1, 1) { return .wellFormed }
      return n.hasPrefix("T") ? .formatOnly : .checksum
    },
    LiteralRecipe(
      "sg.uen", strip: "",
      ["00192200M": "00192200M", "197401143C": "197401143C", "S16FC0121D": "S16FC0121D", "T01FC6132D": "T01FC6132D"],
      shapes: ["99999999A", "199999999A", "T99LL9999A", "S99FC9999*", "R99GB9999A", "T99AA9999A", "T08PF99999"]
    ) { n in
      let last = String(n.suffix(1))
      if n.count == 9, isDigits(part(n, 1, 8), 8), isLetter(last) {
        return check(last == at("XMKECAWLJDB", weighted([10, 4, 9, 3, 8, 2, 7, 1], n) % 11 + 1))
      }
      if n.count == 10, isDigits(part(n, 1, 9), 9), isLetter(last) {
        return check(last == at("ZKCMDNERGWH", weighted([10, 8, 6, 4, 9, 7, 5, 3, 1], n) % 11 + 1))
      }
      let kinds = """
        CC CD CH CL CM CP CS CX DP FB FC FM FN GA GB GS HS LL LP MB MC MD MH MM MQ NB NR PA PB PF RF RP SM SS TC TU VH XL
        """
      guard n.count == 10, "RST".contains(at(n, 1)), isDigits(part(n, 2, 3), 2),
        kinds.split(separator: " ").contains(where: { $0 == part(n, 4, 5) }), isDigits(part(n, 6, 9), 4),
        isLetter(last) || isDigits(last)
      else { return .malformed }
      let alphabet = "ABCDEFGHJKLMNPQRSTUVWX0123456789"
      let values = n.prefix(9).map { place("\($0)", alphabet) ?? 0 }
      return check(last == at(alphabet, mod(weighted([4, 3, 5, 3, 10, 2, 2, 5, 7], values) - 5, 11) + 1))
    },
    LiteralRecipe("sg.gst", strip: " -", ["M12345678X": "M12345678X"], shapes: ["M99999999A", "A99999999A"]) { n in
      shape(at(n, 1) == "M" && isDigits(part(n, 2, 9), 8) && isLetter(part(n, 10, 99)))
    },
    LiteralRecipe(
      "cn.uscc", strip: " -", ["91110000600037341L": "91110000600037341L", "121200004013590816": "121200004013590816"],
      shapes: ["99999999*********9", "91110000MA999999**", "99999999999999999A"]
    ) { n in
      let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
      let values = n.compactMap { place("\($0)", alphabet) }
      guard n.count == 18, isDigits(part(n, 1, 8), 8), values.count == 18 else { return .malformed }
      var weights = [1]
      while weights.count < 17 { weights.append(weights[weights.count - 1] * 3 % 31) }
      return check((31 - weighted(weights, Array(values.prefix(17))) % 31) % 31 == values[17])
    },
    LiteralRecipe(
      "kr.brn", strip: " -", ["1168200276": "116-82-00276", "2098206382": "209-82-06382"],
      shapes: ["9999999999", "1009999999", "9990099999", "9999900009"]
    ) { n in
      shape(isDigits(n, 10) && number(n, 1, 3) >= 101 && part(n, 4, 5) != "00" && part(n, 6, 9) != "0000")
    },
    LiteralRecipe(
      "tw.ubn", strip: " -", ["00501503": "00501503", "00277104": "00277104"], shapes: ["99999999", "99999979"]
    ) { n in
      guard isDigits(n, 8) else { return .malformed }
      let total = zip([1, 2, 1, 2, 1, 2, 4, 1], digits(n)).reduce(0) { $0 + crossSum($1.0 * $1.1) }
      return check(total % 5 == 0 || (at(n, 7) == "7" && (total + 1) % 5 == 0))
    },
    LiteralRecipe(
      "th.tin", strip: " -", ["0994000617721": "0994000617721", "0105544046602": "0105544046602"],
      shapes: ["0999999999999", "9999999999999"]
    ) { n in
      guard isDigits(n, 13), at(n, 1) != "9" else { return .malformed }
      return check((11 - weighted([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], n) % 11) % 10 == number(n, 13, 13))
    },
    LiteralRecipe(
      "id.npwp", strip: " -.",
      [
        "013121660091000": "01.312.166.0-091.000", "016090524017000": "01.609.052.4-017.000",
        "0013121660091000": "0013121660091000",
      ], shapes: ["999999999999999", "0999999999999999", "9999999999999999"]
    ) { n in
      if isDigits(n, 15) { return check(luhn(part(n, 1, 9))) }
      guard isDigits(n, 16) else { return .malformed }
      return at(n, 1) == "0" ? check(luhn(part(n, 1, 10))) : .formatOnly
    },
    LiteralRecipe(
      "vn.mst", strip: " -.", ["0100233488": "0100233488", "0314409058002": "0314409058-002"],
      shapes: ["9999999999", "0314409058999", "9999999999000", "9900000009"]
    ) { n in
      guard isDigits(n, 10) || isDigits(n, 13), number(n, 3, 9) != 0, n.count == 10 || part(n, 11, 13) != "000" else {
        return .malformed
      }
      let c = 10 - weighted([31, 29, 23, 19, 17, 13, 7, 5, 3], n) % 11
      return check(c != 10 && c == number(n, 10, 10))
    },
    LiteralRecipe(
      "az.voen", strip: " ", ["1401555071": "1401555071", "1400057421": "1400057421"],
      shapes: ["9999999991", "9999999992", "999999991", "9999999999"], reduce: { $0.utf8.count == 9 ? "0" + $0 : $0 }
    ) { n in
      guard isDigits(n, 10), n.hasSuffix("1") || n.hasSuffix("2") else { return .malformed }
      return check(weighted([4, 1, 8, 6, 2, 7, 5, 3], n) % 11 == number(n, 9, 9))
    },
    LiteralRecipe("hk.br", strip: " -", ["12345678": "12345678"], shapes: ["99999999"]) { n in shape(isDigits(n, 8)) },
    LiteralRecipe(
      "ph.tin", strip: " -",
      ["123456789": "123-456-789", "123-456-789-000": "123-456-789-000", "12345678900000": "123-456-789-00000"],
      shapes: ["999999999", "999999999999", "99999999999999"]
    ) { n in shape(isDigits(n, 9) || isDigits(n, 12) || isDigits(n, 14)) },
    LiteralRecipe("my.sst", strip: " -", ["A12345678912345": "A12-3456-78912345"], shapes: ["A99999999999999"]) { n in
      shape(isLetter(at(n, 1)) && isDigits(part(n, 2, 99), 14))
    },
    LiteralRecipe("my.tin", strip: " -", ["C1234567890": "C1234567890"], shapes: ["A9999999999", "AA99999999999"]) {
      n in
      let rest = isLetter(at(n, 2)) ? part(n, 3, 99) : part(n, 2, 99)
      return shape(isLetter(at(n, 1)) && isDigits(rest) && rest.count >= 9 && rest.count <= 12)
    },
  ]
}

private func isPAN(_ n: String) -> Bool {
  n.count == 10 && part(n, 1, 5).allSatisfy { isLetter("\($0)") } && "ABCFGHJKLPT".contains(at(n, 4))
    && isDigits(part(n, 6, 9), 4) && part(n, 6, 9) != "0000" && isLetter(at(n, 10))
}
