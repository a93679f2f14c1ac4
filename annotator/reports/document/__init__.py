"""A report as a document of its own: HTML in one file, Markdown, LaTeX, JSON."""
