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

  private var nextFile = 0
  private var current: (any DealFile)?
  private var ids = HashSet64()
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
    if settings.rows == .product, let lines = inputs.lines.first {
      throw RefusedInput(
        .error(
          "S046", "lines cannot come from \(lastPart(lines)) when each row of the deals is a product",
          help: "leave --lines out, or declare source: rows: deal"))
    }
    let shape = DealFileShape(
      profile: profile, settings: settings, requests: requests, idColumn: idColumn, sides: sides, labels: labels)
    heldHeader = try shape.heldHeader(of: inputs.deals[0], named: inputs.name(inputs.deals[0]))
    self.gather = gather.isEmpty ? nil : try GatheredDeals(inputs, shape, gather)
    self.shape = shape
  }

  private let shape: DealFileShape

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
        let file = try shape.open(path, named: inputs.name(path))
        guard file.heldHeader == heldHeader else { throw otherColumns(inputs.name(path)) }
        current = file
        notices += current?.notices ?? []
        nextFile += 1
      }
      let block = pool.popLast() ?? DealBlock()
      block.reset()
      if let file = current, try file.read(into: block) {
        noteIDs(block)
        dealCount += block.dealCount
        readsDeals = readsDeals || block.dealCount > 0
        hasProducts = hasProducts || !block.contents.lineRows.isEmpty
        countsProducts = countsProducts || hasProductCounts(block)
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
      isLastOfPages = current?.announcesMore != true
      current = nil
    }
  }

  /// held.csv has one header, and rows of a deal may stand in several files.
  private func otherColumns(_ name: String) -> RefusedInput {
    RefusedInput(
      .error(
        "S037",
        "\(lastPart(name)) has other columns, another delimiter or another format than \(lastPart(inputs.name(inputs.deals[0])))",
        expected: "files of one run are exported in one way",
        help: "run each by itself with a run folder of its own, or export them with the same columns"))
  }

  private var dealCount = 0
  /// Whether the file read last does not say that others follow; files of pages come one behind the other.
  private var isLastOfPages = true

  /// Takes a block back, to be filled again.
  public func recycle(_ block: DealBlock) { if pool.count < 8 { pool.append(block) } }

  private func noteIDs(_ block: DealBlock) {
    guard let gather else {
      // A value of our own while the loop runs: no checks of who else may be at it.
      var ids = HashSet64()
      swap(&ids, &self.ids)
      defer { swap(&ids, &self.ids) }
      for index in block.contents.records.indices {
        if index + 8 < block.contents.records.count { ids.prefetch(block.contents.records[index + 8].idHash) }
        if ids.insert(block.contents.records[index].idHash) { continue }
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
    if !isLastOfPages, let name = inputs.deals.last.map({ inputs.name($0) }) {
      notices.append(morePages(name))
    }
    if let lines = inputs.lines.first, requests.line.isEmpty {
      notices.append("\(lastPart(lines)): no rule reads a product, so the lines are not billed")
      return
    }
    let orphans = (sides.lines?.orphans ?? []).filter { !$0.isEmpty }
    if !orphans.isEmpty {
      notices.insert(
        "\(orphans.count) deal\(orphans.count == 1 ? "" : "s") of --lines stand\(orphans.count == 1 ? "s" : "") in no file of deals: \(listed(orphans))",
        at: 0)
    }
    if inputs.lines.isEmpty, !requests.line.isEmpty, settings.rows == .deal, !hasProducts, !countsProducts, readsDeals {
      notices.insert("no deal had products, which the rules would bill: they come with --lines FILE", at: 0)
    }
  }
  private var hasFinished = false
  private var readsDeals = false
  private var hasProducts = false
  /// Whether the deals say how many products they have, so that those without theirs are held.
  private var countsProducts = false

  private func hasProductCounts(_ block: DealBlock) -> Bool {
    guard let column = requests.deal.firstIndex(where: { $0.name == ColumnRequest.productCountName }) else {
      return false
    }
    guard block.layout.isJSON else { return block.layout.ownsDealColumn[column] }
    return block.contents.dealRows.contains { !$0[column].trimmed.isEmpty }
  }
}

/// A file of deals, whatever its format.
protocol DealFile: AnyObject {
  var totals: FileTotals { get }
  /// What is worth knowing of its header, and, once it is read, of its rows.
  var notices: [String] { get }
  var closingNotices: [String] { get }
  var rowMeaning: RowMeaning { get }
  /// The header of a held.csv for rows of this file.
  var heldHeader: String { get }
  /// Whether what was read says that it is not all; known at the end.
  var announcesMore: Bool { get }
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
