"""Models beside people: taking their predictions in, and reading them to be compared."""
