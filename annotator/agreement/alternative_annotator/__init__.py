"""The alternative annotator test (Calderon, Reichart and Dror 2025), of ratings and of spans."""
