"""The peers' values for random studies: one JSON line a study. Run with the peers' Python.

PEERS/bin/python oracle_peers.py NUMBER [irrcac]
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

import numpy as np
from oracle_data import VALUES, Study, studies

LEVELS = ("nominal", "ordinal", "interval", "ratio")
STEPS = 5


def table(study: Study) -> Any:
    counts = np.zeros((study.labels, study.labels))
    np.add.at(counts, tuple(study.codes[:2]), 1)
    return counts


def of_krippendorff(study: Study) -> dict[str, float]:
    import krippendorff

    return {
        f"alpha {level}": float(
            krippendorff.alpha(reliability_data=study.values, level_of_measurement=level)
        )
        for level in LEVELS
    }


def of_nltk(study: Study) -> dict[str, float]:
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import masi_distance

    task = AnnotationTask(
        data=[(f"c{g}", i, int(c)) for g, row in enumerate(study.codes) for i, c in enumerate(row)]
    )
    sets = {0: {"a"}, 1: {"b"}, 2: {"a", "b"}, 3: {"b", "c"}, 4: {"c"}}
    masi = AnnotationTask(
        data=[
            (f"c{g}", i, frozenset(sets[int(c)]))
            for g, row in enumerate(study.codes)
            for i, c in enumerate(row)
        ],
        distance=masi_distance,
    )
    found = {"alpha nominal": task.alpha(), "masi": masi.alpha(), "mean kappa": task.kappa()}
    if len(study.codes) == 2:
        found["pi"], found["S"] = task.pi(), task.S()
    return found


def of_statsmodels(study: Study) -> dict[str, float]:
    from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

    counts = np.stack([(study.codes == k).sum(0) for k in range(study.labels)], axis=1)
    found = {"fleiss": fleiss_kappa(counts), "randolph": fleiss_kappa(counts, method="randolph")}
    if len(study.codes) == 2:
        plain = cohens_kappa(table(study))
        found |= {"kappa": plain.kappa, "kappa se": plain.std_kappa}
        places = np.array(VALUES[: study.labels], dtype=float)
        for name, power in (("linear", 1), ("quadratic", 2)):
            apart = np.abs(places[:, None] - places[None, :]) ** power
            weighted = cohens_kappa(table(study), weights=apart)
            found |= {f"kappa {name}": weighted.kappa, f"kappa {name} se": weighted.std_kappa}
    return {name: float(value) for name, value in found.items()}


def of_crowdkit(study: Study) -> dict[str, float]:
    import pandas as pd
    from crowdkit.aggregation import DawidSkene

    task, worker = np.nonzero(study.codes.T >= 0)
    label = study.codes.T[task, worker].astype(int)
    data = pd.DataFrame({"task": task, "worker": worker, "label": label})
    model = DawidSkene(n_iter=STEPS, tol=-1e18).fit(data)
    found = model.probas_.sort_index()[sorted(model.probas_.columns)].to_numpy()
    return {f"ds {i} {k}": float(p) for i, row in enumerate(found) for k, p in enumerate(row)}


def of_irrcac(study: Study) -> dict[str, float]:
    import pandas as pd
    from irrCAC.raw import CAC

    frame = pd.DataFrame(study.values.T)
    found: dict[str, float] = {}
    for weights in ("identity", "linear", "quadratic"):
        cac = CAC(frame, weights=weights, digits=14)
        for name in ("fleiss", "gwet", "bp", "conger"):
            estimate = getattr(cac, name)()["est"]
            found[f"{name} {weights}"] = float(estimate["coefficient_value"])
            found[f"{name} {weights} se"] = float(estimate["se"])
        if weights == "identity":
            found["krippendorff se"] = float(cac.krippendorff()["est"]["se"])
    return found


def main() -> None:
    warnings.simplefilter("ignore")
    for study in studies(int(sys.argv[1])):
        if sys.argv[2:] == ["irrcac"]:
            found = of_irrcac(study)
        else:
            found = of_krippendorff(study) | of_crowdkit(study)
            if study.complete:
                found |= of_nltk(study) | of_statsmodels(study)
        print(json.dumps({"study": study.number, "values": found}), flush=True)


if __name__ == "__main__":
    main()
