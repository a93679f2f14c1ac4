"""Articles in: one reader a file format, clean-up, pasted text, near-duplicates, sentences."""

from annotator.articles.duplicates import Duplicate, find_duplicates
from annotator.articles.files import join, read_file, read_paths
from annotator.articles.pasted import Pasted, read_pasted
from annotator.articles.reading import Reading
from annotator.articles.recognise import ENDINGS
from annotator.articles.sentences import sentence_around, sentence_spans

__all__ = [
    "ENDINGS",
    "Duplicate",
    "Pasted",
    "Reading",
    "find_duplicates",
    "join",
    "read_file",
    "read_pasted",
    "read_paths",
    "sentence_around",
    "sentence_spans",
]
