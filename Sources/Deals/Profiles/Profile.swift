public import Diagnostics
import CSVRecords
import YAMLTree

/// What a source's exports look like: names of fields, their headers in every language, their places in JSON, habits.
public struct Profile: Sendable {
  public var name: String
  public var settings = SourceSettings()
  /// Fields of a deal by name (`title`, `organization.address`), and of its lines (`line.price`).
  public var fields: [String: ProfileField] = [:]
  public var lineFields: [String: ProfileField] = [:]
  /// Words before ` - ` in a header, by entity: `Deal`, `Negócio`, …
  public var prefixes: [String: [String]] = [:]
  /// Where the lines of a deal stand in its JSON, first found wins.
  public var nestedLines: [String] = []
  /// Whether custom fields have keys in JSON that field definitions explain, and every deal carries all of them.
  public var hasCustomKeys = false
  /// Whether the ids of deals are whole numbers, so that one with a sign inside was damaged.
  public var hasNumericIDs = false
  /// Side files that deals are joined with.
  public var joins: [String: ProfileJoin] = [:]
  /// The files that it was read from, unless they are built in.
  public var files: [(file: String, bytes: [UInt8])] = []

  /// A profile without fields, to go on with after an error.
  public static let empty = Profile(name: "none")

  public init(name: String) { self.name = name }
}

/// One field of a profile.
public struct ProfileField: Sendable {
  public enum FieldType: String, Sendable, CaseIterable {
    case text, number, date, country, currency, email
    case yesNo = "yes_no"
  }
  public var name: String
  public var type: FieldType
  /// Whose prefix its headers may carry: `deal`, `organization`, `person`, `product`.
  public var entity: String
  public var headers: [String]
  /// Paths in JSON, in order of preference.
  public var json: [String]
  /// Where it is in a joined side file, if it may come from one.
  public var join: Joined?

  public struct Joined: Sendable {
    public var file: String
    public var headers: [String]
    public var json: [String]
  }
}

/// A side file: the deal's (or line's) field that holds the key, and where the key stands in the file itself.
public struct ProfileJoin: Sendable {
  public var key: String
  public var headers: [String]
  public var json: [String]
}

extension Profile {
  /// The built-in profiles by name, in the order in which they are tried on an unknown export.
  public static let builtIn = ["pipedrive", "hubspot", "salesforce", "zoho", "generic"]

  /// Loads a profile: a built-in one by its name, another by its path.
  ///
  /// - Parameter relativeTo: The folder (with a slash at its end) of the file that names the profile.
  /// - Throws: Every mistake in it, with its place.
  public static func load(_ nameOrPath: String, relativeTo folder: String?) throws(RefusedInput) -> Profile {
    try load(nameOrPath, relativeTo: folder, depth: 0)
  }

  static func load(_ nameOrPath: String, relativeTo folder: String?, depth: Int) throws(RefusedInput) -> Profile {
    let bytes: [UInt8]
    let file: String
    if let known = builtInText(nameOrPath) {
      bytes = known
      file = "profiles/\(nameOrPath).yaml"
    } else {
      guard nameOrPath.hasSuffix(".yaml") || nameOrPath.hasSuffix(".yml") else {
        throw RefusedInput(
          .error(
            "R031", "there is no profile '\(nameOrPath)'",
            help: (nearestName(to: nameOrPath, among: builtIn).map { "did you mean '\($0)'?" }
              ?? "built in are \(listed(builtIn))")
              + " A profile of your own is named by its file, profile: ./my-crm.yaml"))
      }
      file = nameOrPath.hasPrefix("/") ? nameOrPath : (folder ?? "") + nameOrPath
      bytes = try ByteSource(path: file).readAll(limit: 1 << 20)
    }
    guard depth < 4 else {
      throw RefusedInput(
        .error("R031", "profiles extend each other in a circle", at: SourceRange(file: file, line: 1, column: 1)))
    }
    let (root, problems) = parseYAML(bytes, file: file)
    guard let root, !problems.contains(where: { $0.severity == .error }) else { throw RefusedInput(problems) }
    var reader = ProfileReader(file: file)
    let isBuiltIn = builtInText(nameOrPath) != nil
    var profile = try reader.read(
      root, name: isBuiltIn ? nameOrPath : name(ofFile: nameOrPath), folder: folder, depth: depth)
    if !isBuiltIn { profile.files.append((file, bytes)) }
    if reader.diagnostics.hasErrors { throw RefusedInput(reader.diagnostics.sorted) }
    return profile
  }

  /// The name of a profile that gives itself none, whatever way leads to its file: `my-crm` for `../rules/my-crm.yaml`.
  static func name(ofFile path: String) -> String {
    var name = lastPart(path)
    for ending in [".yaml", ".yml"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
    let bytes = name.utf8.map { isNameByte($0) ? $0 : UInt8(ascii: "-") }
    return bytes.isEmpty ? "profile" : String(decoding: bytes, as: UTF8.self)
  }

  private static func builtInText(_ name: String) -> [UInt8]? {
    switch name {
    case "pipedrive": PackageResources.pipedrive_yaml
    case "hubspot": PackageResources.hubspot_yaml
    case "salesforce": PackageResources.salesforce_yaml
    case "zoho": PackageResources.zoho_yaml
    case "generic": PackageResources.generic_yaml
    default: nil
    }
  }
}

/// Whether a byte may stand in a profile's name, which is written into every invoice as it is.
func isNameByte(_ byte: UInt8) -> Bool {
  (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ".")
    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
}
