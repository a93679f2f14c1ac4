"""Models beside people: each model against each annotator and the gold, and the test of whether one
may stand in for an annotator."""
