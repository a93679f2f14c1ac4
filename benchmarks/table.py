"""Every benchmark, by name. To add one: write a function in a file of its own, and a row here.

A function takes the number of rounds and gives one `Measured` a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from benchmarks.agreement.alt_test import alternative_annotator
from benchmarks.agreement.crowd import crowd
from benchmarks.agreement.engines import engines
from benchmarks.agreement.gamma_lines import gamma_lines
from benchmarks.agreement.ratings import annotator_models, item_alpha
from benchmarks.agreement.said import said
from benchmarks.agreement.spans import span_alpha, span_report
from benchmarks.articles.articles import articles
from benchmarks.corpora.lines import corpora
from benchmarks.labelstudio.collecting import collecting
from benchmarks.labelstudio.crowded import crowded
from benchmarks.labelstudio.load import load
from benchmarks.labelstudio.publishing import publishing
from benchmarks.labelstudio.saving import saving
from benchmarks.measured import Measured
from benchmarks.pages import pages
from benchmarks.settle import settle
from benchmarks.startup import startup

BENCHMARKS: dict[str, Callable[[int], Iterable[Measured]]] = {
    "alpha": item_alpha,
    "alt_test": alternative_annotator,
    "articles": articles,
    "collect": collecting,
    "corpora": corpora,
    "crowd": crowd,
    "crowded": crowded,
    "engines": engines,
    "gamma": gamma_lines,
    "gateway": saving,
    "load": load,
    "models": annotator_models,
    "pages": pages,
    "publish": publishing,
    "report": span_report,
    "said": said,
    "settle": settle,
    "spans": span_alpha,
    "startup": startup,
}
