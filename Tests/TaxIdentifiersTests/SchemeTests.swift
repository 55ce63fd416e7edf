import Bytes
import TaxIdentifiers
import Testing

/// Every scheme against its second implementation.
struct SchemeTests {
  @Test func `every scheme has a second implementation and the other way round`() {
    #expect(LiteralRecipe.all.map(\.code).sorted() == TaxIdentifierScheme.all.map(\.code))
  }

  @Test(arguments: LiteralRecipe.all)
  func `every known number is accepted, bare and in its usual spelling`(_ recipe: LiteralRecipe) throws {
    let scheme = try #require(TaxIdentifierScheme.named(recipe.code))
    for (number, written) in recipe.examples {
      let outcome = scheme.validate(number)
      #expect(outcome == .wellFormed || outcome == .formatOnly, "\(number)")
      #expect(outcome == recipe.validate(number), "\(number)")
      if !scheme.hasCheckDigit { #expect(outcome == .formatOnly, "\(number)") }
      let compact = try #require(scheme.compact(number))
      #expect(scheme.format(compact) == written)
      #expect(scheme.compact(written) == compact)
      #expect(scheme.validate(written) == outcome)
      for variant in spellings(number, written) { #expect(scheme.validate(variant) == outcome, "\(variant)") }
    }
  }

  @Test(arguments: LiteralRecipe.all)
  func `the neighbours of known numbers are judged as the recipe says`(_ recipe: LiteralRecipe) throws {
    let scheme = try #require(TaxIdentifierScheme.named(recipe.code))
    var random = SeededGenerator(seed: seed(of: recipe.code))
    for (number, written) in recipe.examples {
      for spelling in [number, written] {
        for kind in 0..<10 {
          let neighbour = damaged(spelling, kind: kind, using: &random)
          #expect(scheme.validate(neighbour) == recipe.validate(neighbour), "\(neighbour)")
        }
      }
    }
  }

  @Test(arguments: LiteralRecipe.all)
  func `thousands of right, damaged and random numbers are judged as the recipe says`(_ recipe: LiteralRecipe) throws {
    let scheme = try #require(TaxIdentifierScheme.named(recipe.code))
    var random = SeededGenerator(seed: seed(of: recipe.code) &+ 1)
    var seen: [TaxIdentifierOutcome: Int] = [:]
    for round in 0..<2_400 {
      var text =
        switch round % 8 {
        case 0: repaired(drawn(from: recipe.shapes, using: &random), by: recipe)
        case 1, 2, 6, 7: drawn(from: recipe.shapes, using: &random)
        case 3: damaged(recipe.examples[round / 8 % recipe.examples.count].number, kind: round / 8, using: &random)
        case 4: damaged(drawn(from: recipe.shapes, using: &random), kind: round / 8, using: &random)
        default: noise(using: &random)
        }
      if round % 11 == 0 { text = recipe.code.prefix(2).uppercased() + text }
      let outcome = scheme.validate(text)
      seen[outcome, default: 0] += 1
      guard outcome == recipe.validate(text) else {
        Issue.record("'\(text)': \(outcome), by the recipe \(recipe.validate(text))")
        continue
      }
      guard outcome.isUsable, let compact = scheme.compact(text) else { continue }
      if compact.string != recipe.compact(text) { Issue.record("'\(text)' became '\(compact.string)'") }
      let written = scheme.format(compact)
      if scheme.compact(written) != compact { Issue.record("'\(text)', written '\(written)', is another number") }
    }
    // The comparison says something only when both sides met every outcome often.
    #expect(seen[.wellFormed, default: 0] + seen[.formatOnly, default: 0] > 100)
    #expect(seen[.malformed, default: 0] > 100)
    let canFailCheck = scheme.hasCheckDigit && recipe.code != "mx.rfc"
    #expect(canFailCheck == (seen[.checksum, default: 0] > 0))
  }
}

// MARK: Making numbers

/// Spellings that mean the same: small letters, blanks and invisible characters around, full-width characters.
private func spellings(_ number: String, _ written: String) -> [String] {
  [
    written.lowercased(), "  \(number)\t", "\u{FEFF}\(written)\u{200B}", "\u{A0}\(number)\u{3000}\r\n",
    fullWidth(number), fullWidth(written), mathematical(number),
    written.replacing("-", with: "\u{2011}"), written.replacing(" ", with: "\u{202F}"),
  ]
}

private func fullWidth(_ text: String) -> String {
  var wide = ""
  for scalar in text.unicodeScalars {
    let moved = (0x21...0x7E).contains(scalar.value) ? Unicode.Scalar(scalar.value + 0xFEE0) : scalar
    if let moved { wide.unicodeScalars.append(moved) }
  }
  return wide
}

private func mathematical(_ text: String) -> String {
  var bold = ""
  for scalar in text.unicodeScalars {
    let moved = (0x30...0x39).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0x30 + 0x1D7EC) : scalar
    if let moved { bold.unicodeScalars.append(moved) }
  }
  return bold
}

private let allDigits = Array("0123456789")
private let allLetters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

private func drawn(from shapes: [String], using random: inout SeededGenerator) -> String {
  String(
    shapes[Int.random(in: 0..<shapes.count, using: &random)].map { place in
      switch place {
      case "9": allDigits[Int.random(in: 0..<10, using: &random)]
      case "A": Bool.random(using: &random) ? allLetters[Int.random(in: 0..<26, using: &random)] : "A"
      case "*": (allDigits + allLetters)[Int.random(in: 0..<36, using: &random)]
      default: place
      }
    })
}

/// The number with its last, or its first, or its last two characters changed until the recipe likes it, if it does.
private func repaired(_ text: String, by recipe: LiteralRecipe) -> String {
  if recipe.validate(text) != .checksum { return text }
  for character in allDigits + allLetters {
    for candidate in [String(text.dropLast()) + "\(character)", "\(character)" + text.dropFirst()]
    where recipe.validate(candidate).isUsable { return candidate }
  }
  for value in 0..<100 {
    let two = padded("\(value)", 2)
    for candidate in [String(text.dropLast(2)) + two, two + text.dropFirst(2)]
    where recipe.validate(candidate).isUsable { return candidate }
  }
  return text
}

/// Ten kinds of mistakes.
private func damaged(_ text: String, kind: Int, using random: inout SeededGenerator) -> String {
  var characters = Array(text)
  let spot = Int.random(in: 0..<max(1, characters.count), using: &random)
  let digit = allDigits[Int.random(in: 0..<10, using: &random)]
  let letter = allLetters[Int.random(in: 0..<26, using: &random)]
  guard characters.count > 1 else { return "\(digit)\(letter)" }
  switch kind % 10 {
  case 0: characters[spot] = digit
  case 1: characters.swapAt(min(spot, characters.count - 2), min(spot, characters.count - 2) + 1)
  case 2: characters.remove(at: spot)
  case 3: characters.insert(digit, at: spot)
  case 4: characters[spot] = letter
  case 5: characters.insert(Array(" -./,:_")[Int.random(in: 0..<7, using: &random)], at: spot)
  case 6: characters.append(digit)
  case 7: characters[characters.count - 1] = digit
  case 8: characters[spot] = Array("éÑß€١Ж漢🙂")[Int.random(in: 0..<8, using: &random)]
  default: characters.swapAt(0, spot)
  }
  return String(characters)
}

private func noise(using random: inout SeededGenerator) -> String {
  let alphabet = allDigits + allDigits + allLetters + Array(" -./,:_+*&()'\"éñ\u{A0}\u{2013}\u{200B}１Ａ")
  return String(
    (0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
    })
}

private func seed(of code: String) -> UInt64 { code.utf8.reduce(0xCBF2_9CE4) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
