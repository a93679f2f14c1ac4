"""What a model said of articles that a study has: one file of predictions, read and checked."""
