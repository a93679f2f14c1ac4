"""CoNLL: a token a line, in its many columns."""
