// The parts of QuickBooksEmulator stand beside this file, one subject each.
