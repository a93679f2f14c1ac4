"""How annotations of a study are read: by its codebook."""

from __future__ import annotations

from functools import lru_cache

from annotator import store
from annotator.labelstudio import ResultReader
from annotator.store.records import SchemeRecord, Study
from annotator.store.studies import parsed


def reader_of(db: store.Store, study: Study) -> ResultReader:
    """Reads annotations made under the study's scheme; made once a process."""
    return _reader(store.load_scheme(db, study.scheme_id))


@lru_cache(maxsize=32)
def _reader(record: SchemeRecord) -> ResultReader:
    return ResultReader(parsed(record))
