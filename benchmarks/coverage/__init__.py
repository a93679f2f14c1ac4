"""How often intervals hold what a very large corpus says: `python -m benchmarks.coverage`."""
