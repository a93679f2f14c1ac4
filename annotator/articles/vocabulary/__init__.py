"""The words and signs that differ between languages: of bylines, of pages' furniture, of codes."""
