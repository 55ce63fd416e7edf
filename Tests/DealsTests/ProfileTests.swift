import Deals
import Diagnostics
import Testing

@Suite struct ProfileTests {
  @Test(arguments: Profile.builtIn)
  func `a built-in profile is without mistakes`(_ name: String) throws {
    let profile = try Profile.load(name, relativeTo: nil)
    #expect(profile.name == name)
    #expect(profile.fields["id"] != nil)
    #expect(profile.lineFields["line.deal_id"] != nil)
    #expect(profile.lineFields.keys.allSatisfy { $0.hasPrefix("line.") })
    #expect(!profile.fields.keys.contains { $0.hasPrefix("line.") })
  }

  @Test func `a profile of the user extends a built-in one`() throws {
    let files = try TemporaryFiles()
    _ = try files.write(
      """
      profile: 1
      extends: pipedrive
      prefixes: { deal: [Obchod] }
      settings: { decimal: comma, grouping: space, delimiter: semicolon }
      fields:
        value: { headers: [Hodnota] }
        vat: { entity: organization, headers: [DIČ] }
      """, "czech.yaml")
    let profile = try Profile.load("czech.yaml", relativeTo: files.path)
    let parent = try Profile.load("pipedrive", relativeTo: nil)
    #expect(profile.settings.decimal == UInt8(ascii: ","))
    #expect(profile.settings.grouping == .space)
    #expect(profile.settings.delimiter == UInt8(ascii: ";"))
    #expect(profile.settings.dates == parent.settings.dates)
    // What is added comes first, and takes nothing away.
    #expect(profile.fields["value"]?.headers.first == "Hodnota")
    #expect(profile.fields["value"]?.headers.contains("Value") == true)
    #expect(profile.fields["value"]?.type == .number)
    #expect(profile.fields["value"]?.json == parent.fields["value"]?.json)
    #expect(profile.fields["organization.address"]?.join?.file == "organizations")
    #expect(profile.fields["vat"]?.entity == "organization")
    let path = try files.write("Obchod - ID;Obchod - Hodnota;Organization - DIČ\n1;2,5;CZ1\n")
    var batch = try Batch(DealInputs(deals: [path]))
    batch.profile = profile
    batch.settings = profile.settings
    batch.columns = ["id", "value", "vat"].compactMap { name in
      profile.fields[name].map {
        ColumnRequest(name: name, side: .deal, source: .field($0), isRequired: true, range: nil)
      }
    }
    #expect(try Reading(batch).cells == [["1", "2,5", "CZ1"]])
  }

  @Test func `a profile without a name is called by its file, whatever way leads there`() throws {
    let files = try TemporaryFiles()
    _ = try files.write("profile: 1\nfields:\n  id: { headers: [ID] }\n", "my crm.yaml")
    for path in ["my crm.yaml", "./my crm.yaml", files.path + "my crm.yaml"] {
      #expect(try Profile.load(path, relativeTo: files.path).name == "my-crm")
    }
  }

  static let mistakes: [(String, String, Int, String?)] = [
    ("profile: 1\nfeilds:\n  id: { headers: [ID] }\n", "R013", 2, "did you mean 'fields'?"),
    ("profile: 1\nname: acme:eu\nfields:\n  id: { headers: [ID] }\n", "R017", 2, "write acme-eu"),
    ("profile: 2\nfields:\n  id: { headers: [ID] }\n", "R033", 1, nil),
    ("profile: 1\nfields:\n  id: { haeders: [ID] }\n", "R013", 3, "did you mean 'headers'?"),
    ("profile: 1\nfields:\n  id: { type: numbr, headers: [ID] }\n", "R017", 3, "did you mean 'number'?"),
    ("profile: 1\nfields:\n  id: { headers: { a: b } }\n", "R015", 3, nil),
    ("profile: 1\nfields:\n  id: [ID]\n", "R015", 3, nil),
    ("profile: 1\nfields:\n  id: { entity: organisation, headers: [ID] }\n", "R014", 3, "did you mean 'organization'?"),
    ("profile: 1\nfields:\n  id: { headers: [ID], json: ['a..b'] }\n", "S036", 3, nil),
    ("profile: 1\nfields:\n  line.price: { headers: [Price] }\n", "R014", 3, nil),
    ("profile: 1\nlines:\n  price: { headers: [Price] }\n", "R014", 3, "did you mean 'line.price'?"),
    ("profile: 1\nsettings: { rows: deals }\n", "R017", 2, nil),
    ("profile: 1\nsettings: { encoding: utf-9 }\n", "R017", 2, "did you mean 'utf-8'?"),
    ("profile: 1\nsettings: { json_times: utc+1 }\n", "R017", 2, nil),
    ("profile: 1\nsettings: { decimal: dot }\n", "R017", 2, nil),
    (
      "profile: 1\njoins:\n  organisations: { key: organization.id, headers: [ID] }\n", "R014", 3,
      "did you mean 'organizations'?"
    ),
    (
      "profile: 1\njoins:\n  organizations: { key: organisation.id, headers: [ID] }\nfields:\n  organization.id: { headers: [Org ID] }\n",
      "R014", 3, "did you mean 'organization.id'?"
    ),
    ("profile: 1\nextends: pipdrive\n", "R031", 2, "did you mean 'pipedrive'?"),
    ("extends: pipedrive\nfields: 3\n", "R015", 2, nil),
  ]

  @Test(arguments: mistakes)
  func `a mistake in a profile is told with its place`(_ row: (String, String, Int, String?)) throws {
    let files = try TemporaryFiles()
    _ = try files.write(row.0, "own.yaml")
    let refused = #expect(throws: RefusedInput.self) {
      try Profile.load("own.yaml", relativeTo: files.path)
    }
    let found = try #require(refused?.diagnostics.first)
    #expect(found.code == row.1)
    #expect(found.range?.line == row.2)
    if let help = row.3 { #expect(found.help?.hasPrefix(help) == true) }
  }

  @Test func `all mistakes are told at once`() throws {
    let files = try TemporaryFiles()
    _ = try files.write("profile: 3\nfeilds: 1\nsettings: { rows: x, decimal: y }\n", "own.yaml")
    let refused = #expect(throws: RefusedInput.self) {
      try Profile.load("own.yaml", relativeTo: files.path)
    }
    #expect(refused?.diagnostics.count == 4)
  }

  @Test func `profiles that extend each other are refused`() throws {
    let files = try TemporaryFiles()
    _ = try files.write("profile: 1\nextends: b.yaml\n", "a.yaml")
    _ = try files.write("profile: 1\nextends: a.yaml\n", "b.yaml")
    let refused = #expect(throws: RefusedInput.self) {
      try Profile.load("a.yaml", relativeTo: files.path)
    }
    #expect(refused?.diagnostics.map(\.code) == ["R031"])
  }

  @Test func `an unknown name is answered with the near one`() throws {
    let refused = #expect(throws: RefusedInput.self) { try Profile.load("hubspt", relativeTo: nil) }
    #expect(refused?.diagnostics.first?.help?.hasPrefix("did you mean 'hubspot'?") == true)
  }
}
