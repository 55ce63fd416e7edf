import Bytes
import CByteMasks
import Diagnostics

extension CSVReader {
  /// Finds the records in `block`'s bytes; returns where the first one that is not whole begins.
  ///
  /// Per 64 bytes one mask of quotes and one of delimiters and line ends. A running parity of the quotes says which
  /// of the latter stand outside. Quotes are checked on the masks as well: one that opens must stand at the start of
  /// a field or right behind one that closes (a doubled quote); behind one that closes a delimiter, a line end or
  /// another quote must come. Where that fails, the record is read again byte by byte for the exact message.
  ///
  /// Rows of one deal repeat its columns: what a record has in common with the one before is not looked through again,
  /// field ends are taken over, and reading goes on at the first field that differs.
  func scan(_ block: CSVBlock, atEnd: Bool) throws(RefusedInput) -> Int {
    let bytes = unsafe block.bytes
    let dataEnd = block.byteCount
    // A last line without an end gets one, in the room behind the data.
    if atEnd { unsafe bytes[dataEnd] = 0x0A }
    let end = atEnd ? dataEnd + 1 : dataEnd
    let delimiter = dialect.delimiter
    let quote = dialect.quote
    let columnCount = header.count
    let stride = block.stride
    let checkedLength = min(options.limits.fieldBytes, options.limits.recordBytes)
    var records = unsafe block.records
    var spans = unsafe block.spans
    var capacity = block.recordCapacity
    var recordCount = 0
    /// The spans of the record at hand.
    var row = unsafe spans
    var recordStart = 0
    var fieldStart = 0
    var column = 0
    var lineFeeds = 0
    var carriageReturns = 0
    /// Where an LF would be the second half of a line end.
    var secondHalf = awaitsLineFeed ? 0 : -1
    var lineEndsInside = 0
    var quotedCarry: UInt64 = 0
    var separatorCarry: UInt64 = 1
    var closingCarry: UInt64 = 0
    var lastDoubled = -1
    /// The end of the last 64 bytes with something in a field that its copy would not have in the same place.
    var lastSpecial = -1
    /// Where the last whole record begins, −1 when the next cannot share its fields, and how many this one shares.
    var model = -1
    var shared = 0
    var guess = 0
    var violation = -1
    block.firstRow = counts.dataRows + 1

    var base = 0
    // Where the fields of the record at hand end, counted from its beginning.
    let fieldEnds = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: columnCount + 1)
    defer { unsafe fieldEnds.deallocate() }
    unsafe try slots.withUnsafeBufferPointer { slots throws(RefusedInput) in
      chunks: while base < end, violation < 0 {
        let chunk = unsafe bytes + base
        let valid: UInt64 = end - base >= 64 ? .max : (1 &<< UInt64(end - base)) &- 1
        var separators = unsafe bytemasks_any(chunk, delimiter, 0x0A, 0x0D) & valid
        let quotes = unsafe bytemasks_equal(chunk, quote) & valid
        var doubled: UInt64 = 0
        var inside: UInt64 = 0
        if quotes | quotedCarry | closingCarry == 0 {
          separatorCarry = separators >> 63
        } else {
          let quoted = bytemasks_prefix_xor(quotes) ^ quotedCarry
          let opening = quotes & quoted
          let closing = quotes & ~quoted
          inside = separators & quoted
          separators &= ~quoted
          let afterClosing = (closing << 1 | closingCarry) & valid
          let fieldStarts = separators << 1 | separatorCarry
          doubled = opening & afterClosing
          let wrong = (opening & ~(fieldStarts | afterClosing)) | (afterClosing & ~(separators | opening))
          quotedCarry = quoted & (1 << 63) == 0 ? 0 : .max
          separatorCarry = separators >> 63
          closingCarry = closing >> 63
          if wrong != 0 {
            violation = base + wrong.trailingZeroBitCount
            separators &= (1 &<< UInt64(wrong.trailingZeroBitCount)) &- 1
          }
          if inside != 0 { inside = unsafe lineEndBits(chunk, inside) }
        }
        if doubled | inside != 0 { lastSpecial = base &+ 63 }
        let isSpecial = doubled | inside != 0 || lastDoubled > fieldStart

        while separators != 0 {
          let bit = separators.trailingZeroBitCount
          separators &= separators &- 1
          let at = base &+ bit
          var start = fieldStart
          var length = at &- fieldStart
          let place = min(column, columnCount)
          let slot = unsafe Int(slots[place])
          if unsafe bytes[start] == quote {
            start &+= 1
            length &-= 2
            if isSpecial, slot < stride - 1 {
              let before = doubled & ((1 &<< UInt64(bit)) &- 1)
              if (before != 0 ? base + 63 - before.leadingZeroBitCount : lastDoubled) > fieldStart {
                (start, length) = unescape(block, start, length)
              }
            }
          }
          unsafe row[slot] =
            UInt64(truncatingIfNeeded: start) &<< 32 | UInt64(truncatingIfNeeded: length)
          column &+= 1
          fieldStart = at &+ 1
          let byte = unsafe bytes[at]
          if byte == delimiter {
            unsafe fieldEnds[place] = UInt32(truncatingIfNeeded: at &- recordStart)
            continue
          }

          // The end of a record.
          let recordLength = at &- recordStart
          let columns = column
          column = 0
          if isSpecial {
            let before = inside & ((1 &<< UInt64(bit)) &- 1)
            lineEndsInside += before.nonzeroBitCount
            inside &= ~before
          }
          let isSecondHalf = recordLength == 0 && byte == 0x0A && at == secondHalf && at < dataEnd
          if isSecondHalf {
            carriageReturns -= 1
            counts.carriageReturnLineFeeds += 1
          } else {
            var isData = true
            if columns != columnCount || recordLength == columnCount &- 1 || recordLength > checkedLength {
              if at == dataEnd, recordLength == 0 {
                recordStart = at
                break
              }
              isData = try isUnusualRecordData(block, recordStart, at, columns)
            }
            if byte == 0x0A {
              if at < dataEnd { lineFeeds &+= 1 }
            } else {
              carriageReturns &+= 1
              secondHalf = at &+ 1
            }
            model = -1
            if isData {
              unsafe records[recordCount] = CSVBlock.RecordSpan(
                start: UInt32(truncatingIfNeeded: recordStart), end: UInt32(truncatingIfNeeded: at),
                line: UInt32(truncatingIfNeeded: line), sharedFields: UInt32(truncatingIfNeeded: shared))
              if columns == columnCount, recordStart > lastSpecial { model = recordStart }
              recordCount &+= 1
              if recordCount == capacity {
                block.growRecords()
                unsafe records = block.records
                unsafe spans = block.spans
                capacity = block.recordCapacity
              }
              unsafe row = spans + recordCount &* stride
            }
            line &+= 1 &+ lineEndsInside
            lineEndsInside = 0
          }
          recordStart = at &+ 1
          fieldStart = recordStart
          shared = 0
          guard model >= 0, unsafe bytes[model] == bytes[recordStart] else { continue }
          unsafe shared = sharedFields(
            bytes + model, bytes + recordStart, min(recordStart &- model, end &- recordStart), fieldEnds, guess)
          guard shared > 0 else { continue }
          guess = shared
          let before = unsafe row - stride
          let distance = UInt64(truncatingIfNeeded: recordStart &- model) &<< 32
          for column in 0..<shared {
            let slot = unsafe Int(slots[column])
            unsafe row[slot] = before[slot] &+ distance
          }
          column = shared
          unsafe fieldStart = recordStart &+ Int(fieldEnds[shared &- 1]) &+ 1
          base = fieldStart
          quotedCarry = 0
          separatorCarry = 1
          closingCarry = 0
          // What stands behind is looked through again from there.
          violation = -1
          continue chunks
        }
        if isSpecial {
          lineEndsInside += inside.nonzeroBitCount
          if doubled != 0 { lastDoubled = base + 63 - doubled.leadingZeroBitCount }
        }
        base &+= 64
      }
    }
    if violation >= 0 || (atEnd && quotedCarry != 0) { throw fault(block, recordStart) }
    block.recordCount = recordCount
    counts.dataRows += recordCount
    counts.lineFeeds += lineFeeds
    counts.carriageReturns += carriageReturns
    awaitsLineFeed = recordStart == dataEnd && secondHalf == dataEnd
    if atEnd { try checkEnd(block, recordStart) }
    return recordStart
  }

  /// How many whole fields, from the first on, the record at `record` has in common with the one at `model`, of which
  /// `length` bytes may be compared and whose fields end at `ends`; 0 where that is too little to gain by it.
  @unsafe @inline(__always)
  private func sharedFields(
    _ model: UnsafeMutablePointer<UInt8>, _ record: UnsafeMutablePointer<UInt8>, _ length: Int,
    _ ends: UnsafeMutableBufferPointer<UInt32>, _ guess: Int
  ) -> Int {
    var same = 0
    while same < length {
      let different = unsafe bytemasks_different(model + same, record + same)
      if different != 0 {
        same &+= different.trailingZeroBitCount
        break
      }
      same &+= 64
    }
    same = min(same, length)
    guard same > 64 else { return 0 }
    var count = guess
    while count < ends.count &- 2, unsafe Int(ends[count]) < same { count &+= 1 }
    while count > 0, unsafe Int(ends[count &- 1]) >= same { count &-= 1 }
    return count
  }

  /// The bits of `inside` (delimiters and line ends within quotes) at which a line ends; CR LF counts once.
  @unsafe
  private func lineEndBits(_ chunk: UnsafeMutablePointer<UInt8>, _ inside: UInt64) -> UInt64 {
    var ends = unsafe bytemasks_any(chunk, 0x0A, 0x0D, 0x0D) & inside
    var rest = ends
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      rest &= rest - 1
      // Whatever follows is in the block: the quote is still open here, so the record is not whole without it.
      if unsafe chunk[bit] == 0x0D && chunk[bit + 1] == 0x0A { ends &= ~(1 << UInt64(bit)) }
    }
    return ends
  }

  /// Writes the field without its doubled quotes behind the block's bytes; gives its span there.
  @inline(never)
  private func unescape(_ block: CSVBlock, _ start: Int, _ length: Int) -> (Int, Int) {
    let field = CSVField(lower: start, upper: start + length, isQuoted: true, hasDoubledQuotes: true)
    let offset = block.unescaped.count
    unsafe field.appendText(of: ByteView(start: block.bytes, count: block.byteCount), to: &block.unescaped)
    return (offset, (block.unescaped.count - offset) | Int(CSVBlock.unescapedFlag))
  }

  /// Whether a record that looks unusual (its number of fields, its length) is data after all.
  @inline(never)
  private func isUnusualRecordData(
    _ block: CSVBlock, _ start: Int, _ end: Int, _ columns: Int
  ) throws(RefusedInput) -> Bool {
    if end - start == columns - 1, !options.keepsBlankRecords || columns == 1 || columns != header.count {
      counts.blankRows += 1
      return false
    }
    let view = unsafe ByteView(start: block.bytes, count: end)
    if end - start > min(options.limits.fieldBytes, options.limits.recordBytes) {
      try checkSizes(view, ScalarRecord(view, from: start, dialect: dialect), recordStart: start)
    }
    if columns == header.count { return true }
    if isFooter?(view.dropFirst(start)) == true {
      counts.footerRows += 1
      return false
    }
    throw wrongCount(columns)
  }

  /// The exact message for the record at `start`, which breaks the quoting rules.
  private func fault(_ block: CSVBlock, _ start: Int) -> RefusedInput {
    let view = unsafe ByteView(start: block.bytes, count: block.byteCount)
    let record = ScalarRecord(view, from: start, dialect: dialect)
    return RefusedInput(diagnostic(record.end, view, recordStart: start, line: line, file: file))
  }

  /// Refuses a file that visibly ends inside its last record, and notes whether the last line has an end.
  private func checkEnd(_ block: CSVBlock, _ recordStart: Int) throws(RefusedInput) {
    let dataEnd = block.byteCount
    let isQuoted = unsafe dataEnd > 0 && bytes(of: block)[dataEnd - 1] == UInt8(ascii: "\"")
    noteEnd(hasLineEnd: recordStart == dataEnd, isQuoted: isQuoted)
    // Where every field is quoted, even empty ones, an unquoted nothing behind the last delimiter is a cut.
    if isHeaderQuoted, recordStart > dataEnd, dataEnd > 0, block.recordCount > 0,
      unsafe bytes(of: block)[dataEnd - 1] == dialect.delimiter
    {
      throw RefusedInput(cutOff(file: file, line: block.line(block.recordCount - 1)))
    }
  }

  @unsafe
  private func bytes(of block: CSVBlock) -> UnsafeMutablePointer<UInt8> { unsafe block.bytes }
}
