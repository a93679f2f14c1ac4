"""Every format of annotated corpora that is read: the one table that commands, pages, docs take.

To add one: a module that reads it, and a row here. The order is the order of recognising: what
is told by its files' names first, what must be looked into last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from annotator.agreement.files.table_file import look_alikes
from annotator.corpora.basil import is_basil, read_basil
from annotator.corpora.brat.reading import is_brat, read_brat
from annotator.corpora.cas_json import is_cas_json, read_cas_json
from annotator.corpora.cas_xmi import is_cas_xmi, read_cas_xmi
from annotator.corpora.conll.reading import is_conll, read_conll
from annotator.corpora.corpus import Corpus, Loss, with_gold
from annotator.corpora.doccano import is_doccano, read_doccano
from annotator.corpora.files import CorpusFiles
from annotator.corpora.inception import is_inception, read_inception
from annotator.corpora.known_others import what_else
from annotator.corpora.label_studio.reading import is_label_studio, read_label_studio
from annotator.corpora.lewidi import is_lewidi, read_lewidi
from annotator.corpora.media_frames import is_media_frames, read_media_frames
from annotator.corpora.own.csv_tables import is_own_csv, read_own_csv
from annotator.corpora.own.jsonl import is_own_jsonl, read_own_jsonl
from annotator.corpora.own.parquet import is_own_parquet, read_own_parquet
from annotator.corpora.own.release import of_release, root_of_release, under_codebook
from annotator.corpora.prodigy import is_prodigy, read_prodigy
from annotator.corpora.ptc import is_ptc, read_ptc
from annotator.corpora.qdpx import is_qdpx, read_qdpx
from annotator.corpora.semeval_2023 import is_semeval_2023, read_semeval_2023
from annotator.corpora.semeval_2025 import is_semeval_2025, read_semeval_2025
from annotator.corpora.webanno.tsv import is_webanno_tsv, read_webanno_tsv
from annotator.errors import CorpusError
from annotator.many_values import many_values

_TEXTS = (".json", ".jsonl", ".ndjson", ".ann", ".tsv", ".csv", ".conll", ".txt")
SHOWN_NAMES = 5  # of files that are in no format


@dataclass(frozen=True)
class CorpusFormat:
    title: str  # what people call it
    is_like: Callable[[CorpusFiles], bool]  # whether these files are of this format
    read: Callable[[CorpusFiles], Corpus]
    files: str  # what belongs to it, for people


CORPUS_FORMATS: dict[str, CorpusFormat] = {
    "inception": CorpusFormat(
        "INCEpTION project", is_inception, read_inception, "a project's zip archive"
    ),
    "qdpx": CorpusFormat("QDPX (REFI-QDA)", is_qdpx, read_qdpx, ".qdpx, or .qde with its texts"),
    "brat": CorpusFormat("brat standoff", is_brat, read_brat, ".txt and .ann files"),
    "ptc": CorpusFormat(
        "Propaganda Techniques Corpus (SemEval-2020 task 11)",
        is_ptc,
        read_ptc,
        "article*.txt and .labels files",
    ),
    "semeval2023": CorpusFormat(
        "SemEval-2023 task 3",
        is_semeval_2023,
        read_semeval_2023,
        "article*.txt and *-labels-subtask-*.txt",
    ),
    "semeval2025": CorpusFormat(
        "SemEval-2025 task 10",
        is_semeval_2025,
        read_semeval_2025,
        "texts and subtask-*-annotations.txt",
    ),
    "webanno_tsv": CorpusFormat(
        "WebAnno TSV 3",
        is_webanno_tsv,
        read_webanno_tsv,
        ".tsv files that begin with #FORMAT=WebAnno",
    ),
    "cas_xmi": CorpusFormat("UIMA CAS XMI", is_cas_xmi, read_cas_xmi, ".xmi files"),
    "cas_json": CorpusFormat(
        "UIMA CAS JSON", is_cas_json, read_cas_json, ".json files with %FEATURE_STRUCTURES"
    ),
    "conll": CorpusFormat(
        "CoNLL / BIO", is_conll, read_conll, ".conll, .conllu, .bio and .iob files"
    ),
    "parquet": CorpusFormat(
        "Parquet of this product", is_own_parquet, read_own_parquet, ".parquet files"
    ),
    "csv": CorpusFormat(
        "CSV of this product", is_own_csv, read_own_csv, "spans.csv and so on, with texts beside"
    ),
    "jsonl": CorpusFormat(
        "JSON Lines of this product",
        is_own_jsonl,
        read_own_jsonl,
        "a line an article, with annotations",
    ),
    "label_studio": CorpusFormat(
        "Label Studio JSON", is_label_studio, read_label_studio, "a list of tasks with annotations"
    ),
    "basil": CorpusFormat(
        "BASIL JSON", is_basil, read_basil, "articles and annotations, a .json file each"
    ),
    "media_frames": CorpusFormat(
        "Media Frames Corpus",
        is_media_frames,
        read_media_frames,
        "an object of articles with annotations of framing",
    ),
    "lewidi": CorpusFormat(
        "LeWiDi JSON", is_lewidi, read_lewidi, "an object of items with annotators"
    ),
    "prodigy": CorpusFormat("Prodigy JSON Lines", is_prodigy, read_prodigy, "a line an answer"),
    "doccano": CorpusFormat(
        "doccano JSON Lines", is_doccano, read_doccano, "a line a text with labels"
    ),
}


def read_corpus(files: CorpusFiles, name: str = "") -> tuple[str, Corpus]:
    """The format's name and the corpus in these files, of the format named or recognised. Of a
    whole release of this product what holds most is read, under its codebook.

    Raises CorpusError for an unknown format, for files that are none, and for an empty corpus.
    """
    everything, root = files, root_of_release(files)
    files = files if root is None else of_release(files, root, name)
    name = name or recognised(files)
    if name not in CORPUS_FORMATS:
        raise CorpusError(f"Unknown format {name!r}. Formats: {', '.join(CORPUS_FORMATS)}.")
    files.begin()
    with many_values():
        corpus = with_gold(CORPUS_FORMATS[name].read(files))
        if root is not None:
            corpus = under_codebook(corpus, everything, root)
    alike = tuple(_look_alikes(corpus, files.name))
    corpus = replace(corpus, losses=(*corpus.losses, *alike))
    if not corpus.documents:
        why = "; ".join(str(loss) for loss in corpus.losses[:3])
        raise CorpusError(
            f"{files.name}: no document was found in the format {name}"
            f" ({CORPUS_FORMATS[name].files}).{f' {why}' if why else ''}"
        )
    return name, corpus


def _look_alikes(corpus: Corpus, name: str) -> Iterator[Loss]:
    """Labels and people that hardly anybody would tell apart: `Fear` and `fear`."""
    labels = {span.label: None for one in (*corpus.work, *corpus.gold) for span in one.spans}
    for what, names in (("label", labels), ("annotator", corpus.annotators)):
        for note in look_alikes(what, names):
            yield Loss(name, 0, note)


def recognised(files: CorpusFiles) -> str:
    """The name of the format these files are in. Raises CorpusError when they are in none."""
    for name, one in CORPUS_FORMATS.items():
        if one.is_like(files):
            return name
    some = ", ".join(files.names[:SHOWN_NAMES])
    more = f" and {len(files.names) - SHOWN_NAMES:,} more" if len(files.names) > SHOWN_NAMES else ""
    holds = "" if files.names == [files.name] else f" It holds {some}{more}."
    if any(files.ending(".zip")):
        holds += " Unpack the archives in it, and bring what is in them as one."
    if not files.losses:  # a file of text that is none says why
        texts = (one for one in files.names[:SHOWN_NAMES] if one.lower().endswith(_TEXTS))
        why = next((files.losses[-1:] for one in texts if files.text(one) is None), [])
        files.losses[:] = why
    holds += "".join(f" {loss}" for loss in files.losses[:1])
    holds += f" {told}" if (told := what_else(files)) else ""
    raise CorpusError(
        f"{files.name} is in none of the formats that are read: {', '.join(CORPUS_FORMATS)}."
        f"{holds} Name the format if you know it; articles that nobody has marked are loaded into "
        "a study."
    )
