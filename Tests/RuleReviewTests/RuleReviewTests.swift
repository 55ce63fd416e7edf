// Tests of RuleReview stand beside this file.
