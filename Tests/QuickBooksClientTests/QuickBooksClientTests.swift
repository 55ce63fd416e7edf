// Tests of QuickBooksClient stand beside this file.
