"""γ of a study: the runs somebody asked for, and what was found for each article.

Settings are alpha, beta, sampler, samples, seed (which a result depends on) and seconds (the time
limit it had). A kept row is valid while its fingerprint is that of the annotations that count now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing

__all__ = [
    "GammaRun",
    "KeptGamma",
    "ask_gamma_to_stop",
    "finish_gamma_run",
    "gamma_should_stop",
    "load_gamma_articles",
    "load_gamma_run",
    "save_gamma_article",
    "start_gamma_run",
]

SETTINGS = ("alpha", "beta", "sampler", "samples", "seed", "seconds")
_KEY = SETTINGS[:-1]


@dataclass(frozen=True)
class GammaRun:
    """`finished_at` is "" while it goes on, and stays so when its process was killed."""

    id: int
    settings: Mapping[str, Any]
    started_at: str
    finished_at: str


@dataclass(frozen=True)
class KeptGamma:
    """What is kept of one article; `seconds` is the time limit it was computed with."""

    fingerprint: str
    seconds: float
    exact: bool
    payload: str  # JSON
    computed_at: str


def start_gamma_run(store: Store, study_id: int, settings: Mapping[str, Any]) -> int:
    """Write down that γ is being computed; its id."""
    with writing(store):
        chosen = {name: settings[name] for name in SETTINGS}
        return insert(store, "gamma_runs", {"study_id": study_id, **chosen, "started_at": now()})


def finish_gamma_run(store: Store, run_id: int) -> None:
    """It has ended: every article was computed, or somebody asked it to stop."""
    with writing(store):
        store.execute("UPDATE gamma_runs SET finished_at = ? WHERE id = ?", [now(), run_id])


def ask_gamma_to_stop(store: Store, study_id: int) -> int:
    """Ask the runs that go on in this study to end; how many there are."""
    with writing(store):
        done = store.execute(
            "UPDATE gamma_runs SET stop_asked_at = ? WHERE study_id = ? AND finished_at IS NULL",
            [now(), study_id],
        )
        return int(done.rowcount)


def gamma_should_stop(store: Store, run_id: int) -> bool:
    row = fetch_one(store, "SELECT stop_asked_at FROM gamma_runs WHERE id = ?", [run_id])
    return row is not None and row["stop_asked_at"] is not None


def load_gamma_run(store: Store, study_id: int) -> GammaRun | None:
    """The latest run of a study."""
    row = fetch_one(
        store, "SELECT * FROM gamma_runs WHERE study_id = ? ORDER BY id DESC LIMIT 1", [study_id]
    )
    if row is None:
        return None
    settings = {name: row[name] for name in SETTINGS}
    return GammaRun(row["id"], settings, row["started_at"], row["finished_at"] or "")


def save_gamma_article(
    store: Store,
    article_id: int,
    settings: Mapping[str, Any],
    fingerprint: str,
    payload: str,
    *,
    exact: bool,
) -> None:
    """Keep one article's result in place of an earlier one with the same settings."""
    columns = ("article_id", *SETTINGS, "fingerprint", "exact", "payload", "computed_at")
    changing = ("seconds", "fingerprint", "exact", "payload", "computed_at")
    values = [settings[name] for name in SETTINGS]
    with writing(store):
        store.execute(
            f"INSERT INTO gamma_articles ({', '.join(columns)}) "  # noqa: S608  our own names
            f"VALUES ({', '.join('?' * len(columns))}) ON CONFLICT (article_id, {', '.join(_KEY)}) "
            f"DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in changing)}",
            [article_id, *values, fingerprint, int(exact), payload, now()],
        )


def load_gamma_articles(
    store: Store, study_id: int, settings: Mapping[str, Any]
) -> dict[int, KeptGamma]:
    """What is kept of the study's articles with these settings, whatever their time limit."""
    where = " AND ".join(f"gamma_articles.{name} = :{name}" for name in _KEY)
    rows = fetch_all(
        store,
        "SELECT gamma_articles.* FROM gamma_articles "  # noqa: S608  our own names
        "JOIN articles ON articles.id = article_id "
        f"WHERE study_id = :study AND removed_at IS NULL AND {where}",
        {"study": study_id, **{name: settings[name] for name in _KEY}},
    )
    return {
        row["article_id"]: KeptGamma(
            row["fingerprint"],
            row["seconds"],
            bool(row["exact"]),
            row["payload"],
            row["computed_at"],
        )
        for row in rows
    }
