import CSVRecords
import Diagnostics
import Foundation
import Testing

/// The folder with the corpora, which is not part of the project; nil when it is absent.
let sharedFolder: URL? = {
  if let path = ProcessInfo.processInfo.environment["DEALBILL_SHARED"] { return URL(filePath: path) }
  var folder = URL(filePath: #filePath)
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    let shared = folder.appending(path: "shared")
    if FileManager.default.fileExists(atPath: shared.appending(path: "corpora").path) { return shared }
  }
  return nil
}()

@Suite(.enabled(if: sharedFolder != nil, "the shared corpora are not here"))
struct SpectrumTests {
  @Test func `csv-spectrum is read exactly as its JSON says`() throws {
    let folder = try #require(sharedFolder).appending(path: "corpora/csv-spectrum")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "csvs").path)
    #expect(files.count == 12)
    for file in files where file != "location_coordinates.csv" {
      let csv = try Data(contentsOf: folder.appending(path: "csvs/\(file)"))
      let name = file.replacingOccurrences(of: ".csv", with: ".json")
      let json = try Data(contentsOf: folder.appending(path: "json/\(name)"))
      let expected = try JSONDecoder().decode([[String: String]].self, from: json)
      let table = try CSVTable(ByteSource(bytes: Array(csv), name: file))
      let found = table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.header, $0)) }
      #expect(found == expected, "\(file)")
    }
  }

  /// This one holds U+FFFD and bare quotes, and its JSON other data: no reading of ours could equal it.
  @Test func `the damaged file of csv-spectrum is refused`() throws {
    let csv = try #require(sharedFolder).appending(path: "corpora/csv-spectrum/csvs/location_coordinates.csv")
    let refused = #expect(throws: RefusedInput.self) {
      try CSVTable(ByteSource(bytes: Array(Data(contentsOf: csv)), name: "t"))
    }
    #expect(refused?.diagnostics.map(\.code) == ["S006"])
    #expect(refused?.diagnostics.first?.range?.line == 2)
  }

  @Test func `real HubSpot exports are read whole`() throws {
    let data = try #require(sharedFolder).appending(path: "data")
    let cases = [("hubspot_bootcamp_vehicles.csv", 720, 39), ("hubspot_bootcamp_locations.csv", 99, 43)]
    for (file, rows, columns) in cases {
      let bytes = try Array(Data(contentsOf: data.appending(path: file)))
      let table = try CSVTable(ByteSource(bytes: bytes, name: file))
      #expect(table.rows.count == rows)
      #expect(table.header.count == columns)
      #expect(literalRows(bytes).dropFirst().map(\.cells) == table.rows)
    }
  }
}
