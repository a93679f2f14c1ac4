"""Agreement on what was said about marks: their attributes, and the relations between them."""
