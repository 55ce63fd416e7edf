import Bytes

/// What an object is whose member `data` is no array.
enum PageContent {
  /// A record that happens to have a member `data`.
  case notAPage
  /// A page that says `success: false`.
  case failed
  /// A page whose `data` is null.
  case empty
  /// A page whose `data` is one record, at these offsets.
  case record(Int, Int)
}

/// Tells what `object`, a whole JSON object, is; checks all of it.
///
/// An API's page has `success`, or nothing beside `data`, `additional_data` and `related_objects`.
func pageContent(of object: ByteView) throws(JSONError) -> PageContent {
  var cursor = JSONCursor(object)
  var content = PageContent.notAPage
  var hasData = false
  var hasSuccess = false
  var hasOthers = false
  _ = cursor.skipSpace()
  try cursor.open()
  var key = try cursor.firstKey()
  while let name = key {
    let first = cursor.skipSpace()
    let start = cursor.offset
    try cursor.skipValue()
    if name.raw.equals("data") {
      if hasData { throw JSONError(.duplicateKey, at: cursor.start(of: name)) }
      hasData = true
      switch first {
      case UInt8(ascii: "{"): content = .record(start, cursor.offset)
      case UInt8(ascii: "n"): content = .empty
      default: hasOthers = true
      }
    } else if name.raw.equals("success") {
      if first == UInt8(ascii: "f") { return .failed }
      hasSuccess = true
    } else if !name.raw.equals("additional_data"), !name.raw.equals("related_objects") {
      hasOthers = true
    }
    key = try cursor.nextKey()
  }
  try cursor.finish()
  return hasSuccess || !hasOthers ? content : .notAPage
}

/// Whether a page, or its `additional_data`, says that others follow: a `next_cursor`, or `more_items_in_collection`.
func announcesMore(_ object: ByteView) -> Bool {
  var cursor = JSONCursor(object)
  _ = cursor.skipSpace()
  do {
    try cursor.open()
    var key = try cursor.firstKey()
    while let name = key {
      let first = cursor.skipSpace()
      let start = cursor.offset
      try cursor.skipValue()
      // Longer than the quotes of an empty text.
      if name.raw.equals("next_cursor"), first == UInt8(ascii: "\""), cursor.offset - start > 2 { return true }
      // HubSpot's `paging` has `next` on all pages but the last.
      if name.raw.equals("next"), first == UInt8(ascii: "{") { return true }
      if name.raw.equals("more_items_in_collection"), first == UInt8(ascii: "t") { return true }
      if name.raw.equals("additional_data") || name.raw.equals("pagination"), first == UInt8(ascii: "{"),
        announcesMore(object.slice(start, cursor.offset))
      {
        return true
      }
      key = try cursor.nextKey()
    }
  } catch {
    // What is no JSON is refused elsewhere.
  }
  return false
}

/// Whether `object` starts with `"success": false`: how an API's error looks that holds no `data`.
func isFailedAnswer(_ object: ByteView) -> Bool {
  var cursor = JSONCursor(object)
  do {
    try cursor.open()
    guard let key = try cursor.firstKey(), key.raw.equals("success") else { return false }
    return cursor.skipSpace() == UInt8(ascii: "f")
  } catch {
    return false
  }
}
