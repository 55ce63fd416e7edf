import ArgumentParser

/// `catalogue`: the dated local copy of a company's lists.
struct CatalogueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalogue", abstract: "Reads a company's lists from QuickBooks, and shows them.",
    subcommands: [CataloguePull.self, CatalogueShow.self])
}
