"""Agreement: arrays in, values out. Every function cites its paper; see docs/agreement-ratings.md.

Ratings of items:

>>> from annotator.agreement import krippendorff_alpha, ratings_from_labels
>>> ratings = ratings_from_labels([["left", "right", "left"], ["left", "left", "left"]])
>>> krippendorff_alpha(ratings, "nominal").value
0.0
"""

from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.chance import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    percent_agreement,
    randolph_kappa,
)
from annotator.agreement.cohen import bennett_s, cohen_kappa, light_kappa, scott_pi
from annotator.agreement.conger import conger_kappa
from annotator.agreement.krippendorff import krippendorff_alpha
from annotator.agreement.ratings import (
    Ratings,
    ratings_from_codes,
    ratings_from_labels,
    ratings_from_rows,
    ratings_from_table,
)
from annotator.agreement.result import Interval, Measure

__all__ = [
    "Interval",
    "Measure",
    "Ratings",
    "bennett_s",
    "bootstrap",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "krippendorff_alpha",
    "light_kappa",
    "percent_agreement",
    "randolph_kappa",
    "ratings_from_codes",
    "ratings_from_labels",
    "ratings_from_rows",
    "ratings_from_table",
    "scott_pi",
]
