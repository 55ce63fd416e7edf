import Reconciliation

/// The names under which a ledger keeps the fingerprints of bundles: who alters a folder and seals it again has another
/// fingerprint, and the ledger's history cannot be changed unseen.
public enum KnownSeal {
  /// Of one bundle, by its fingerprint; `run`, or `sent` and the fingerprint of the run.
  public static func name(_ fingerprint: String) -> String { "sealed \(fingerprint)" }
  /// The fingerprint of the last `sent/` of a run.
  public static func last(of run: String) -> String { "last sent of \(run)" }
}

/// Holds the fingerprints of the folder against those that the ledger keeps.
func verifySeals(
  _ folder: String, _ manifest: Manifest, _ ledger: (String) -> String?, _ result: inout Verification
) {
  let run = manifest.digest
  result.check(
    RunFiles.manifest, "the ledger knows its fingerprint", "run",
    ledger(KnownSeal.name(run)) ?? "nothing: it was sealed again, or never sent by this ledger")
  for name in sentFolders(in: folder) {
    let digest = (try? digest(ofFile: "\(folder)/\(name)/\(RunFiles.manifest)")) ?? ""
    result.check(
      "\(name)/\(RunFiles.manifest)", "the ledger knows its fingerprint", "sent \(run)",
      ledger(KnownSeal.name(digest)) ?? "nothing: it was sealed again")
    if name == SentFiles.folder {
      result.check(
        "\(name)/\(RunFiles.manifest)", "is the last that the ledger knows of", ledger(KnownSeal.last(of: run)) ?? "",
        digest)
    }
  }
  let isThere = names(in: folder).contains(SentFiles.folder)
  if !isThere, ledger(KnownSeal.last(of: run)) != nil {
    result.findings.append(Finding(SentFiles.folder, "is missing, and the ledger knows that there was one"))
  }
}
