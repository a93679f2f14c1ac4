"""Which engines there are, and what each needs."""

from __future__ import annotations

from pathlib import Path

from annotator.agreement.engines.engine import Engine
from annotator.errors import RatingsError

ENGINES = ("duckdb", "spark")


def open_engine(name: str, folder: Path) -> Engine:
    """An engine on the Parquet files of a folder (or on one file)."""
    files = parquet_files(folder)
    if name not in ENGINES:
        raise RatingsError(f"engine {name!r} is none of {', '.join(ENGINES)}")
    try:
        if name == "duckdb":
            from annotator.agreement.engines.duckdb_engine import DuckDB

            return DuckDB(files)
        from annotator.agreement.engines.spark_engine import Spark

        return Spark(files)
    except ModuleNotFoundError as error:
        raise RatingsError(
            f"the engine {name} needs {error.name}: pip install 'annotator[{name}]'"
        ) from error


def parquet_files(folder: Path) -> list[str]:
    """Every Parquet file below, in order of their names.

    >>> parquet_files(Path("nowhere"))
    Traceback (most recent call last):
    ...
    annotator.errors.RatingsError: nowhere is no folder with Parquet files (*.parquet)
    """
    found = [folder] if folder.is_file() else sorted(folder.rglob("*.parquet"))
    if not found:
        raise RatingsError(f"{folder} is no folder with Parquet files (*.parquet)")
    return [str(path) for path in found]
