import Bytes

/// The walk through a record. Every byte is checked by the cursor, also where no path goes.
extension PathTrie {
  /// Reads the object whose opening brace is here and picks what the paths below `node` want.
  func walkObject(
    _ node: Node, _ cursor: inout JSONCursor, _ cells: inout JSONCells, _ arena: inout Arena
  ) throws(JSONError) {
    try cursor.open()
    let object = cells.newStamp()
    var key = try cursor.firstKey()
    while let name = key {
      let child = child(of: node, named: name.text(in: &arena))
      if child < 0 {
        try cursor.skipValue()
      } else {
        if !cells.stamp(child, object) { throw JSONError(.duplicateKey, at: cursor.start(of: name)) }
        try walkValue(child, &cursor, &cells, &arena)
      }
      key = try cursor.nextKey()
    }
  }

  /// Reads any value and picks what the paths through the node want of it.
  private func walkValue(
    _ index: Int32, _ cursor: inout JSONCursor, _ cells: inout JSONCells, _ arena: inout Arena
  ) throws(JSONError) {
    let node = unsafe nodes[Int(index)]
    let first = cursor.skipSpace()
    let start = cursor.offset
    let isObject = first == UInt8(ascii: "{")
    let goesOn = isObject ? node.hasMembers : first == UInt8(ascii: "[") && (node.hasElements || node.hasJoins)
    if node.textSlot >= 0 {
      var ahead = cursor
      let text = try readText(&ahead, &cells, &arena)
      cells.put(text.kind, text.view, in: node.textSlot)
      if !goesOn { cursor = ahead }
    }
    if goesOn {
      if isObject {
        try walkObject(node, &cursor, &cells, &arena)
      } else {
        try walkArray(node, &cursor, &cells, &arena)
      }
    } else if node.textSlot < 0 {
      try cursor.skipValue()
    }
    if node.rawSlot >= 0 {
      let isNull = first == UInt8(ascii: "n")
      cells.put(
        isNull ? .null : .text, isNull ? .empty : cursor.bytes.slice(start, cursor.offset), in: node.rawSlot)
    }
  }

  /// Reads the array whose opening bracket is here; once more for each path that goes through all elements.
  private func walkArray(
    _ node: Node, _ cursor: inout JSONCursor, _ cells: inout JSONCells, _ arena: inout Arena
  ) throws(JSONError) {
    var ahead = cursor
    for join in node.joinStart..<node.joinEnd {
      ahead = cursor
      try walkAllElements(unsafe joins[Int(join)], &ahead, &cells, &arena)
    }
    guard node.hasElements else {
      cursor = ahead
      return
    }
    try cursor.open()
    guard cursor.firstElement() else { return }
    var index = 0
    repeat {
      let child = child(of: node, at: index)
      if child < 0 {
        try cursor.skipValue()
      } else {
        try walkValue(child, &cursor, &cells, &arena)
      }
      index += 1
    } while try cursor.nextElement()
  }

  private func walkAllElements(
    _ join: Join, _ cursor: inout JSONCursor, _ cells: inout JSONCells, _ arena: inout Arena
  ) throws(JSONError) {
    var texts = JoinedTexts(cells.joined.count)
    try cursor.open()
    if cursor.firstElement() {
      repeat {
        cells.put(.missing, .empty, in: join.slot)
        cells.put(.missing, .empty, in: join.primarySlot)
        try walkValue(join.root, &cursor, &cells, &arena)
        let (kind, view) = cells.read(join.slot)
        texts.add(kind, view, isPrimary: cells.read(join.primarySlot).view.equals("true"), to: &cells.joined)
      } while try cursor.nextElement()
    }
    let (kind, view) = texts.finish(&cells.joined, &arena)
    cells.put(kind, view, in: join.slot)
  }

  // MARK: Values as text

  private struct Text {
    var kind: JSONCellKind
    var view: ByteView
    var isPrimary = false

    init(_ kind: JSONCellKind, _ view: ByteView) {
      self.kind = kind
      self.view = view
    }
  }

  /// Passes any value and returns its text as ``JSONPathSet`` defines it.
  @inline(__always)
  private func readText(
    _ cursor: inout JSONCursor, _ cells: inout JSONCells, _ arena: inout Arena
  ) throws(JSONError) -> Text {
    switch cursor.skipSpace() {
    case UInt8(ascii: "\""): return Text(.text, try cursor.string().text(in: &arena))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return Text(.text, try cursor.number())
    case UInt8(ascii: "{"): return try readObject(&cursor, &cells, &arena)
    case UInt8(ascii: "["): return try readArray(&cursor, &cells, &arena)
    case UInt8(ascii: "t"):
      try cursor.literal("true")
      return Text(.text, ByteView("true"))
    case UInt8(ascii: "f"):
      try cursor.literal("false")
      return Text(.text, ByteView("false"))
    case UInt8(ascii: "n"):
      try cursor.literal("null")
      return Text(.null, .empty)
    default: throw cursor.failure(.valueExpected)
    }
  }

  private func readObject(
    _ cursor: inout JSONCursor, _ cells: inout JSONCells, _ arena: inout Arena
  ) throws(JSONError) -> Text {
    var value: Text?
    var label: Text?
    var primary: Text?
    try cursor.open()
    var key = try cursor.firstKey()
    while let name = key {
      let text = name.text(in: &arena)
      if text.equals("value") {
        if value != nil { throw JSONError(.duplicateKey, at: cursor.start(of: name)) }
        value = try readText(&cursor, &cells, &arena)
      } else if text.equals("label") {
        if label != nil { throw JSONError(.duplicateKey, at: cursor.start(of: name)) }
        label = try readText(&cursor, &cells, &arena)
      } else if text.equals("primary") {
        if primary != nil { throw JSONError(.duplicateKey, at: cursor.start(of: name)) }
        primary = try readText(&cursor, &cells, &arena)
      } else {
        try cursor.skipValue()
      }
      key = try cursor.nextKey()
    }
    var result = value ?? label ?? Text(.structure, .empty)
    result.isPrimary = primary?.view.equals("true") ?? false
    return result
  }

  private func readArray(
    _ cursor: inout JSONCursor, _ cells: inout JSONCells, _ arena: inout Arena
  ) throws(JSONError) -> Text {
    var texts = JoinedTexts(cells.joined.count)
    try cursor.open()
    if cursor.firstElement() {
      repeat {
        if cursor.skipSpace() == UInt8(ascii: "[") {
          // Joining arrays of arrays would hide what belongs together.
          try cursor.skipValue()
          texts.add(.structure, .empty, isPrimary: false, to: &cells.joined)
        } else {
          let text = try readText(&cursor, &cells, &arena)
          texts.add(text.kind, text.view, isPrimary: text.isPrimary, to: &cells.joined)
        }
      } while try cursor.nextElement()
    }
    let (kind, view) = texts.finish(&cells.joined, &arena)
    return Text(kind, view)
  }
}
