import Bytes
import CSVRecords
public import Diagnostics
import JSONRecords

/// Reads deals with their lines from exports, block by block, in file order.
///
/// Blocks hold whole deals only. What memory grows with: 8 bytes a deal (times the load of a hash table) to find ids that
/// come back, and the side files and `--lines`, which are read whole.
public final class DealReader {
  let inputs: DealInputs
  let profile: Profile
  let settings: SourceSettings
  let requests: Requests
  let idColumn: Int
  let sides: SideFiles
  let labels: FieldLabels
  private let gather: GatheredDeals?
  private let gathering: Set<String>

  private var nextFile = 0
  private var current: (any DealFile)?
  private var ids = IDSet()
  private var pool: [DealBlock] = []

  /// Ids that came back after other deals: the caller starts again with these as `gather`.
  public private(set) var repeatedLater: Set<String> = []
  /// Everything worth knowing once: dialects, headers that nothing reads, orphan lines.
  public private(set) var notices: [String] = []
  public private(set) var dealFiles: [FileTotals] = []
  /// The header of a held.csv, without a line end.
  public let heldHeader: String

  /// Opens the inputs and finds the requested columns in them.
  ///
  /// - Parameters:
  ///   - columns: Deal-side requests first, then line-side ones; cells are numbered by side in this order.
  ///   - idColumn: Which of the deal-side requests is the deal's id.
  ///   - gather: Ids whose rows are spread over the file; each becomes one deal at its first place.
  /// - Throws: What makes the inputs unusable: missing files and columns, damaged side files.
  public init(
    inputs: DealInputs, profile: Profile, settings: SourceSettings, columns: [ColumnRequest], idColumn: Int,
    gather: Set<String>
  ) throws(RefusedInput) {
    self.inputs = inputs
    self.profile = profile
    self.settings = settings
    self.idColumn = idColumn
    let requests = Requests(columns, profile)
    self.requests = requests
    labels = try FieldLabels(path: inputs.fields)
    sides = try SideFiles(inputs, requests, profile, settings, labels)
    gathering = gather
    if settings.rows == .product, let lines = inputs.lines.first {
      throw RefusedInput(
        .error(
          "S037", "lines cannot come from \(lastPart(lines)) when each row of the deals is a product",
          help: "leave --lines out, or declare source: rows: deal"))
    }
    var shape = DealFileShape(
      profile: profile, settings: settings, requests: requests, idColumn: idColumn, sides: sides, labels: labels)
    shape.held = try Self.heldColumns(inputs, shape)
    // A held.csv is UTF-8 whatever the export was; the mark says so to the rules that declare another encoding.
    heldHeader = (settings.encoding == nil ? "" : "\u{FEFF}") + shape.held.line
    self.gather = gather.isEmpty ? nil : try GatheredDeals(inputs, shape, gather)
    self.shape = shape
  }

  private let shape: DealFileShape

  /// Opens every file of deals once, so that what is wrong with any header is told before the first row is read.
  private static func heldColumns(_ inputs: DealInputs, _ shape: DealFileShape) throws(RefusedInput) -> HeldColumns {
    var headers: [[String]] = []
    var delimiters: [UInt8] = []
    var isJSON = true
    var problems: [Diagnostic] = []
    for (number, path) in inputs.deals.enumerated() {
      do throws(RefusedInput) {
        let file = try shape.open(path, named: inputs.name(path), number)
        headers.append(file.ownHeader)
        delimiters.append(file.delimiter)
        isJSON = isJSON && file.isHeldAsJSON
      } catch { problems += error.diagnostics }
    }
    if !problems.isEmpty { throw RefusedInput(problems) }
    return HeldColumns(headers, delimiter: delimiters.first ?? UInt8(ascii: ","), isJSON: isJSON)
  }

  /// Totals of all files that were read, deals first.
  public var files: [FileTotals] { dealFiles + sides.totals + labels.totals }

