extension SendEvent {
  /// The event for a person who watches.
  public var sentence: String {
    func fact(_ name: String) -> String { facts.first { $0.name == name }?.value ?? "" }
    let document = fact("key")
    switch name {
    case "created": return "\(document): made, id \(fact("id"))"
    case "unknown":
      return
        "\(document): whether it was made is not known (\(fact("reason"))); it is looked for before anything is sent again"
    case "found": return "\(document): found in QuickBooks, id \(fact("id"))"
    case "adopted": return "\(document): was made after all, id \(fact("id")); nothing is sent again"
    case "resent":
      return "\(document): is not in QuickBooks; sent again with the same request id, attempt \(fact("attempt"))"
    case "rejected": return "\(document): refused by QuickBooks with \(fact("fault")) (trace \(fact("trace")))"
    case "changed-in-quickbooks": return "\(document): invoice \(fact("id")) was changed by hand in QuickBooks"
    case "taken-back": return "\(document): invoice \(fact("id")) was \(fact("outcome")), whose answer was lost then"
    case "in-force":
      return
        "\(document): invoice \(fact("id")) is in force in QuickBooks and counts as the deal's invoice; nothing is billed again"
    case "duplicate-suspected": return "\(document): QuickBooks has several invoices of it: \(fact("ids"))"
    case "stopped": return "stopped: \(fact("reason"))"
    default: return "\(name): " + facts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }
  }
}
