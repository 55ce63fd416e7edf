// Tests of Receivables stand beside this file.
