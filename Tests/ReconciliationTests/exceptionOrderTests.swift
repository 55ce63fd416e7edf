import Reconciliation
import Testing

struct OrderCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var first: @Sendable () -> ExceptionGroup
  var second: @Sendable () -> ExceptionGroup
}

private func group(
  _ severity: String, _ code: String = "A1", deals: Int = 1, money: [String: Int64] = [:], cause: String = "c"
) -> ExceptionGroup {
  var group = ExceptionGroup(severity: severity, code: code, cause: cause, fix: "f", owner: nil, rule: nil)
  group.deals = deals
  group.money = money
  return group
}

private let orderCases: [OrderCase] = [
  OrderCase(
    testDescription: "an error before a hold of more money", first: { group("error") },
    second: { group("hold", money: ["EUR": 9]) }),
  OrderCase(
    testDescription: "a hold before a warning", first: { group("hold", "B1") }, second: { group("warn", "A1") }),
  OrderCase(
    testDescription: "a warning before a note", first: { group("warn", "B1") }, second: { group("note", "A1") }),
  OrderCase(
    testDescription: "a note before what is unknown", first: { group("note", "B1") }, second: { group("odd", "A1") }),
  OrderCase(
    testDescription: "more money first", first: { group("hold", "B1", money: ["EUR": 200]) },
    second: { group("hold", "A1", deals: 9, money: ["EUR": 199]) }),
  OrderCase(
    testDescription: "500 yen before 499.99 euros, though of fewer minor units",
    first: { group("hold", "B1", money: ["JPY": 500]) },
    second: { group("hold", "A1", money: ["EUR": 49_999]) }),
  OrderCase(
    testDescription: "the largest currency counts, not the sum", first: { group("hold", "B1", money: ["EUR": 300]) },
    second: { group("hold", "A1", money: ["EUR": 299, "USD": 299]) }),
  OrderCase(
    testDescription: "a credit counts by its size", first: { group("hold", "B1", money: ["EUR": .min]) },
    second: { group("hold", "A1", money: ["EUR": .max]) }),
  OrderCase(
    testDescription: "more deals at the same money", first: { group("hold", "B1", deals: 2, money: ["EUR": 5]) },
    second: { group("hold", "A1", deals: 1, money: ["EUR": 5]) }),
  OrderCase(testDescription: "then by code", first: { group("hold", "A1") }, second: { group("hold", "B1") }),
  OrderCase(
    testDescription: "then by cause", first: { group("hold", cause: "a") }, second: { group("hold", cause: "b") }),
]

@Test(arguments: orderCases)
func `exceptions stand by severity, money, count and code`(_ row: OrderCase) {
  #expect(exceptionOrder(row.first(), row.second()))
  #expect(!exceptionOrder(row.second(), row.first()))
}

@Test func `equal groups have no order`() {
  #expect(!exceptionOrder(group("hold"), group("hold")))
}
