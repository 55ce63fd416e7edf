import TaxIdentifiers

extension LiteralRecipe {
  static let americas: [LiteralRecipe] = [
    LiteralRecipe(
      "us.ein", strip: "", ["04-2103594": "04-2103594", "91-1144442": "91-1144442", "911144442": "91-1144442"],
      shapes: ["99-9999999", "999999999", "999-999999"],
      reduce: { at($0, 3) == "-" && $0.count == 10 ? part($0, 1, 2) + part($0, 4, 99) : $0 }
    ) { n in
      let never = [0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97]
      return shape(isDigits(n, 9) && !never.contains(number(n, 1, 2)))
    },
    LiteralRecipe(
      "us.ssn", strip: "", ["536-90-4399": "536-90-4399", "536904399": "536-90-4399"],
      shapes: ["999-99-9999", "999999999", "999-999999", "99999-9999", "9999-99999", "666-99-9999", "899-00-9999"],
      reduce: threeTwoFour
    ) { n in
      guard isDigits(n, 9), !["078051120", "457555462", "219099999"].contains(n) else { return .malformed }
      let area = part(n, 1, 3)
      return shape(
        area != "000" && area != "666" && at(area, 1) != "9" && part(n, 4, 5) != "00" && part(n, 6, 9) != "0000")
    },
    LiteralRecipe(
      "us.itin", strip: "", ["912-90-3456": "912-90-3456", "912903456": "912-90-3456"],
      shapes: ["999-79-9999", "999-89-9999", "999-99-9999", "999999999", "99999-9999"], reduce: threeTwoFour
    ) { n in
      let group = number(n, 4, 5)
      return shape(isDigits(n, 9) && at(n, 1) == "9" && group >= 70 && group != 89 && group != 93)
    },
    LiteralRecipe(
      "ca.bn", strip: " -", ["123026635": "123026635", "100007780RC0001": "100007780 RC0001"],
      shapes: ["999999999", "999999999RT0001", "999999999RM9999", "999999999RP9999", "999999999RA0001"]
    ) { n in
      let account = part(n, 10, 99)
      guard isDigits(part(n, 1, 9), 9),
        account.isEmpty
          || (["RT", "RC", "RP", "RM"].contains(part(account, 1, 2)) && isDigits(part(account, 3, 99), 4))
      else { return .malformed }
      return check(luhn(part(n, 1, 9)))
    },
    LiteralRecipe(
      "ca.qst", strip: " -", ["1234567890TQ1234": "1234567890 TQ1234"],
      shapes: ["9999999999TQ9999", "9999999999AA9999"]
    ) { n in shape(isDigits(part(n, 1, 10), 10) && part(n, 11, 12) == "TQ" && isDigits(part(n, 13, 99), 4)) },
    LiteralRecipe(
      "ca.pst-bc", strip: " -", ["PST-1234-5678": "PST-1234-5678"], shapes: ["PST99999999", "PST-9999-9999"]
    ) { n in
      shape(n.hasPrefix("PST") && isDigits(part(n, 4, 99), 8))
    },
    LiteralRecipe("ca.pst-mb", strip: " -", ["123456-7": "123456-7"], shapes: ["999999-9", "9999999"]) { n in
      shape(isDigits(n, 7))
    },
    LiteralRecipe("ca.pst-sk", strip: " -", ["1234567": "1234567"], shapes: ["9999999"]) { n in shape(isDigits(n, 7)) },
    LiteralRecipe(
      "mx.rfc", strip: " -_",
      [
        "MAB9307148T4": "MAB9307148T4", "SIN9311169P8": "SIN9311169P8", "XAXX010101000": "XAXX010101000",
        "VABO780711": "VABO780711", "A&Ñ9311169P8": "A&Ñ9311169P8",
      ],
      shapes: [
        "AAA931116999", "AAA991231A99", "AAAA800229999", "AAAA800229", "A&A810101999", "ÑÑA810101999", "AAAA999999***",
        "CACA800229999",
      ], reduce: { $0.replacing("ñ", with: "Ñ") }
    ) { n in
      let characters = Array(n)
      guard [10, 12, 13].contains(characters.count) else { return .malformed }
      let letters = characters.count == 12 ? 3 : 4
      guard characters[0..<letters].allSatisfy({ "ABCDEFGHIJKLMNOPQRSTUVWXYZ&Ñ".contains($0) }) else {
        return .malformed
      }
      let rest = String(characters[letters...])
      guard isDigits(part(rest, 1, 6), 6), part(rest, 7, 9).allSatisfy({ isLetter("\($0)") || isDigits("\($0)") })
      else {
        return .malformed
      }
      let bad = """
        BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO KACA KACO KAGA KAGO KAKA \
        KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA PEDO PENE PUTA PUTO QULO RATA RUIN
        """
      if letters == 4, bad.split(separator: " ").contains(where: { $0 == String(characters[0..<4]) }) {
        return .malformed
      }
      guard isDate(2000 + number(rest, 1, 2), number(rest, 3, 4), number(rest, 5, 6)) else { return .malformed }
      guard characters.count > 10 else { return .formatOnly }
      let alphabet = Array("0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ")
      let body = Array(repeating: Character(" "), count: 13 - characters.count) + characters.dropLast()
      let sum = body.enumerated().reduce(0) { $0 + (13 - $1.offset) * (alphabet.firstIndex(of: $1.element) ?? 0) }
      let r = sum % 11
      let expected = r == 0 ? "0" : r == 1 ? "A" : "\(11 - r)"
      return String(characters.suffix(1)) == expected ? .wellFormed : .formatOnly
    },
    LiteralRecipe(
      "br.cnpj", strip: " -./", ["16727230000197": "16.727.230/0001-97", "12ABC34501DE35": "12.ABC.345/01DE-35"],
      shapes: ["99999999000199", "************99", "16727230000199", "12ABC34501DE99"]
    ) { n in
      guard n.utf8.count == 14, part(n, 1, 12).allSatisfy({ isLetter("\($0)") || isDigits("\($0)") }),
        isDigits(part(n, 13, 14), 2), part(n, 1, 12) != "000000000000"
      else { return .malformed }
      let values = n.utf8.map { Int($0) - 48 }
      let first = weighted([5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], values) % 11
      let second = weighted([6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], values) % 11
      return check((first < 2 ? 0 : 11 - first) == values[12] && (second < 2 ? 0 : 11 - second) == values[13])
    },
    LiteralRecipe(
      "br.cpf", strip: " -.", ["39053344705": "390.533.447-05", "11111111111": "111.111.111-11"],
      shapes: ["99999999999", "39053344799"]
    ) { n in
      guard isDigits(n, 11), number(n, 1, 11) != 0 else { return .malformed }
      let first = weighted([10, 9, 8, 7, 6, 5, 4, 3, 2], n) % 11
      let second = weighted([11, 10, 9, 8, 7, 6, 5, 4, 3, 2], n) % 11
      return check(
        (first < 2 ? 0 : 11 - first) == number(n, 10, 10) && (second < 2 ? 0 : 11 - second) == number(n, 11, 11))
    },
    LiteralRecipe(
      "ar.cuit", strip: " -", ["20055361682": "20-05536168-2", "20267565393": "20-26756539-3"],
      shapes: ["30999999999", "20999999999", "55999999999", "99999999999"]
    ) { n in
      guard isDigits(n, 11), [20, 23, 24, 27, 30, 33, 34, 50, 51, 55].contains(number(n, 1, 2)) else {
        return .malformed
      }
      let c = 11 - weighted([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], n) % 11
      return check((c == 11 ? 0 : c == 10 ? 9 : c) == number(n, 11, 11))
    },
    LiteralRecipe(
      "cl.rut", strip: " -.", ["760864285": "76.086.428-5", "125319092": "12.531.909-2"],
      shapes: ["999999999", "99999999", "99999999K", "9999999K"], reduce: without("CL")
    ) { n in
      let body = String(n.dropLast())
      guard isDigits(body, 7) || isDigits(body, 8), isDigits(String(n.suffix(1))) || n.hasSuffix("K") else {
        return .malformed
      }
      let sum = zip([2, 3, 4, 5, 6, 7, 2, 3], digits(body).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
      let c = (11 - sum % 11) % 11
      return check(n.suffix(1) == (c == 10 ? "K" : "\(c)"))
    },
    LiteralRecipe(
      "co.nit", strip: ".,- ", ["2131234321": "213.123.432-1", "152525250": "15.252.525-0"],
      shapes: ["99999999", "999999999", "9999999999", "9999999999999999"]
    ) { n in
      guard isDigits(n), n.count >= 8, n.count <= 16 else { return .malformed }
      let r =
        weighted([3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71], digits(String(n.dropLast())).reversed())
        % 11
      return check((r < 2 ? r : 11 - r) == number(n, n.count, n.count))
    },
    LiteralRecipe(
      "pe.ruc", strip: " ", ["20512333797": "20512333797"], shapes: ["20999999999", "10999999999", "99999999999"]
    ) {
      n in
      guard isDigits(n, 11), ["10", "15", "17", "20"].contains(part(n, 1, 2)) else { return .malformed }
      return check((11 - weighted([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], n) % 11) % 10 == number(n, 11, 11))
    },
    LiteralRecipe(
      "ec.ruc", strip: " -", ["1792060346001": "1792060346001"],
      shapes: ["1799999999001", "1719999999001", "1769999990001", "0999999999999", "3099999999001", "1799999990000"]
    ) { n in
      let province = number(n, 1, 2)
      guard isDigits(n, 13), (province >= 1 && province <= 24) || province == 30 || province == 50 else {
        return .malformed
      }
      let isPublic = weighted([3, 2, 7, 6, 5, 4, 3, 2, 1], part(n, 1, 9)) % 11 == 0 && part(n, 10, 13) != "0000"
      let natural: TaxIdentifierOutcome = part(n, 11, 13) == "000" ? .malformed : check(luhn(part(n, 1, 10)))
      switch number(n, 3, 3) {
      case 0...5: return natural
      case 6: return isPublic ? .wellFormed : natural
      case 9:
        if isPublic { return .wellFormed }
        guard part(n, 11, 13) != "000" else { return .malformed }
        return check(weighted([4, 3, 2, 7, 6, 5, 4, 3, 2, 1], part(n, 1, 10)) % 11 == 0)
      default: return .malformed
      }
    },
    LiteralRecipe(
      "uy.rut", strip: " -", ["211003420017": "21-100342-001-7", "211406340011": "21-140634-001-1"],
      shapes: ["219999990019", "029999990019", "999999990019", "219999999999"], reduce: without("UY")
    ) { n in
      guard isDigits(n, 12), number(n, 1, 2) >= 1, number(n, 1, 2) <= 22, number(n, 3, 8) != 0, part(n, 9, 11) == "001"
      else { return .malformed }
      let c = (11 - weighted([4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], n) % 11) % 11
      return check(c != 10 && c == number(n, 12, 12))
    },
    LiteralRecipe(
      "py.ruc", strip: " -", ["800280610": "80028061-0", "9991603": "999160-3"],
      shapes: ["999999999", "9999999", "99", "9"]
    ) { n in
      guard isDigits(n), n.count >= 2, n.count <= 9 else { return .malformed }
      let sum = weighted(Array(2...9), digits(String(n.dropLast())).reversed())
      return check((11 - sum % 11) % 11 % 10 == number(n, n.count, n.count))
    },
    LiteralRecipe(
      "ve.rif", strip: " -", ["V114702834": "V-11470283-4", "G200000856": "G-20000085-6"],
      shapes: ["V999999999", "E999999999", "J999999999", "P999999999", "G999999999", "A999999999"]
    ) { n in
      guard let start = ["V": 4, "E": 8, "J": 12, "P": 16, "G": 20][at(n, 1)], isDigits(part(n, 2, 99), 9) else {
        return .malformed
      }
      let r = 11 - (start + weighted([3, 2, 7, 6, 5, 4, 3, 2], part(n, 2, 9))) % 11
      return check((r >= 10 ? 0 : r) == number(n, 10, 10))
    },
    LiteralRecipe(
      "gt.nit", strip: " -", ["576937K": "576937-K", "71080": "7108-0", "00071080": "7108-0"],
      shapes: ["999999999999", "9999999", "999999K", "99", "9"], reduce: { String($0.drop { $0 == "0" }) }
    ) { n in
      guard n.count >= 2, n.count <= 12, isDigits(String(n.dropLast())),
        isDigits(String(n.suffix(1))) || n.hasSuffix("K")
      else { return .malformed }
      let c = (11 - weighted(Array(2...12), digits(String(n.dropLast())).reversed()) % 11) % 11
      return check(n.suffix(1) == (c == 10 ? "K" : "\(c)"))
    },
    LiteralRecipe(
      "cr.cpj", strip: " -", ["3101999999": "3-101-999999", "3101121231": "3-101-121231"],
      shapes: ["3109999999", "3009999999", "2909999999", "2300999999", "4000999999", "5001999999", "9999999999"]
    ) { n in
      let kind = number(n, 2, 4)
      guard isDigits(n, 10) else { return .malformed }
      switch at(n, 1) {
      case "2": return shape([100, 200, 300, 400].contains(kind))
      case "3": return shape((kind >= 2 && kind <= 14) || (kind >= 101 && kind <= 110))
      case "4": return shape(kind == 0)
      case "5": return shape(kind == 1)
      default: return .malformed
      }
    },
    LiteralRecipe(
      "do.rnc", strip: " -", ["101850043": "1-01-85004-3", "131246796": "1-31-24679-6", "505038691": "5-05-03869-1"],
      shapes: ["999999999"]
    ) { n in
      let exceptions = """
        101581601 101582245 101595422 101595785 131188691 401007374 501341601 501378067 501620371 501651319 501651823 \
        501651845 501651926 501656006 501658167 501670785 501676936 501680158 504654542 504680029 504681442 505038691
        """
      guard isDigits(n, 9) else { return .malformed }
      let r = weighted([7, 9, 8, 6, 5, 4, 3, 2], n) % 11
      return check((r == 0 ? 2 : r == 1 ? 1 : 11 - r) == number(n, 9, 9) || exceptions.contains(n))
    },
    LiteralRecipe(
      "sv.nit", strip: " -", ["06140507071048": "0614-050707-104-8"],
      shapes: ["09999999990999", "19999999999999", "99999999991009", "99999999991019"], reduce: without("SV")
    ) { n in
      guard isDigits(n, 14), ["0", "1", "9"].contains(at(n, 1)) else { return .malformed }
      let c =
        number(n, 11, 13) <= 100
        ? weighted([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], n) % 11 % 10
        : (11 - weighted([2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], n) % 11) % 11 % 10
      return check(c == number(n, 14, 14))
    },
  ]
}

/// NNN-NN-NNNN: either dash may be missing.
@Sendable private func threeTwoFour(_ raw: String) -> String {
  var n = raw
  if at(n, 4) == "-" { n = part(n, 1, 3) + part(n, 5, 99) }
  if at(n, 6) == "-", n.utf8.count == 10 { n = part(n, 1, 5) + part(n, 7, 99) }
  return n
}
