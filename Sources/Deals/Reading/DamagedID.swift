public import Bytes

/// What spreadsheets and scripts make of ids: they would be another deal than the id of the CRM.
extension ByteView {
  /// Whether ``damageOfID(isNumeric:)`` must look; false for letters, digits and hyphens alone, the first no zero.
  public var mayBeDamagedID: Bool {
    if count > 1, self[0] == 0x30 { return true }
    for i in 0..<count {
      let byte = self[i]
      let isPlain =
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x2D || byte == 0x5F
      if !isPlain { return true }
    }
    return false
  }

  /// Why this cannot be the id of a deal, in words; nil when it can.
  ///
  /// - Parameter isNumeric: Whether ids are whole numbers.
  public func damageOfID(isNumeric: Bool) -> String? {
    let text = string
    if ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"].contains(text.uppercased()) {
      return "is an error of a spreadsheet"
    }
    // 5.34E+11: the last digits are gone.
    if text.wholeMatch(of: /[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+/) != nil, text.contains(where: { ".,+".contains($0) }) {
      return "was shortened by a spreadsheet"
    }
    if text.wholeMatch(of: /[0-9]+\.0+/) != nil, !isNumeric || text.wholeMatch(of: /[0-9]{1,3}(\.000)+/) == nil {
      return "is written as a number with a fraction"
    }
    guard isNumeric else { return nil }
    if text.wholeMatch(of: /[0-9]{1,3}([.,' \u{A0}\u{2009}\u{202F}\u{2019}][0-9]{3})+/) != nil {
      return "has its digits grouped by a spreadsheet"
    }
    if text.wholeMatch(of: /[0-9]+,0+/) != nil { return "is written as a number with a fraction" }
    if text.wholeMatch(of: /[0-9]+( ?[,;|] ?[0-9]+)+/) != nil { return "names several deals" }
    // 0412, '412 and ４１２ are 412 to whoever reads them, and another deal to whoever compares.
    if text.wholeMatch(of: /[1-9][0-9]*|0/) == nil, !text.contains(where: \.isLetter), text.contains(where: \.isNumber)
    {
      return "is not written as the whole number that it is in the CRM"
    }
    return nil
  }
}

extension ByteView {
  /// Whether this value of a record of JSON stands there without quotes and is no whole number: `1e3` is 1000, and `true` is
  /// no id.
  func isOddToken(in record: ByteView) -> Bool {
    guard let end = record.offset(ofEnd: self) else { return equals("true") || equals("false") }
    let isQuoted = end > count && record[end - count - 1] == UInt8(ascii: "\"")
    return !isQuoted && isOddToken
  }

  /// Whether this may be such a value, by its letters.
  var isOddToken: Bool {
    if isEmpty || count > 32 { return false }
    let isPlain = (0..<count).allSatisfy { self[$0] >= 0x30 && self[$0] <= 0x39 }
    return !isPlain && string.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?([eE][+\-]?[0-9]+)?|true|false/) != nil
  }

  /// The words for such an id.
  public static var oddTokenWords: String { "is a number or word of JSON and not the whole number that ids are" }
}
