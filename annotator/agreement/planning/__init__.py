"""How much to annotate, before there is data."""
