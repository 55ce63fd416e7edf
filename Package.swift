// swift-tools-version:6.2
import PackageDescription

let package = Package(
  name: "dealbill",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "dealbill", targets: ["dealbill"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // The command line and the batch.
    .executableTarget(
      name: "dealbill",
      dependencies: [
        "Pipeline", "Evidence", "Workbooks", "Reconciliation", "RuleLanguage", "RuleEvaluation", "Deals", "CSVRecords",
        "Diagnostics", "Calendars", "TaxIdentifiers", "RuleReview", "Receivables", "Sending", "Ledger", "Catalogue",
        "QuickBooksClient", "QuickBooksEmulator", "Files",
        "Bytes",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.embedInCode("Texts/ERRORS.md")]),
    .target(
      name: "Pipeline",
      dependencies: [
        "RuleEvaluation", "RuleLanguage", "QuickBooksPayloads", "Evidence", "Catalogue", "Reconciliation", "Invoices",
        "Deals", "Calendars", "Countries", "Money", "Diagnostics", "Bytes", "Digests",
        "Files",
      ]),
    // A finished run folder: its workbook, its verification, its signatures, the answers that come back.
    .target(
      name: "Evidence",
      dependencies: [
        "Reconciliation", "RuleLanguage", "Workbooks", "CSVRecords", "JSONRecords", "Digests", "Calendars", "Money",
        "Diagnostics", "Bytes",
      ]),
    // Rules under review: their tests, coverage, differences, descriptions, starter files.
    .target(
      name: "RuleReview",
      dependencies: [
        "Pipeline", "RuleEvaluation", "RuleLanguage", "Reconciliation", "Invoices", "Deals", "YAMLTree", "CSVRecords",
        "JSONRecords", "TaxIdentifiers", "Calendars", "Countries", "Money", "Diagnostics", "Bytes",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    // What becomes of an invoice: statuses, actions, customers, the way back into the CRM.
    .target(
      name: "Receivables",
      dependencies: [
        "Sending", "Ledger", "Catalogue", "QuickBooksClient", "Reconciliation", "Invoices", "JSONRecords",
        "Digests",
        "Calendars", "Money", "Bytes",
      ]),
    // Sending, and what follows: QuickBooks over HTTP, and what we know of it.
    .target(
      name: "Sending",
      dependencies: [
        "Ledger", "Catalogue", "QuickBooksClient", "Reconciliation", "Invoices", "CSVRecords", "JSONRecords", "Digests",
        "Calendars", "Money", "Diagnostics", "Bytes",
      ]),
    .target(
      name: "Ledger",
      dependencies: ["Digests", "Bytes", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "Catalogue",
      dependencies: ["QuickBooksClient", "JSONRecords", "Money", "Diagnostics", "Bytes"]),
    .target(
      name: "QuickBooksClient",
      dependencies: ["CLibCurl", "JSONRecords", "Diagnostics", "Bytes"]),
    // A stand-in for QuickBooks; shares nothing with the client.
    .target(
      name: "QuickBooksEmulator",
      dependencies: [
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),
    // From rules to invoices.
    .target(
      name: "RuleEvaluation",
      dependencies: [
        "RuleLanguage", "Invoices", "Deals", "TaxIdentifiers", "Countries", "Calendars", "Money", "Diagnostics",
        "Bytes",
      ]),
    .target(
      name: "RuleLanguage",
      dependencies: [
        "YAMLTree", "CSVRecords", "Deals", "Invoices", "TaxIdentifiers", "Countries", "Calendars", "Money",
        "Diagnostics", "Bytes",
      ]),
    .target(name: "QuickBooksPayloads", dependencies: ["Invoices", "Calendars", "Money", "Bytes"]),
    .target(
      name: "Reconciliation",
      dependencies: [
        "JSONRecords", "Digests", "Money", "Diagnostics", "Bytes",
        .product(name: "Mustache", package: "swift-mustache"),
      ], resources: [.embedInCode("Schema/reconciliation.v1.schema.json")]),
    .target(name: "Invoices", dependencies: ["Calendars", "Money", "Bytes"]),
    // Reading deals.
    .target(
      name: "Deals",
      dependencies: ["CSVRecords", "JSONRecords", "YAMLTree", "Digests", "Diagnostics", "Files", "Bytes"],
      resources: [.embedInCode("Profiles/BuiltIn")]),
    .target(name: "CSVRecords", dependencies: ["CByteMasks", "Diagnostics", "Bytes"]),
    .target(name: "JSONRecords", dependencies: ["CByteMasks", "Diagnostics", "Bytes"]),
    .target(name: "YAMLTree", dependencies: ["CLibYAML", "Diagnostics"]),
    // Spreadsheet files: no domain words.
    .target(name: "Workbooks", dependencies: ["CLibXLSXWriter", "CLibMinizip", "CLibExpat", "Calendars", "Bytes"]),
    // Facts and arithmetic.
    .target(name: "TaxIdentifiers", dependencies: ["Bytes"]),
    .target(name: "Calendars", dependencies: ["Bytes"]),
    .target(name: "Countries", dependencies: ["Bytes"]),
    .target(name: "Money", dependencies: ["Bytes"]),
    .target(name: "Diagnostics"),
    .target(name: "Files"),
    .target(name: "Digests", dependencies: ["CLibCrypto", "Bytes"]),
    .target(name: "Bytes", dependencies: ["CByteMasks"]),
    // C.
    .target(name: "CByteMasks"),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(
      name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(
      name: "CLibXLSXWriter", pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev"]), .brew(["libxlsxwriter"])]),
    .systemLibrary(
      name: "CLibMinizip", pkgConfig: "minizip", providers: [.apt(["libminizip-dev"]), .brew(["minizip"])]),
    .systemLibrary(
      name: "CLibExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    // Tests.
    .target(
      name: "TestSupport", dependencies: ["QuickBooksClient", "QuickBooksEmulator", "Diagnostics"],
      path: "Tests/TestSupport"),
    .testTarget(name: "BytesTests", dependencies: ["Bytes"]),
    .testTarget(name: "WorkbooksTests", dependencies: ["Workbooks", "Calendars"]),
    .testTarget(name: "MoneyTests", dependencies: ["Money", "Bytes"]),
    .testTarget(name: "InvoicesTests", dependencies: ["Invoices", "Money", "Bytes"]),
    .testTarget(
      name: "QuickBooksPayloadsTests",
      dependencies: ["TestSupport", "QuickBooksPayloads", "Invoices", "Calendars", "Money", "Bytes"]),
    .testTarget(
      name: "RuleLanguageTests", dependencies: ["TestSupport", "RuleLanguage", "YAMLTree", "Diagnostics", "Bytes"]),
    .testTarget(
      name: "RuleEvaluationTests",
      dependencies: [
        "RuleEvaluation", "RuleLanguage", "Invoices", "Deals", "Calendars", "Money", "Diagnostics", "Bytes",
      ]),
    .testTarget(name: "CountriesTests", dependencies: ["Countries", "Bytes"]),
    .testTarget(name: "CalendarsTests", dependencies: ["Calendars", "Bytes"]),
    .testTarget(name: "TaxIdentifiersTests", dependencies: ["TaxIdentifiers", "Bytes"]),
    .testTarget(name: "YAMLTreeTests", dependencies: ["TestSupport", "YAMLTree", "Diagnostics"]),
    .testTarget(name: "JSONRecordsTests", dependencies: ["JSONRecords", "Diagnostics", "Bytes"]),
    .testTarget(name: "CSVRecordsTests", dependencies: ["CSVRecords", "Diagnostics", "Bytes"]),
    .testTarget(
      name: "ReconciliationTests",
      dependencies: ["Reconciliation", "Digests", "Money", "Diagnostics", "Bytes"]),
    .testTarget(name: "RuleFilesTests", dependencies: ["RuleReview", "RuleEvaluation", "RuleLanguage", "Diagnostics"]),
    .testTarget(name: "DigestsTests", dependencies: ["Digests", "Bytes"]),
    .testTarget(
      name: "QuickBooksClientTests",
      dependencies: ["TestSupport", "QuickBooksClient", "QuickBooksEmulator", "JSONRecords"]),
    .testTarget(
      name: "CatalogueTests",
      dependencies: [
        "TestSupport", "Catalogue", "QuickBooksClient", "QuickBooksEmulator", "Money", "Diagnostics", "Bytes",
      ]),
    .testTarget(name: "QuickBooksEmulatorTests", dependencies: ["QuickBooksEmulator"]),
    .testTarget(
      name: "LedgerTests",
      dependencies: ["Ledger", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(
      name: "SendingTests",
      dependencies: [
        "Sending", "Ledger", "Catalogue", "QuickBooksClient", "QuickBooksEmulator", "Reconciliation", "JSONRecords",
        "Digests", "Bytes",
      ]),
    .testTarget(
      name: "ReceivablesTests",
      dependencies: [
        "TestSupport",
        "Receivables", "Reconciliation", "Invoices", "CSVRecords", "Sending", "Ledger", "QuickBooksClient",
        "QuickBooksEmulator",
        "JSONRecords",
        "Calendars",
        "Money", "Bytes",
      ]),
    .testTarget(
      name: "RuleReviewTests",
      dependencies: [
        "TestSupport", "RuleReview", "RuleLanguage", "RuleEvaluation", "Pipeline", "Reconciliation", "Deals",
        "YAMLTree",
        "Invoices", "Calendars", "Money", "Diagnostics", "Bytes",
      ]),
    .testTarget(
      name: "EndToEndTests", dependencies: ["dealbill", "Evidence", "Reconciliation", "Workbooks", "Digests"],
      exclude: ["Golden"]),
    .testTarget(name: "DealsTests", dependencies: ["TestSupport", "Deals", "CSVRecords", "Diagnostics", "Bytes"]),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "RuleEvaluation", "Digests",
        "TestSupport", "Pipeline", "Evidence", "Workbooks", "Reconciliation", "RuleLanguage", "Deals", "Calendars",
        "Diagnostics",
        "Bytes", "dealbill",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // Debug builds and tests check exclusive access at run time; in release the checks would cost a tenth of a run.
    // Calls across targets are inlined in release, for another twentieth.
    .unsafeFlags(
      ["-enforce-exclusivity=unchecked", "-cross-module-optimization"], .when(configuration: .release)),
  ]
}

// The simulation asks the emulator a million times in a test run, so it is optimised in debug builds too.
package.targets.first { $0.name == "QuickBooksEmulator" }?.swiftSettings?
  .append(.unsafeFlags(["-O"], .when(configuration: .debug)))
