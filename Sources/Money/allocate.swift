/// Splits `total` in proportion to `weights` into `parts`, losing no unit.
///
/// Largest remainder (Hamilton): each share is rounded toward zero, what is left goes one unit each to the largest
/// remainders, ties to the earlier weight. 100 over three equal weights gives 34, 33, 33; a negative total is split as
/// its absolute value. A zero weight gets zero.
///
/// - Parameters:
///   - total: Minor units to hand out.
///   - weights: One per part, each ≥ 0.
///   - parts: Overwritten; as many as weights, their sum is exactly `total`.
/// - Returns: False, with all parts zero, when the weights are empty, negative or all zero while `total` is not zero.
@discardableResult
public func allocate(_ total: Int64, by weights: [Int64], into parts: inout [Int64]) -> Bool {
  parts.removeAll(keepingCapacity: true)
  var sum: Int128 = 0
  for weight in weights {
    guard weight >= 0 else {
      parts = Array(repeating: 0, count: weights.count)
      return false
    }
    sum += Int128(weight)
  }
  guard sum > 0 else {
    parts = Array(repeating: 0, count: weights.count)
    return total == 0
  }
  let magnitude = Int128(total.magnitude)
  var remainders: [(rest: Int128, index: Int)] = []
  remainders.reserveCapacity(weights.count)
  var given: Int128 = 0
  for (index, weight) in weights.enumerated() {
    let (share, rest) = (magnitude * Int128(weight)).quotientAndRemainder(dividingBy: sum)
    parts.append(Int64(truncatingIfNeeded: share))
    given += share
    remainders.append((rest, index))
  }
  var left = Int(magnitude - given)
  if left > 0 {
    remainders.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.index < $1.index }
    for (_, index) in remainders where left > 0 {
      parts[index] &+= 1
      left -= 1
    }
  }
  // The least total has no positive counterpart: it wraps above and comes out right here.
  if total < 0 { for index in parts.indices { parts[index] = 0 &- parts[index] } }
  return true
}
