/// A list that never changes, in memory of its own: its elements are read in place, without counting a reference.
///
/// Two threads that count references on one object wait for each other, and copying a section of the rules counts a dozen.
@safe
struct FixedList<Element>: ~Copyable {
  @unsafe private let elements: UnsafeMutableBufferPointer<Element>

  init(_ list: [Element]) {
    unsafe elements = .allocate(capacity: list.count)
    _ = unsafe elements.initialize(from: list)
  }

  deinit { unsafe elements.deinitialize().deallocate() }

  var count: Int { unsafe elements.count }

  /// The element at `index`, 0 ≤ index < count.
  subscript(index: Int) -> Element {
    @inline(__always) unsafeAddress { unsafe UnsafePointer(elements.baseAddress.unsafelyUnwrapped + index) }
  }
}

/// One value in memory of its own, read in place like an element of a ``FixedList``.
@safe
struct Fixed<Value>: ~Copyable {
  @unsafe private let place: UnsafeMutablePointer<Value>

  init(_ value: Value) {
    unsafe place = .allocate(capacity: 1)
    unsafe place.initialize(to: value)
  }

  deinit {
    unsafe place.deinitialize(count: 1)
    unsafe place.deallocate()
  }

  var value: Value {
    @inline(__always) unsafeAddress { unsafe UnsafePointer(place) }
  }
}
