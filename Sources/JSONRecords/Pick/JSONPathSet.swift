public import Bytes

/// What one column of the cells picked from a record is.
public enum JSONColumn: Sendable {
  /// The text at the first of these paths that is not empty there.
  case text([JSONPath])
  /// The array (as JSON text) at the first of these paths that is not empty there; its elements are read with
  /// ``JSONPathSet/forEachElement(of:in:into:arena:_:)``. Paths through all elements (`[]`) lead nowhere here.
  case elements([JSONPath])
}

/// Many paths, compiled so that all their values are picked from a record in one pass that also checks the record.
///
/// How a value becomes the text of a cell:
/// - text is unescaped; a number stays as written; true and false are `true` and `false`; null is empty;
/// - an object yields its member `value` (as Pipedrive's organisations, people and money have it), else `label`;
/// - an array yields its values joined with ",", those that are empty left out; the element with `primary: true`
///   comes first. The same goes for `[]` inside a path.
/// - An object or array that yields no text is empty, its ``JSONCells/kind(of:)`` says so.
public final class JSONPathSet: Sendable {
  let trie: PathTrie
  private let columns: [ArraySlice<Int32>]

  /// Compiles the paths of each column.
  public init(_ columns: [JSONColumn]) {
    var builder = PathTrieBuilder()
    var slots: [[Int32]] = []
    for column in columns {
      switch column {
      case .text(let paths): slots.append(paths.map { builder.textSlot(of: $0) })
      case .elements(let paths): slots.append(paths.compactMap { builder.rawSlot(of: $0) })
      }
    }
    trie = PathTrie(builder)
    self.columns = slots.map { $0[...] }
  }

  /// Number of columns.
  public var columnCount: Int { columns.count }

  /// Cells for these columns; one set of cells per thread.
  public func makeCells() -> JSONCells { JSONCells(self) }

  @inline(__always)
  func slots(of column: Int) -> ArraySlice<Int32> { columns[column] }

  /// Picks the columns from `record`, one JSON object, and checks all of it.
  ///
  /// - Parameters:
  ///   - cells: From ``makeCells()`` of this set.
  ///   - arena: Receives texts that are not in the record as such (unescaped, joined).
  /// - Returns: What is wrong with the record (the cells then mean nothing), or nil. A member that a path goes
  ///   through must not stand twice in its object.
  public func extract(record: ByteView, into cells: inout JSONCells, arena: inout Arena) -> JSONError? {
    precondition(cells.paths === self, "cells of another set of paths")
    var cursor = JSONCursor(record)
    do {
      try pick(&cursor, &cells, &arena)
      try cursor.finish()
      return nil
    } catch {
      return error
    }
  }

  /// Picks this set's columns from each element of an array of objects.
  ///
  /// - Parameters:
  ///   - array: A cell of a column ``JSONColumn/elements(_:)``: an array, an object whose member `data` is one
  ///     (or null), or empty. It was checked when the record was.
  ///   - record: The record that `array` is part of; places are counted from its start.
  ///   - body: Receives the cells of one element and the element's offset in `record`.
  /// - Returns: What is wrong, or nil; earlier elements were handed out then.
  public func forEachElement<E: Error>(
    of array: ByteView, in record: ByteView, into cells: inout JSONCells, arena: inout Arena,
    _ body: (borrowing JSONCells, Int) throws(E) -> Void
  ) throws(E) -> JSONError? {
    precondition(cells.paths === self, "cells of another set of paths")
    if array.isEmpty { return nil }
    let origin = unsafe array.start - record.start
    var cursor = JSONCursor(array)
    do throws(JSONError) {
      guard try enterArray(&cursor), cursor.firstElement() else { return nil }
    } catch {
      return JSONError(error.problem, at: origin + error.offset)
    }
    while true {
      _ = cursor.skipSpace()
      let start = cursor.offset
      do throws(JSONError) { try pick(&cursor, &cells, &arena) } catch {
        return JSONError(error.problem, at: origin + error.offset)
      }
      try body(cells, origin + start)
      do throws(JSONError) {
        guard try cursor.nextElement() else { return nil }
      } catch {
        return JSONError(error.problem, at: origin + error.offset)
      }
    }
  }

  private func pick(_ cursor: inout JSONCursor, _ cells: inout JSONCells, _ arena: inout Arena) throws(JSONError) {
    cells.clear()
    guard cursor.skipSpace() == UInt8(ascii: "{") else { throw cursor.failure(.objectExpected) }
    try trie.walkObject(unsafe trie.nodes[0], &cursor, &cells, &arena)
  }

  /// Passes the opening bracket of the array here, or of the array that is the object's member `data`.
  private func enterArray(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
    let byte = cursor.skipSpace()
    if byte == UInt8(ascii: "[") {
      try cursor.open()
      return true
    }
    guard byte == UInt8(ascii: "{") else { throw cursor.failure(.arrayExpected) }
    let start = cursor.offset
    try cursor.open()
    var key = try cursor.firstKey()
    while let name = key {
      if name.raw.equals("data") {
        let value = cursor.skipSpace()
        if value == UInt8(ascii: "n") { return false }
        guard value == UInt8(ascii: "[") else { throw cursor.failure(.arrayExpected) }
        try cursor.open()
        return true
      }
      try cursor.skipValue()
      key = try cursor.nextKey()
    }
    throw JSONError(.arrayExpected, at: start)
  }
}
