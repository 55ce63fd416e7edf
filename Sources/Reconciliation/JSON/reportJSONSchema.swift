/// The JSON Schema of `reconciliation.json`, as `dealbill report schema` prints it: a published contract, so written down in
/// `Schema/` and not derived from the code; tests hold every report against it.
public let reportJSONSchema = String(
  decoding: PackageResources.reconciliation_v1_schema_json, as: UTF8.self)
