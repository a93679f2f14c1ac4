"""The published reference values this package carries, computed anew and compared.

`cases/*.json`: data, the coefficient, the value printed in the source, and how far a computed value
may be from it (as many digits as were printed). A case counts as reproduced only if every number it
names was computed and lies within that tolerance.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any

from annotator.agreement.conformance.published_gamma import GAMMA_CASES
from annotator.agreement.conformance.published_ratings import RATING_CASES
from annotator.agreement.conformance.published_spans import SPAN_CASES
from annotator.errors import AnnotatorError

Compute = Callable[[dict[str, Any], Any], Any]  # a case's data, what is expected -> computed
COMPUTE: dict[str, Compute] = {**RATING_CASES, **SPAN_CASES, **GAMMA_CASES}


@dataclass(frozen=True)
class CaseResult:
    """One published value and ours."""

    name: str
    source: str
    coefficient: str
    expected: Any
    computed: Any
    tolerance: float
    reproduced: bool
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "note": self.note or None}


def load_cases() -> Iterator[dict[str, Any]]:
    """The cases as they are stored, by name."""
    folder = resources.files("annotator.agreement.conformance") / "cases"
    files = [file for file in folder.iterdir() if file.name.endswith(".json")]
    for file in sorted(files, key=lambda file: file.name):
        yield json.loads(file.read_text(encoding="utf-8"))


def run_cases() -> list[CaseResult]:
    """Every case, computed.

    >>> from annotator.agreement.conformance.run_cases import load_cases, run_case
    >>> run_case(next(case for case in load_cases() if case["name"] == "cohen1960_p45")).reproduced
    True
    """
    return [run_case(case) for case in load_cases()]


def run_case(case: dict[str, Any]) -> CaseResult:
    """One case, computed; what cannot be computed is not reproduced, and says why."""
    expected, tolerance = case["expected"], float(case["tolerance"])
    compute, computed, note = COMPUTE.get(case["coefficient"]), None, case.get("note", "")
    if compute is None:
        note = "nothing here computes this"
    else:
        try:
            computed = compute(case["data"], expected)
        except AnnotatorError as error:
            note = str(error)
    return CaseResult(
        case["name"], case["source"], case["coefficient"], expected, computed, tolerance,
        matches(expected, computed, tolerance), note,
    )  # fmt: skip


def matches(expected: Any, computed: Any, tolerance: float) -> bool:
    """Every expected number, and every one within the tolerance; texts must be equal.

    >>> matches({"a": 0.35}, {"a": 0.348}, 0.005), matches({"a": 0.35}, {}, 0.005)
    (True, False)
    >>> matches([0.2, 0.3], 0.25, 0.0), matches([0.2, 0.3], 0.31, 0.0)
    (True, False)
    """
    if isinstance(expected, dict):
        return isinstance(computed, dict) and all(
            key in computed and matches(value, computed[key], tolerance)
            for key, value in expected.items()
        )
    if isinstance(expected, list) and len(expected) == 2 and isinstance(computed, float):
        low, high = expected  # a source may print an interval for one number
        return bool(low - tolerance <= computed <= high + tolerance)
    if isinstance(expected, list):
        return (
            isinstance(computed, list)
            and len(computed) == len(expected)
            and all(matches(e, c, tolerance) for e, c in zip(expected, computed, strict=True))
        )
    if isinstance(expected, str):
        return bool(expected == computed)
    if computed is None or isinstance(computed, (str, dict, list)):
        return False
    # Printed values are rounded: half a unit of the last place plus rounding of the tolerance.
    return abs(float(expected) - float(computed)) <= tolerance + 1e-12
