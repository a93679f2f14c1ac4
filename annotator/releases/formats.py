"""The formats of a release, a folder each: the table that pages, commands, tests and docs use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib.util import find_spec

from annotator.errors import StudyError
from annotator.releases.content import Content, Keep, Lost, Written
from annotator.releases.declared import BESIDE, losses_beside
from annotator.releases.writers.articles_jsonl import write_articles_jsonl
from annotator.releases.writers.brat import write_brat
from annotator.releases.writers.cas_json import write_cas_json
from annotator.releases.writers.cas_xmi import write_cas_xmi
from annotator.releases.writers.conll import write_conll
from annotator.releases.writers.csv_tables import write_csv_tables
from annotator.releases.writers.label_studio import label_studio_of_content
from annotator.releases.writers.lewidi import write_lewidi
from annotator.releases.writers.matrices import write_matrices
from annotator.releases.writers.parquet import write_parquet
from annotator.releases.writers.ptc import write_ptc
from annotator.releases.writers.qdpx import write_qdpx
from annotator.releases.writers.spacy_docbin import write_spacy_docbin
from annotator.releases.writers.web_annotation import write_web_annotation
from annotator.releases.writers.webanno_tsv import write_webanno_tsv
from annotator.time_left import Steps, one_by_one, unheard

# What tables hold of what a study has besides marks.
IN_TABLES = (
    "gold", "titles", "about", "languages", "codebooks", "times", "edges", "order", "provenance",
    "alternatives",
)  # fmt: skip


@dataclass(frozen=True)
class ReleaseFormat:
    """A folder of a release: what is in it, what it cannot hold, and what writes it."""

    contents: str  # one sentence for people
    cannot_hold: str  # the same; "" when it holds everything
    write: Callable[[Content], Written]
    needs_text: bool = True  # whether it makes no sense without the articles' text
    holds: tuple[str, ...] = ()  # of what a study has besides marks (`declared.BESIDE`)
    extra: str = ""  # the library that it needs and that is not always installed

    @property
    def is_there(self) -> bool:
        return not self.extra or find_spec(self.extra) is not None


RELEASE_FORMATS: dict[str, ReleaseFormat] = {
    "jsonl": ReleaseFormat(
        "Everything: one article a line, with all annotators, gold and soft labels.",
        "",
        write_articles_jsonl,
        needs_text=False,
        holds=tuple(one for one in BESIDE if one != "people"),
    ),
    "csv": ReleaseFormat(
        "Tables in long form: a row a span, an answer, an annotation, a relation; gold likewise. "
        "Several choices of a mark are parted by |, with a backslash before a | or backslash "
        "within one.",
        "The articles’ texts and soft labels.",
        write_csv_tables,
        needs_text=False,
        holds=(*IN_TABLES, "people"),
    ),
    "matrices": ReleaseFormat(
        "Reliability matrices, a row an item and a column an annotator, for R, SPSS and others. "
        "Several choices are parted by |, as in csv. In R: read.csv(FILE, row.names = 1, "
        'colClasses = "character", na.strings = "") keeps 007 and NA as they are.',
        "The exact ends of marks: a label is rated by sentence. Attributes, relations, free text.",
        write_matrices,
        needs_text=False,
    ),
    "parquet": ReleaseFormat(
        "Parquet with a declared schema, as datasets and DuckDB load it: articles, annotations, "
        "gold.",
        "Relations of the gold and its answers about articles.",
        write_parquet,
        needs_text=False,
        holds=IN_TABLES,
    ),
    "ptc": ReleaseFormat(
        "The Propaganda Techniques Corpus’s files (SemEval-2020 task 11), a folder an annotator.",
        "Answers about marks and articles, relations, skipped annotations, discontinuous marks.",
        lambda content: write_ptc(content.corpus, texts=content.plan.text == "yes"),
        needs_text=False,
        holds=("gold",),
    ),
    "brat": ReleaseFormat(
        "brat’s standoff files, a folder an annotator.",
        "Answers about articles, skipped annotations; marks over a line’s end are in pieces; names "
        "have only letters, digits, - and _.",
        lambda content: write_brat(content.corpus),
        holds=("gold", "order"),
    ),
    "webanno-tsv": ReleaseFormat(
        "WebAnno TSV 3.3, a folder an article and a file an annotator.",
        "Answers about articles, skipped annotations, discontinuous marks, white space at the "
        "edges of marks.",
        lambda content: write_webanno_tsv(content.corpus),
        holds=("gold",),
    ),
    "cas-xmi": ReleaseFormat(
        "UIMA CAS XMI as INCEpTION has it, with its type system.",
        "Skipped annotations, discontinuous marks; several choices are joined by |.",
        lambda content: write_cas_xmi(content.corpus),
        holds=("gold", "languages", "order"),
    ),
    "cas-json": ReleaseFormat(
        "UIMA CAS JSON, the same with types inside.",
        "Skipped annotations, discontinuous marks; several choices are joined by |.",
        lambda content: write_cas_json(content.corpus),
        holds=("gold", "languages", "order"),
    ),
    "conll": ReleaseFormat(
        "CoNLL/BIO: a token a line with its offsets, a column a label.",
        "Answers about marks and articles, relations, skipped annotations, discontinuous marks, "
        "white space at the edges of marks.",
        lambda content: write_conll(content.corpus),
        holds=("gold",),
    ),
    "spacy": ReleaseFormat(
        'spaCy’s DocBin with marks in doc.spans["sc"]; needs annotator[spacy].',
        "Marks that begin or end inside a token, answers about marks, relations, skipped "
        "annotations.",
        lambda content: write_spacy_docbin(content.corpus),
        holds=("gold", "order"),
        extra="spacy",
    ),
    "label-studio": ReleaseFormat(
        "Label Studio JSON, to be imported into a project with config.xml.",
        "Spaces and punctuation at the edges of marks, the gold’s provenance.",
        label_studio_of_content,
        holds=("gold", "titles", "about", "languages", "order"),
    ),
    "lewidi": ReleaseFormat(
        "LeWiDi’s JSON: everybody’s labels, hard and soft labels; articles and sentences.",
        "The exact ends of marks: a label is about a sentence. Answers about marks, relations.",
        write_lewidi,
        needs_text=False,
        holds=("gold", "languages"),
    ),
    "qdpx": ReleaseFormat(
        "QDPX (REFI-QDA), which MAXQDA, NVivo and ATLAS.ti exchange: codes, users, coded passages.",
        "Answers about marks and articles, relations, annotations without marks, skipped "
        "annotations, discontinuous marks.",
        lambda content: write_qdpx(content.corpus, content.work.scheme, content.work.study.title),
        holds=("gold", "titles", "order"),
    ),
    "web-annotation": ReleaseFormat(
        "W3C Web Annotation (JSON-LD), to show marks on the live page.",
        "That an annotation was skipped.",
        lambda content: write_web_annotation(content.corpus, texts=content.plan.text == "yes"),
        needs_text=False,
        holds=("gold", "order"),
    ),
}


def checked_formats(names: Iterable[str], text: str) -> tuple[str, ...]:
    """These formats, each once. Raises StudyError for an unknown one, and for one that cannot be
    written without the articles' texts or without a library."""
    chosen = tuple(dict.fromkeys(names))
    for name in chosen:
        if name not in RELEASE_FORMATS:
            raise StudyError(f"Unknown format {name!r}. Formats: {', '.join(RELEASE_FORMATS)}.")
        if text != "yes" and RELEASE_FORMATS[name].needs_text:
            raise StudyError(
                f"The format {name!r} cannot be written without the articles' texts. "
                "Leave it out, or release with the texts."
            )
        if not RELEASE_FORMATS[name].is_there:
            install = f"pip install 'annotator[{RELEASE_FORMATS[name].extra}]'"
            raise StudyError(f"The format {name!r} needs a library: {install}, or leave it out.")
    if not chosen:
        raise StudyError(f"No format was asked for. Formats: {', '.join(RELEASE_FORMATS)}.")
    return chosen


def write_format(name: str, content: Content) -> Written:
    """The files of one format, and everything that it could not hold."""
    one = RELEASE_FORMATS[name]
    written = one.write(content)
    return replace(written, losses=(*written.losses, *losses_beside(content, one.holds)))


def write_formats(
    content: Content, keep: Keep, progress: Steps = unheard
) -> dict[str, tuple[Lost, ...]]:
    """Hand the files of every format of the plan to `keep`; what each format could not hold."""
    losses: dict[str, tuple[Lost, ...]] = {}
    for name in one_by_one(content.plan.formats, progress):
        written = write_format(name, content)
        for path, data in written.files.items():
            keep(f"{name}/{path}", data)
        losses[name] = written.losses
    return losses
