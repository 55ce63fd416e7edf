// The parts of Sending stand beside this file, one subject each.
