"""The measures of spans: what people read, what each says, and how it is computed.

A new one is its own file and a line here.
"""

from annotator.agreement.spans.alpha_u_1995 import DISTANCES, POOLING_OF_1995, alpha_u_1995
from annotator.agreement.spans.boundary_similarity import EDITS, boundary_similarity
from annotator.agreement.spans.character_agreement import (
    gwet_ac1_of_text,
    percent_agreement_of_text,
    specific_agreement_of_text,
)
from annotator.agreement.spans.character_alpha import character_alpha
from annotator.agreement.spans.coincidence_sums import COINCIDENCES
from annotator.agreement.spans.measure_of_spans import SpanMeasure
from annotator.agreement.spans.span_f1 import (
    MATCHES,
    f1_character,
    f1_exact,
    f1_iou,
    f1_overlap,
    f1_overlap_many,
)
from annotator.agreement.spans.u_alpha import bar_u_alpha, cu_alpha, k_u_alpha, u_alpha

NO_LABEL = "no label has a value"
RARELY_MEET = (
    "where two annotators' spans meet there is only one label, or they meet too rarely to say what "
    "chance would give"
)
EITHER_WAY = "mean share of a span that the other covered under that label, both ways"
ONE_TO_ONE = "at least one character in common; one to one, most pairs"

SPAN_TABLE: dict[str, SpanMeasure] = {
    "character_alpha": SpanMeasure(
        "Krippendorff’s α, characters", "Each character is a unit; corrected for chance.",
        COINCIDENCES, character_alpha,
    ),
    "percent_agreement": SpanMeasure(
        "Percent agreement", "Not corrected for chance.",
        COINCIDENCES, percent_agreement_of_text, level="", own_overlaps=False,
    ),
    "specific_agreement": SpanMeasure(
        "Specific agreement", "2a / (2a + b + c), of the text under a label.",
        COINCIDENCES, specific_agreement_of_text, level="", own_overlaps=False,
    ),
    "gwet_ac1": SpanMeasure(
        "Gwet’s AC1", "Corrected for chance; steady when a label is rare.",
        COINCIDENCES, gwet_ac1_of_text, own_overlaps=False,
    ),
    "u_alpha": SpanMeasure(
        "uα", "Unitizing α of 2016; needs marks that do not overlap.",
        COINCIDENCES, u_alpha, own_overlaps=False,
    ),
    "u_alpha_macro": SpanMeasure(
        "uα, mean of labels", "Unitizing α of 2016, each label by itself, averaged.",
        COINCIDENCES, u_alpha, by_label=False, mean_of_labels=True, why_undefined=NO_LABEL,
    ),
    "bar_u_alpha": SpanMeasure(
        "|uα", "Marked or not, whatever the label (2016).",
        COINCIDENCES, bar_u_alpha, by_label=False, own_overlaps=False,
    ),
    "cu_alpha": SpanMeasure(
        "cuα", "The labels, only where two annotators marked (2016).",
        COINCIDENCES, cu_alpha, by_label=False, own_overlaps=False, why_undefined=RARELY_MEET,
    ),
    "k_u_alpha": SpanMeasure(
        "(k)uα", "One label against the others, where two annotators marked (2016).",
        COINCIDENCES, k_u_alpha, mean_of_labels=True, own_overlaps=False,
        why_undefined=RARELY_MEET,
    ),
    "token_alpha": SpanMeasure(
        "Krippendorff’s α, tokens", "Each word is a unit; corrected for chance.",
        COINCIDENCES, character_alpha, in_tokens=True,
    ),
    "f1_exact": SpanMeasure(
        "F1, exact", "Two marks count as the same when both ends are equal.",
        MATCHES, f1_exact, level="", unit="span",
        parameters={"rule": "same label, start and end; one to one", "average": "micro"},
    ),
    "f1_overlap": SpanMeasure(
        "F1, overlap", "Two marks count as the same when they share any text.",
        MATCHES, f1_overlap, level="", unit="span",
        parameters={"rule": f"same label, {ONE_TO_ONE}", "average": "micro"},
    ),
    "f1_overlap_many": SpanMeasure(
        "F1, overlap, many to many", "A mark counts when it meets any of the other’s.",
        MATCHES, f1_overlap_many, level="", unit="span",
        parameters={"rule": "same label, at least one character in common; many to many",
                    "average": "micro"},
    ),
    "f1_iou": SpanMeasure(
        "F1, half shared", "Two marks count when they share at least half of their union.",
        MATCHES, f1_iou, level="", unit="span", settings=("threshold",),
        parameters={"rule": "same label, common / joint length at least the threshold; one to "
                    "one, most pairs", "average": "micro"},
    ),
    "f1_character": SpanMeasure(
        "F1, characters", "Marks count by the share of characters they have in common.",
        MATCHES, f1_character, level="", unit="span",
        parameters={"rule": EITHER_WAY, "average": "micro"},
    ),
    "alpha_u_1995": SpanMeasure(
        "α_U of 1995", "The older unitizing α, by squared lengths: long passages weigh most.",
        DISTANCES, alpha_u_1995, pooling=POOLING_OF_1995, why_undefined=DISTANCES.unmarked,
    ),
    "boundary_similarity": SpanMeasure(
        "Boundary similarity", "How few edits make one annotator’s boundaries the other’s.",
        EDITS, boundary_similarity, level="", settings=("window",),
        parameters={"average": "sum over labels"},
    ),
}  # fmt: skip
SPAN_MEASURES = tuple(SPAN_TABLE)
