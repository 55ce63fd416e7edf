import Bytes
import Testing

@Test(arguments: [1, 63, 64, 65, 4096, 100_000])
func `a buffer grows and keeps what was written`(_ size: Int) {
  var buffer = ByteBuffer(capacity: 1)
  var expected: [UInt8] = []
  for i in 0..<size {
    buffer.append(UInt8(truncatingIfNeeded: i &* 31))
    expected.append(UInt8(truncatingIfNeeded: i &* 31))
  }
  #expect(buffer.view.array == expected)
  // Appending a whole view of another buffer at once crosses several doublings.
  var second = ByteBuffer(capacity: 1)
  second.append(buffer.view)
  second.append(buffer.view)
  #expect(second.view.array == expected + expected)
  second.truncate(to: size)
  #expect(second.view.array == expected)
  second.removeAll()
  #expect(second.view.isEmpty)
}

@Test(arguments: [
  0, 1, 9, 10, 11, 99, 100, 999_999_999, 1_000_000_000, -1, -10, Int.max, Int.min, Int(Int32.min), 1 << 53,
])
func `whole numbers are written in decimal digits`(_ number: Int) {
  var buffer = ByteBuffer(capacity: 1)
  buffer.append(decimal: number)
  #expect(buffer.view.string == String(number))
}

@Test func `every count of digits is written, up to the largest number`() {
  var power: UInt = 1
  while true {
    for number in [power - 1, power, power &+ 1, UInt.max] {
      var buffer = ByteBuffer()
      buffer.append(decimal: number)
      #expect(buffer.view.string == String(number))
    }
    let (next, overflow) = power.multipliedReportingOverflow(by: 10)
    if overflow { break }
    power = next
  }
}

@Test(arguments: [(7, 2, "07"), (2026, 4, "2026"), (5, 1, "5"), (0, 3, "000"), (12345, 2, "45"), (9, 0, "")])
func `a fixed width has zeros in front`(_ row: (number: Int, width: Int, text: String)) {
  var buffer = ByteBuffer()
  buffer.append(decimal: row.number, width: row.width)
  #expect(buffer.view.string == row.text)
}

@Test func `texts of an arena stay where they are until it is reset`() {
  var arena = Arena(pageSize: 64)
  var views: [ByteView] = []
  for i in 0..<200 { views.append(String(repeating: "x", count: i).withByteView { arena.copy($0) }) }
  for (i, view) in views.enumerated() { #expect(view.string == String(repeating: "x", count: i)) }
  arena.reset()
  let again = "fresh".withByteView { arena.copy($0) }
  #expect(again.string == "fresh")
}

@Test func `taking from a buffer cuts it off there`() {
  var arena = Arena()
  var buffer = ByteBuffer()
  buffer.append("head")
  buffer.append("tail")
  let taken = arena.take(from: &buffer, startingAt: 4)
  #expect(taken.equals("tail"))
  #expect(buffer.view.equals("head"))
  buffer.append("OVER")
  #expect(taken.equals("tail"))
}
