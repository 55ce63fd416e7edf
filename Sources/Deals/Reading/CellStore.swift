public import Bytes

/// A row of cells that lies in a ``CellStore``; two words, valid as long as the store keeps it.
@safe @frozen
public struct CellRow: @unchecked Sendable {
  // Unchecked: written by the reader before the block is handed out, only read afterwards.
  @usableFromInline @unsafe let start: UnsafeMutablePointer<ByteView>

  init(start: UnsafeMutablePointer<ByteView>) { unsafe self.start = start }

  /// A row without cells, to begin with.
  public static let none = unsafe CellRow(start: .allocate(capacity: 1))

  @inlinable @inline(__always)
  public subscript(index: Int) -> ByteView {
    get { unsafe start[index] }
    nonmutating set { unsafe start[index] = newValue }
  }
}

extension CellRow {
  /// Asks for the memory of the first `count` cells before they are needed.
  @inline(__always)
  func prefetch(_ count: Int) {
    unsafe ByteView(
      start: UnsafePointer(UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self)), count: count * 16
    )
    .prefetch()
  }
}

/// Memory for rows of cells: handed out in order, taken back all at once, never moved.
@safe
final class CellStore {
  private struct Page {
    let row: CellRow
    let size: Int
  }
  private var pages: [Page] = []
  private var page = 0
  private var used = 0
  private static let pageSize = 1 << 14

  deinit { for page in pages { unsafe page.row.start.deallocate() } }

  func reset() {
    page = 0
    used = 0
  }

  /// A row of `count` empty cells.
  func row(_ count: Int) -> CellRow {
    let row = uninitialized(count)
    unsafe row.start.initialize(repeating: .empty, count: count)
    return row
  }

  /// Room for `count` cells, to be written by the caller.
  func uninitialized(_ count: Int) -> CellRow {
    while page < pages.count, used + count > pages[page].size {
      page += 1
      used = 0
    }
    if page == pages.count {
      let size = max(Self.pageSize, count)
      pages.append(Page(row: unsafe CellRow(start: .allocate(capacity: size)), size: size))
    }
    let row = unsafe CellRow(start: pages[page].row.start + used)
    used += count
    return row
  }
}
