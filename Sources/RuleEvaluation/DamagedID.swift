import Bytes

/// What spreadsheets and scripts make of ids: they would be another deal than the id of the CRM.
extension ByteView {
  /// Whether ``damageOfID`` must look.
  @inline(__always)
  var mayBeDamagedID: Bool {
    self[0] == UInt8(ascii: "#") || position(of: UInt8(ascii: "."), or: UInt8(ascii: "+")) < count
  }

  /// Why this cannot be the id of a deal, in words; nil when it can.
  var damageOfID: String? {
    let text = string
    if ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"].contains(text.uppercased()) {
      return "is an error of a spreadsheet"
    }
    // 5.34E+11: the last digits are gone.
    if text.wholeMatch(of: /[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+/) != nil, text.contains(where: { ".,+".contains($0) }) {
      return "was shortened by a spreadsheet"
    }
    if text.wholeMatch(of: /[0-9]+\.0+/) != nil { return "is written as a number with a fraction" }
    return nil
  }
}
