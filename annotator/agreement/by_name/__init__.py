"""Measures asked for by their names, of ratings, of spans, or of a file."""
