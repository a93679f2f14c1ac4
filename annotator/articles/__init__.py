"""Articles in: one reader a file format, clean-up, pasted text, near-duplicates, sentences."""

from annotator.articles.files import READERS, read_file, read_paths
from annotator.articles.pasted import Pasted, read_pasted
from annotator.articles.reading import Reading

__all__ = ["READERS", "Pasted", "Reading", "read_file", "read_pasted", "read_paths"]
