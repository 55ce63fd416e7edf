import Deals
import Diagnostics
import RuleLanguage

/// Refuses exports that are not what the rule file was made for; costs nothing for rules without a `shape`, and a look
/// at the beginning of each file for others.
func refuseDrift(_ rules: CompiledRules, _ inputs: DealInputs) throws(RefusedInput) {
  guard rules.shape != nil else { return }
  var found: [Diagnostic] = []
  for file in inputs.deals { found += driftOf(rules, try ExportSample(file, named: inputs.name(file), rules.settings)) }
  if !found.isEmpty { throw RefusedInput(found) }
}
