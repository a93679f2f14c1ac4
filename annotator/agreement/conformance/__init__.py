"""Published values, and whether this installation reproduces them."""
