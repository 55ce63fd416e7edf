import Money
import Testing

private func allocated(_ total: Int64, _ weights: [Int64]) -> (isDone: Bool, parts: [Int64]) {
  var parts: [Int64] = [7, 7, 7]
  let isDone = allocate(total, by: weights, into: &parts)
  return (isDone, parts)
}

private let examples: [(Int64, [Int64], [Int64])] = [
  (100, [1, 1, 1], [34, 33, 33]), (-100, [1, 1, 1], [-34, -33, -33]), (0, [3, 4], [0, 0]), (5, [0, 1], [0, 5]),
  (1, [1, 1], [1, 0]), (10, [5, 3, 2], [5, 3, 2]), (7, [10, 0, 10], [4, 0, 3]), (2, [1, 3], [1, 1]),
  (2, [3, 1], [2, 0]), (.max, [1], [.max]), (.min, [1], [.min]), (.min, [1, 1], [.min / 2, .min / 2]),
  (.max, [.max, .max], [4_611_686_018_427_387_904, 4_611_686_018_427_387_903]), (.min, [.max, 0], [.min, 0]),
]

@Test(arguments: examples)
func `an amount is split by the largest remainder`(_ row: (total: Int64, weights: [Int64], parts: [Int64])) {
  let (isDone, parts) = allocated(row.total, row.weights)
  #expect(isDone)
  #expect(parts == row.parts)
}

@Test(arguments: [(1, []), (1, [0, 0]), (1, [2, -1]), (-5, [0])] as [(Int64, [Int64])])
func `without weights nothing is handed out, and that is said`(_ row: (total: Int64, weights: [Int64])) {
  let (isDone, parts) = allocated(row.total, row.weights)
  #expect(!isDone)
  #expect(parts == row.weights.map { _ in 0 })
}

@Test func `nothing may be split over nothing`() {
  #expect(allocated(0, []).isDone)
  #expect(allocated(0, [0, 0]).parts == [0, 0])
}

@Test(arguments: UInt64(1)...1200) func `no unit is lost and no part is off by a whole one`(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  let top: Int64 = seed % 3 == 0 ? .max : seed % 3 == 1 ? 1000 : 10_000_000
  let weights = (0..<Int.random(in: 1...40, using: &random)).map { _ in Int64.random(in: 0...top, using: &random) }
  let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
  guard sum > 0 else { return }
  let total = Int64.random(in: (seed % 2 == 0 ? -top : 0)...top, using: &random)
  let (isDone, parts) = allocated(total, weights)
  #expect(isDone)
  #expect(parts.reduce(Int128(0)) { $0 + Int128($1) } == Int128(total))
  for (weight, part) in zip(weights, parts) {
    let share = (Int128(total.magnitude) * Int128(weight)) / sum
    #expect(Int128(part.magnitude) == share || Int128(part.magnitude) == share + 1)
    if weight == 0 { #expect(part == 0) }
    #expect(part == 0 || (part < 0) == (total < 0))
  }
  // Lines in another order get the same, unless two remainders tie (then the earlier line gets the unit).
  let rests = weights.map { (Int128(total.magnitude) * Int128($0)) % sum }
  if Set(rests).count == rests.count {
    #expect(allocated(total, weights.reversed()).parts == parts.reversed())
  }
}
