// Tests of QuickBooksEmulator stand beside this file.
