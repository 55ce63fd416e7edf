// The parts of Ledger stand beside this file, one subject each.
