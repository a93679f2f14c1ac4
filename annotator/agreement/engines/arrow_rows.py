"""An Arrow table as numpy columns."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from annotator.agreement.engines.engine import Rows


def plain_rows(table: Any) -> Rows:
    """Every column as it is; texts are objects.

    >>> plain_rows(pa.table({"label": ["a", "b"]}))["label"].tolist()
    ['a', 'b']
    """
    return {name: table[name].to_numpy() for name in table.column_names}


def coded_rows(table: Any) -> Rows:
    """The same with each text as a number: equal texts of this table have equal ones.

    >>> coded_rows(pa.table({"article": ["b", "a", "b"], "start": [3, 1, 0]}))["article"].tolist()
    [0, 1, 0]
    """
    found = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            column = column.dictionary_encode().indices
        found[name] = column.to_numpy(zero_copy_only=False)
    return found