  /// The next deals, at least one; nil at the end of the last file.
  public func next() throws(RefusedInput) -> DealBlock? {
    while true {
      if current == nil {
        guard nextFile < inputs.deals.count else {
          finishNotices()
          return nil
        }
        let path = inputs.deals[nextFile]
        current = try shape.open(path, named: inputs.name(path), nextFile)
        notices += current?.notices ?? []
        nextFile += 1
      }
      let block = pool.popLast() ?? DealBlock()
      block.reset()
      if let file = current, try file.read(into: block) {
        noteIDs(block)
        dealCount += block.dealCount
        if block.dealCount > 0 { return block }
        continue
      }
      if let file = current {
        var totals = file.totals
        totals.deals = dealCount
        dealCount = 0
        dealFiles.append(totals)
        notices += file.closingNotices
      }
      current = nil
    }
  }

  private var dealCount = 0

  /// Takes a block back, to be filled again.
  public func recycle(_ block: DealBlock) { if pool.count < 8 { pool.append(block) } }

  private func noteIDs(_ block: DealBlock) {
    guard let gather else {
      for index in ids.insert(block.contents.records) {
        let id = block.contents.dealRows[index][idColumn].trimmed
        if !id.isEmpty { repeatedLater.insert(id.string) }
      }
      return
    }
    var kept = 0
    for index in block.contents.records.indices {
      let id = block.contents.dealRows[index][idColumn].trimmed
      if let deal = gather.deal(id) {
        // The first place of a gathered deal stands for all of its rows.
        if deal.isTaken { continue }
        deal.isTaken = true
        deal.put(into: block, at: index)
      }
      if kept != index {
        block.contents.records[kept] = block.contents.records[index]
        block.contents.dealRows[kept] = block.contents.dealRows[index]
      }
      kept += 1
    }
    block.contents.records.removeLast(block.contents.records.count - kept)
    block.contents.dealRows.removeLast(block.contents.dealRows.count - kept)
  }

  private func finishNotices() {
    guard !hasFinished else { return }
    hasFinished = true
    notices += sides.closingNotices
    let orphans = sides.lines?.orphans ?? []
    if !orphans.isEmpty {
      notices.append(
        "\(orphans.count) deal\(orphans.count == 1 ? "" : "s") of --lines stand\(orphans.count == 1 ? "s" : "") in no file of deals: \(listed(orphans))"
      )
    }
  }
  private var hasFinished = false
}

/// A file of deals, whatever its format.
protocol DealFile: AnyObject {
  var totals: FileTotals { get }
  /// What is worth knowing of its header, and, once it is read, of its rows.
  var notices: [String] { get }
  var closingNotices: [String] { get }
  /// The columns of its rows in a held.csv, and what parts them.
  var ownHeader: [String] { get }
  var delimiter: UInt8 { get }
  /// Whether its rows are written in the habits of JSON there.
  var isHeldAsJSON: Bool { get }
  var rowMeaning: RowMeaning { get }
  /// Fills an empty block; false at the end of the file.
  func read(into block: DealBlock) throws(RefusedInput) -> Bool
}

/// What a row, or a record of JSON, is: where a deal has several, whether they repeat it or add to it.
enum RowMeaning {
  /// The whole deal, with all of its lines; a further one repeats or contradicts it.
  case deal
  /// One product of the deal, whose lines come from elsewhere or are not read.
  case product
  /// One product of the deal, which becomes a line.
  case line
}

/// A growing set of 64-bit hashes; 0 is kept apart.
struct IDSet {
  private var slots = [UInt64](repeating: 0, count: 1 << 12)
  private(set) var count = 0
  private var hasZero = false

  /// Adds the hashes of all records; gives the indices of those that were there already.
  mutating func insert(_ records: [DealRecord]) -> [Int] {
    var known: [Int] = []
    for index in records.indices where !insert(records[index].idHash) { known.append(index) }
    return known
  }

  /// True when `hash` was not there yet.
  mutating func insert(_ hash: UInt64) -> Bool {
    if hash == 0 {
      defer { hasZero = true }
      return !hasZero
    }
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      if slots[at] == hash { return false }
      at = (at + 1) & mask
    }
    slots[at] = hash
    count += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    let mask = slots.count - 1
    for hash in old where hash != 0 {
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = hash
    }
  }
}
