"""The reconciling sweep: at start and every few minutes, find what the gateway did not see.

A saved annotation is stored while its request is answered. What can still be missed is what a
killed process left half done, and what was changed inside Label Studio by its administrator.
"""

from __future__ import annotations

import logging
import threading
from contextlib import closing
from pathlib import Path

from annotator import store
from annotator.labelstudio import LabelStudio
from annotator.workflow.collecting import collect

SECONDS_BETWEEN = 300.0

log = logging.getLogger(__name__)


def sweep(db: store.Store, labelstudio: LabelStudio) -> None:
    """Collect every published study; one that fails does not keep the others from it."""
    for study in store.load_studies(db):
        if study.is_published and not study.origin:
            try:
                collect(db, labelstudio, study.id)
            except Exception:
                log.exception("The sweep of study %s failed; the next one tries again.", study.id)


def keep_sweeping(database: Path, labelstudio: LabelStudio, stop: threading.Event) -> None:
    """Sweep now and then until `stop` is set; runs in its own thread, with its own store.

    Nothing ends it before: a disk that was full a minute ago may have room now.
    """
    while not stop.is_set():
        try:
            with closing(store.open_store(database)) as db:
                sweep(db, labelstudio)
        except Exception:
            log.exception("A sweep failed; the next one comes in %.0f s.", SECONDS_BETWEEN)
        stop.wait(SECONDS_BETWEEN)
