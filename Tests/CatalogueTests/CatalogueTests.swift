// Tests of Catalogue stand beside this file.
