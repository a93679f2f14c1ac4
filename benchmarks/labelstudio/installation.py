"""A real Label Studio for a benchmark, and invented articles of realistic length."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator import schemes, store
from annotator.keys import Keys, load_keys
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.models import Article
from annotator.settings import Settings

WORDS = 600  # an article's length: about 4 KB


@dataclass(frozen=True)
class Installation:
    folder: Path
    labelstudio: LabelStudio
    keys: Keys


@contextmanager
def installation() -> Iterator[Installation]:
    """Fresh, in a folder that is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-bench-"))
    settings = Settings(data_dir=folder)
    keys = load_keys(settings)
    try:
        with EmbeddedServer(settings, keys) as server:
            labelstudio = LabelStudio(server.url, keys.labelstudio_token)
            try:
                yield Installation(folder, labelstudio, keys)
            finally:
                labelstudio.close()
    finally:
        shutil.rmtree(folder)


def invented_articles(count: int, seed: int = 1) -> list[Article]:
    """Sentences of invented words."""
    dice = random.Random(seed)
    words = ["".join(dice.choices("aeioulmnrst", k=dice.randint(3, 11))) for _ in range(900)]
    return [
        Article(title=f"Report {n}", text=f"Report {n}. {' '.join(dice.choices(words, k=WORDS))}.")
        for n in range(count)
    ]


def invented_result(text: str, dice: random.Random, regions: int = 20) -> list[dict[str, Any]]:
    """Marked passages of some words each, under labels of the framing codebook."""
    labels = ("loaded_language", "unattributed_claim", "name_calling", "scare_quotes")
    result = []
    for _ in range(regions):
        start = dice.randrange(len(text) - 60)
        end = start + dice.randint(5, 50)
        result.append(
            {
                "id": f"{dice.getrandbits(40):010x}",
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
                "origin": "manual",
                "value": {
                    "start": start,
                    "end": end,
                    "text": text[start:end],
                    "labels": [dice.choice(labels)],
                },
            }
        )
    return result


def new_study(db: store.Store, title: str, articles: list[Article], people: list[str]) -> int:
    """A study with these articles and people, not published."""
    scheme = schemes.load_builtin("framing")
    scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
    study_id = store.create_study(db, title=title, scheme_id=scheme_id, seed=7)
    store.save_articles(db, study_id, articles)
    for email in people:
        account = store.find_account(db, email) or store.create_account(
            db, email=email, role="annotator"
        )
        store.add_annotator(db, study_id, account.id)
    return study_id
