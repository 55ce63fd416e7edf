import Foundation

/// A name in the form in which names are compared: NFKC, outer blanks off, inner blanks one, letters in lower case; no
/// locale has a say (reliability reference, T28).
public func nameKey(_ name: String) -> String {
  var name = name
  if let key = name.withUTF8({ unsafe plainKey($0) }) { return key }
  let words = name.precomposedStringWithCompatibilityMapping.lowercased().split(whereSeparator: \.isWhitespace)
  return words.joined(separator: " ").replacing("ς", with: "σ")
}

/// The key of a text of plain ASCII; nil for any other.
@unsafe
private func plainKey(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
  for index in bytes.indices where unsafe bytes[index] >= 0x80 { return nil }
  return unsafe String(unsafeUninitializedCapacity: bytes.count) { out in
    var count = 0
    var isAfterBlank = true
    for index in bytes.indices {
      let byte = unsafe bytes[index]
      let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
      if isBlank, isAfterBlank { continue }
      unsafe out[count] = isBlank ? 0x20 : (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      count += 1
      isAfterBlank = isBlank
    }
    if count > 0, isAfterBlank { count -= 1 }
    return count
  }
}

/// What is left of a name when all that people write now so, now so is taken away: two names with the same skeleton
/// are told apart by a computer, hardly by a reader.
///
/// Letters of other scripts become the Latin ones that they look like (a choice of Unicode's confusables, UTS 39),
/// accents, punctuation and blanks go, `&` is `and`, and legal forms take their short spelling.
public func nameSkeleton(_ name: String) -> String {
  var words: [String] = [""]
  for scalar in name.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
    if let latin = lookalikes[scalar] {
      words[words.count - 1] += latin
    } else if scalar == "&" || scalar == "+" {
      words += ["and", ""]
    } else if scalar.properties.isWhitespace || scalar == "-" || scalar == "/" || scalar == "," {
      words.append("")
    } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      words[words.count - 1].unicodeScalars.append(scalar)
    }
  }
  return words.map { legalForms[$0] ?? $0 }.joined().replacing("gesellschaftmitbeschränkterhaftung", with: "gmbh")
}

private let legalForms = [
  "limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co", "aktiengesellschaft": "ag",
  "gesellschaft": "ges", "kommanditgesellschaft": "kg", "und": "and", "et": "and", "mbh": "mbh", "the": "",
]

/// Cyrillic and Greek letters that look like Latin ones, in lower case, and spellings of one letter by two.
private let lookalikes: [Unicode.Scalar: String] = [
  "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "м": "m", "н": "h",
  "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "у": "y", "ѵ": "v", "ԝ": "w", "х": "x", "ӏ": "l",
  "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "m", "ν": "v", "ο": "o", "ρ": "p", "σ": "o",
  "τ": "t", "υ": "u", "χ": "x", "ζ": "z", "γ": "y", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae",
  "œ": "oe", "þ": "th", "ð": "d",
]
