"""Ours against the peers on thousands of random studies, where the definitions agree.

    python -m benchmarks.oracles --peers PEERS/bin/python --irrcac PEERS-IRRCAC/bin/python

Prints, for each value, how many studies were compared and the largest difference; exit code 1
when one is above 1e-9 (standard errors: 1e-7, the peers round on the way).
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from annotator.agreement import (
    bennett_s,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac2,
    krippendorff_alpha,
    randolph_kappa,
    ratings_from_codes,
    scott_pi,
)
from annotator.agreement.measure import Measure
from annotator.agreement.models.dawid_skene import dawid_skene
from benchmarks.agreement.oracle_data import VALUES, Study, studies

PEERS = Path(__file__).parent / "agreement" / "oracle_peers.py"
SETS = ("a", "b", "a|b", "b|c", "c")
STEPS = 5
ALLOWED, ALLOWED_SE = 1e-9, 1e-7


def ours(study: Study) -> dict[str, float]:
    """Everything any peer is asked for."""
    rated = ratings_from_codes(study.codes, categories=VALUES[: study.labels])
    found: dict[str, float] = {}

    def keep(name: str, one: Measure) -> None:
        found[name] = math.nan if one.value is None else one.value
        found[f"{name} se"] = math.nan if one.standard_error is None else one.standard_error

    for level in ("nominal", "ordinal", "interval", "ratio"):
        keep(f"alpha {level}", krippendorff_alpha(rated, level))
    found["krippendorff se"] = found["alpha nominal se"]
    keep("masi", krippendorff_alpha(
        ratings_from_codes(study.codes, categories=SETS[: study.labels]), "masi"
    ))  # fmt: skip
    keep("mean kappa", cohen_kappa(rated)[0])
    keep("kappa", cohen_kappa(rated)[0])
    keep("pi", scott_pi(rated)[0])
    keep("S", bennett_s(rated)[0])
    keep("fleiss", fleiss_kappa(rated))
    keep("randolph", randolph_kappa(rated))
    weighted: dict[str, Callable[..., Measure]] = {
        "fleiss": fleiss_kappa, "gwet": gwet_ac2, "bp": brennan_prediger, "conger": conger_kappa,
    }  # fmt: skip
    for weights in ("identity", "linear", "quadratic"):
        keep(f"kappa {weights}", cohen_kappa(rated, weights)[0])
        for name, measure in weighted.items():
            keep(f"{name} {weights}", measure(rated, weights))
    model = dawid_skene(rated, iterations=STEPS, tolerance=-np.inf, restarts=1)
    for i, row in enumerate(model.posterior_):
        found |= {f"ds {i} {k}": float(p) for k, p in enumerate(row)}
    return found


def theirs(python: str, number: int, *words: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [python, str(PEERS), str(number), *words], check=True, capture_output=True, text=True
    )
    return [json.loads(line)["values"] for line in done.stdout.splitlines() if line[0] == "{"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--peers", help="Python with krippendorff, nltk, statsmodels, crowd-kit")
    parser.add_argument("--irrcac", help="Python with irrCAC")
    parser.add_argument("--studies", type=int, default=2000)
    asked = parser.parse_args()
    if not (asked.peers or asked.irrcac):
        parser.error("nothing to compare with: give --peers, --irrcac or both")
    made = list(studies(asked.studies))
    mine = [ours(study) for study in made]
    worst: dict[str, float] = defaultdict(float)
    times: dict[str, int] = defaultdict(int)
    for python, words in ((asked.peers, ()), (asked.irrcac, ("irrcac",))):
        if not python:
            continue
        found = theirs(python, asked.studies, *words)
        for study, own, peer in zip(made, mine, found, strict=True):
            rated = (study.codes >= 0).sum(0)
            even = len(set(rated[rated > 1].tolist())) == 1
            for name, value in peer.items():
                if math.isnan(value) or math.isnan(own[name]):
                    continue
                if name == "krippendorff se" and not even:
                    continue  # irrCAC mixes two observed parts there, see the docs
                kind = "dawid-skene posterior" if name.startswith("ds ") else name
                kind = f"{kind} ({'irrCAC' if words else 'peers'})"
                times[kind] += 1
                worst[kind] = max(worst[kind], abs(value - own[name]))
    failed = False
    for kind, gap in sorted(worst.items()):
        allowed = ALLOWED_SE if " se" in kind else ALLOWED
        failed |= gap > allowed
        print(f"{kind:32} {times[kind]:7} compared, largest difference {gap:.1e}"
              f"{'   TOO LARGE' if gap > allowed else ''}")  # fmt: skip
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
