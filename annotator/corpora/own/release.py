"""A whole release of this product: read from the format of it that holds most, under its codebook.

A release has the same work in several formats, each in a folder of its own. Read as one corpus they
would be told by whatever is recognised first.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from annotator.corpora.corpus import Corpus, Loss
from annotator.corpora.files import CorpusFiles
from annotator.corpora.fitting import fitted
from annotator.corpora.json_files import first_item
from annotator.errors import SchemeError
from annotator.schemes import load_scheme

__all__ = ["of_release", "root_of_release", "under_codebook"]

MANIFEST = "manifest.json"
CODEBOOK = "codebook.yaml"
JOINED = "articles-with-texts.jsonl"  # what join_texts.py of a release without texts writes
TEXTS = "texts"
# The folders of a release, the one of which most comes back first.
RICHEST = (
    "jsonl", "label-studio", "parquet", "csv", "cas-xmi", "cas-json", "webanno-tsv", "brat", "qdpx",
    "conll", "ptc", "lewidi",
)  # fmt: skip
ALSO = {"csv": (TEXTS,)}  # what else a format's reader needs of the release


def root_of_release(files: CorpusFiles) -> str | None:
    """Where in these files a release lies ("" at the top, else with a / behind it); None where
    they are none, or several."""
    roots = [
        name.removesuffix(MANIFEST)
        for name in files.names
        if name.rpartition("/")[2] == MANIFEST and name.removesuffix(MANIFEST) + CODEBOOK in files
    ]
    if len(roots) != 1:
        return None
    told = first_item(files, roots[0] + MANIFEST)
    made = isinstance(told, dict) and str(told.get("made_with", "")).startswith("annotator ")
    return roots[0] if made else None


def of_release(files: CorpusFiles, root: str, name: str) -> CorpusFiles:
    """The files of one format of the release: the one named, or the one that holds most.

    All files where the release has no folder of that name.
    """
    joined = root + JOINED
    if name in ("", "jsonl") and joined in files:
        return files.only([joined])
    inside = [one for one in files.names if one.startswith(root)]
    folders = {PurePosixPath(one.removeprefix(root)).parts[0] for one in inside}
    asked = name.replace("_", "-")
    wanted = [one for one in RICHEST if one in folders and asked in ("", one)]
    if not name and TEXTS in folders and "csv" in folders:
        wanted.insert(0, "csv")  # the only one left that takes the joined texts
    if not wanted:
        return files
    folder = wanted[0]
    if folder != RICHEST[0]:
        files.refuse(root + folder, "the release is read from here, not from JSON Lines: losses.md "
                     "says what of the work is not in it")  # fmt: skip
    kept = tuple(f"{root}{one}/" for one in (folder, *ALSO.get(folder, ())))
    return files.only([one for one in inside if one.startswith(kept)])


def under_codebook(corpus: Corpus, files: CorpusFiles, root: str) -> Corpus:
    """The corpus with the release's codebook, where that knows every word of it."""
    place = root + CODEBOOK
    try:
        scheme = load_scheme(files.read(place) or b"", PurePosixPath(place).name)
    except SchemeError as error:
        return _with_loss(corpus, place, f"it was not taken as the codebook: {error}")
    lost = fitted(corpus, scheme).losses[len(corpus.losses) :]
    if lost:
        return _with_loss(corpus, place, "it was not taken as the codebook, and one is made from "
                          f"the corpus: {lost[0].sentence.partition('; ')[0]}")  # fmt: skip
    return replace(corpus, scheme=scheme)


def _with_loss(corpus: Corpus, file: str, sentence: str) -> Corpus:
    return replace(corpus, losses=(*corpus.losses, Loss(file, 0, sentence)))
