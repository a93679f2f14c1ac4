"""Agreement that published studies of bias, persuasion and attribution in news have reached.

A number says nothing without its coefficient, metric and unit: 0.4 between experts is usual for
sentences, and no threshold of another field tells whether that is good.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.models import Scheme

__all__ = ["PublishedFigure", "beside", "sentences_of"]

KRIPPENDORFF = "Krippendorff’s α"
SPINDE = "Spinde et al. (2021)"
MARTINO = "Da San Martino et al. (2019)"


@dataclass(frozen=True)
class PublishedFigure:
    """`schemes`: built-in codebooks it was reached with; `metric` "" where there is none."""

    value: float
    coefficient: str
    metric: str
    unit: str
    what: str
    between: str
    source: str
    schemes: tuple[str, ...]
    about: bool = False  # the source rounds: "about 0.6"

    @property
    def is_alpha_of_marks(self) -> bool:
        """What may stand on one scale with α of marks or sentences."""
        return self.coefficient == KRIPPENDORFF and self.metric == "nominal"

    @property
    def shown(self) -> str:
        if self.about:
            return f"about {self.value:g}"
        return f"{self.value:.3f}".removesuffix("0")

    @property
    def sentence(self) -> str:
        """
        >>> FIGURES[-1].sentence   # doctest: +NORMALIZE_WHITESPACE
        'γ (by span) about 0.6 on 18 propaganda techniques, an annotator and the consolidated gold
        (not two annotators): Da San Martino et al. (2019).'
        """
        metric = ", ".join(filter(None, (self.metric, f"by {self.unit}")))
        return (
            f"{self.coefficient} ({metric}) {self.shown} on {self.what}, {self.between}: "
            f"{self.source}."
        )


FIGURES = (
    PublishedFigure(0.39, KRIPPENDORFF, "nominal", "sentence", "biased or not",
                    "eight experts", f"{SPINDE}, BABE", ("babe",)),
    PublishedFigure(0.40, KRIPPENDORFF, "nominal", "sentence", "biased or not",
                    "experts, second round", f"{SPINDE}, BABE", ("babe",)),
    PublishedFigure(0.21, KRIPPENDORFF, "nominal", "sentence", "biased or not",
                    "crowd workers", f"{SPINDE}, MBIC", ("babe",)),
    PublishedFigure(0.46, KRIPPENDORFF, "interval", "sentence", "fact or opinion",
                    "eight experts", f"{SPINDE}, BABE", ("babe",)),
    PublishedFigure(0.60, KRIPPENDORFF, "interval", "sentence", "fact or opinion",
                    "experts, second round", f"{SPINDE}, BABE", ("babe",)),
    PublishedFigure(0.26, KRIPPENDORFF, "interval", "sentence", "fact or opinion",
                    "crowd workers", f"{SPINDE}, MBIC", ("babe",)),
    PublishedFigure(0.754, KRIPPENDORFF, "nominal", "token", "attributions",
                    "annotators", "Newell et al. (2018), PolNeAR", ("attribution",)),
    PublishedFigure(0.923, "agreement", "", "attribution", "attributions",
                    "annotators", "Newell et al. (2018), PolNeAR", ("attribution",)),
    PublishedFigure(0.6, "γ", "", "span", "18 propaganda techniques",
                    "an annotator and the consolidated gold (not two annotators)", MARTINO,
                    ("ptc18", "ptc14"), about=True),
)  # fmt: skip


def beside(scheme: str) -> tuple[tuple[PublishedFigure, ...], tuple[PublishedFigure, ...]]:
    """Figures reached with this codebook, and those of comparable studies.

    >>> own, others = beside("ptc18")
    >>> [one.coefficient for one in own], len(own) + len(others) == len(FIGURES)
    (['γ'], True)
    """
    own = tuple(one for one in FIGURES if scheme in one.schemes)
    return own, tuple(one for one in FIGURES if one not in own)


def sentences_of(scheme: Scheme) -> tuple[str, ...]:
    """What others reached with a codebook: what it says of it, else the figures known here."""
    return scheme.published or tuple(one.sentence for one in beside(scheme.name)[0])
