public import Money

extension CatalogueIndex {
  /// Why a tax code of the rules cannot be forecast with the rules' rates on a day; nil when QuickBooks says the same.
  ///
  /// - Parameters:
  ///   - name: The code.
  ///   - percents: The rates that the rules declare for it.
  ///   - day: `YYYY-MM-DD`.
  public func rateProblem(_ name: String, _ percents: [ExactDecimal], on day: String) -> ReferenceProblem? {
    guard let code = taxCodes.find(name).first, code.isActive else { return nil }
    // Tax on tax is not a sum of rates.
    guard code.rates.allSatisfy({ $0.base.isEmpty || $0.base == "TaxOnAmount" }) else { return nil }
    var actual = ExactDecimal.zero
    for rate in code.rates {
      guard let entry = taxRates.entries.first(where: { $0.id == rate.id }), let value = decimal(entry.value(on: day)),
        let sum = actual.adding(value)
      else { return nil }
      actual = sum
    }
    var declared = ExactDecimal.zero
    for percent in percents { declared = declared.adding(percent) ?? declared }
    if declared.isEqual(to: actual) { return nil }
    return ReferenceProblem(
      .taxRateDiffers,
      "the rules say \(declared.description) % for '\(name)'; QuickBooks says \(actual.description) % on \(day)",
      cause: "the rules say another rate for '\(name)' than QuickBooks",
      fix: "correct the rate under 'taxes: codes', or the tax code in QuickBooks")
  }
}
