"""The codebook of a study, read once a process: reading YAML takes longer than a request may."""

from __future__ import annotations

from functools import lru_cache

from annotator import schemes, store
from annotator.labelstudio import ResultReader
from annotator.models import Scheme
from annotator.store.records import Study


def scheme_of(db: store.Store, study: Study) -> Scheme:
    record = store.load_scheme(db, study.scheme_id)
    return _scheme(record.yaml, record.name)


def reader_of(db: store.Store, study: Study) -> ResultReader:
    """Reads annotations made under the study's scheme."""
    record = store.load_scheme(db, study.scheme_id)
    return _reader(record.yaml, record.name)


@lru_cache(maxsize=32)
def _scheme(yaml: str, name: str) -> Scheme:
    return schemes.load_scheme(yaml, f"{name}.yaml")


@lru_cache(maxsize=32)
def _reader(yaml: str, name: str) -> ResultReader:
    return ResultReader(_scheme(yaml, name))
