// The parts of Catalogue stand beside this file, one subject each.
