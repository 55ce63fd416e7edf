import Bytes
import TaxIdentifiers

extension TaxIdentifierScheme {
  func validate(_ text: String) -> TaxIdentifierOutcome { text.withByteView { validate($0) } }

  func compact(_ text: String) -> CompactIdentifier? { text.withByteView { compact($0) } }

  func format(_ compact: CompactIdentifier) -> String {
    var out = ByteBuffer()
    format(compact, into: &out)
    return out.view.string
  }
}

extension TaxIdentifierCountry {
  static func find(_ code: String) -> TaxIdentifierCountry? { code.withByteView { find($0) } }

  func conflictingPrefix(_ text: String) -> String? { text.withByteView { conflictingPrefix($0) } }

  /// Outcome, code of the scheme, written form.
  func judged(_ text: String) -> (outcome: TaxIdentifierOutcome, code: String?, written: String?) {
    let (outcome, scheme, compact) = text.withByteView { judge($0) }
    return (outcome, scheme?.code, compact.flatMap { scheme?.format($0) })
  }
}

/// The same numbers for the same seed (SplitMix64 by Sebastiano Vigna, public domain).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
