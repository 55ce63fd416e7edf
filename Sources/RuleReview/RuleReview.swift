// The parts of RuleReview stand beside this file, one subject each.
