import Bytes
import Countries

/// Countries by the text they were last written with: exports name the same few again and again.
@safe
struct CountryMemo: ~Copyable {
  private static let slotCount = 64
  private static let longest = 24

  private struct Slot {
    var count = 0
    var country: Country?
  }
  @unsafe private let slots: UnsafeMutableBufferPointer<Slot>
  /// `longest` bytes a slot.
  @unsafe private let texts: UnsafeMutablePointer<UInt8>

  init() {
    unsafe slots = .allocate(capacity: Self.slotCount)
    unsafe slots.initialize(repeating: Slot())
    unsafe texts = .allocate(capacity: Self.slotCount * Self.longest)
    unsafe texts.initialize(repeating: 0, count: Self.slotCount * Self.longest)
  }

  deinit {
    unsafe slots.deallocate()
    unsafe texts.deallocate()
  }

  /// As ``Country/find(_:)``.
  func find(_ text: ByteView) -> Country? {
    guard text.count <= Self.longest, !text.isEmpty else { return Country.find(text) }
    let at = Int(truncatingIfNeeded: text.stableHash) & (Self.slotCount - 1)
    let known = unsafe ByteView(start: UnsafePointer(texts + at * Self.longest), count: slots[at].count)
    if known == text { return unsafe slots[at].country }
    let country = Country.find(text)
    for i in 0..<text.count { unsafe texts[at * Self.longest + i] = text[i] }
    unsafe slots[at] = Slot(count: text.count, country: country)
    return country
  }
}
