/// The JSON Schema of `reconciliation.json`, as `dealbill report schema` prints it.
public let reportJSONSchema = "{}\n"
