"""What keeps a store safe: copies of one moment, what a study's content hashes to, and Label
Studio's numbers when what they named is gone."""

from annotator.store.safety.copying import (
    RESTORING,
    check_database,
    copy_database,
    is_empty,
    is_mounted_for_reading,
    leave_out_sources,
    migrations_of,
    open_as_it_is,
)
from annotator.store.safety.study_hashes import study_hashes

__all__ = [
    "RESTORING",
    "check_database",
    "copy_database",
    "is_empty",
    "is_mounted_for_reading",
    "leave_out_sources",
    "migrations_of",
    "open_as_it_is",
    "study_hashes",
]
