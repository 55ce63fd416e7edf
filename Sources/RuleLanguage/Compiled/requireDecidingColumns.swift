import Deals

/// Makes columns required on which alone something depends that must not be guessed: the currency, the date of an
/// invoice, whether a deal is left out.
///
/// Fields of a profile need not stand in every export. One that is missing, or whose header is misspelt, would give each deal
/// the default currency, or leave out all of them, without a word. Who means that declares the column with `required: no`.
func requireDecidingColumns(_ parts: CompiledParts, _ builder: RuleBuilder) -> [Column] {
  var columns = builder.dealColumns
  let deciding =
    [parts.currency.field.node] + parts.skips.map(\.condition) + parts.templates.map(\.invoice.date.node)
  for node in deciding {
    let read = columnsRead(by: node, builder)
    guard read.count == 1, let index = read.first, !builder.declaredOrder.contains(columns[Int(index)].name) else {
      continue
    }
    columns[Int(index)].request.isRequired = true
  }
  return columns
}

/// The deals' columns of which a node is made, by way of named values too.
private func columnsRead(by id: NodeID, _ builder: RuleBuilder) -> Set<Int32> {
  switch builder.nodes[Int(id)] {
  case .column(let index): [index]
  case .value(let index): columnsRead(by: builder.values[Int(index)].node, builder)
  case let node: node.operands(builder.lists).reduce(into: []) { $0.formUnion(columnsRead(by: $1, builder)) }
  }
}
