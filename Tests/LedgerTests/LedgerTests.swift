// Tests of Ledger stand beside this file.
