import ArgumentParser
import RuleLanguage

/// Differences between an export and the `shape` of the rules that this run lets pass.
struct Acceptance: ParsableArguments {
  @Option(
    name: .customLong("accept"),
    help: ArgumentHelp(
      "Let a difference from the rules' shape pass this once: S061:Notes, S064:Status=Paused, or a code alone.",
      valueName: "code:name"))
  var differences: [String] = []

  func validate() throws {
    for word in differences where !ExportShape.isDifference(word) {
      throw ValidationError("--accept takes S061 to S066, alone or with a name, as in S061:Notes; not '\(word)'.")
    }
  }
}
