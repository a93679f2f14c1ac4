"""One request that has passed every check, as the functions that answer it see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.store import Store
from annotator.store.records import Account
from annotator.web.gateway.own_numbers import OwnNumbers
from annotator.web.gateway.ownership import Place
from annotator.web.gateway.session import Session


@dataclass(frozen=True)
class Call:
    """Nothing in it is the browser's word: ids are looked up, values checked, the rest dropped."""

    account: Account
    db: Store
    session: Session
    place: Place
    numbers: OwnNumbers
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
