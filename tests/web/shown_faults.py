"""What is wrong with a page or a file of numbers, whatever it is about: what programs call
nothing, tables without rows, and a dash that nothing explains."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

DASHES = {"–", "—", "-"}
NOTHING = re.compile(
    r"(?<![\w.&/-])(?:nan|NaN|inf|-inf|Infinity|None|undefined(?! [a-z])|Traceback)(?![\w-])"
)
NOT_SHOWN = "//script|//style|//noscript|//template"
AROUND = ("section", "figure", "details", "article", "main", "body")
WORDS = 3  # so many make a reason
# Columns of words: what is empty there is no missing number.
OF_WORDS = {"label", "title", "pair", "of", "other_title", "article", "outlet", "date", "missing",
            "reason", "type", "drawn_by", "others", "articles"}  # fmt: skip


def faults_of_page(text: str) -> list[str]:
    tree = html.document_fromstring(text)
    faults = []
    for one in tree.xpath("//script[@type='application/json']"):
        faults += faults_of_json(json.loads(one.text, parse_constant=lambda word: word))
    for one in tree.xpath(NOT_SHOWN):
        one.drop_tree()
    said = [
        tree.text_content(),
        *(str(one) for one in tree.xpath("//@title|//@aria-label|//@href")),
    ]
    for words in said:
        for found in NOTHING.finditer(words):
            faults.append(f"{found[0]!r} in {around(words, found)!r}")
    for table in tree.iter("table"):
        if not table.xpath(".//tbody/tr"):
            faults.append(f"no row in a table: {squeezed(table)[:80]}")
    return faults + [f"a dash and no reason: {squeezed(one.getparent())[:120]}" for one in
                     dashes(tree) if not explained(one)]  # fmt: skip


def dashes(tree: Any) -> Iterator[Any]:
    """The elements that show a dash and nothing else."""
    for one in tree.iter():
        if isinstance(one.tag, str) and squeezed(one) in DASHES and not len(one):
            yield one


def explained(dash: Any) -> bool:
    """By its title, beside it, in its row, or below its table, where its row is named."""
    if dash.xpath("ancestor-or-self::*[@title]"):
        return True
    cells = dash.xpath("ancestor-or-self::*[self::td or self::th or self::dd or self::li][1]")
    if not cells:
        return len(squeezed(dash.getparent()).split()) > WORDS
    cell = cells[0]
    if squeezed(cell) not in DASHES:
        return True
    rows = cell.xpath("ancestor::tr[1]")
    if not rows:
        return False
    for other in rows[0][1:]:
        if len(re.findall(r"[^\W\d]{2,}", squeezed(other))) >= WORDS:
            return True
    head = squeezed(rows[0][0])
    told = reasons_about(cell)
    return any(
        head in squeezed(one).partition(": ")[0] or " more: " in squeezed(one) for one in told
    )


def reasons_about(cell: Any) -> list[Any]:
    """The sentences that stand below the cell's table."""
    for one in cell.iterancestors(*AROUND):
        found = one.xpath(
            ".//details[contains(@class, 'reasons')]//li|.//*[contains(@class, 'hint')]"
        )
        if found:
            return list(found)
    return []


def faults_of_json(value: Any, way: str = "") -> list[str]:
    """A measure without a value has a reason, and one without an interval too."""
    if isinstance(value, dict):
        faults = [
            fault for key, one in value.items() for fault in faults_of_json(one, f"{way}.{key}")
        ]
        if "interval_reason" in value:
            if value["value"] is None and not value.get("reason"):
                faults.append(f"{way}: no value and no reason")
            if value["interval"] is None and not value["interval_reason"]:
                faults.append(f"{way}: no interval and no reason")
        return faults
    if isinstance(value, list):
        return [
            fault for n, one in enumerate(value) for fault in faults_of_json(one, f"{way}[{n}]")
        ]
    if isinstance(value, str) and value in ("NaN", "nan", "inf", "Infinity", "-Infinity"):
        return [f"{way}: {value}"]
    return []


def faults_of_csv(text: str) -> list[str]:
    """An empty cell in a column of numbers needs a reason in its row."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    columns, faults = rows[0], []
    for row in rows[1:]:
        cells = dict(zip(columns, row, strict=True))
        faults += [f"{name}: {cell}" for name, cell in cells.items() if NOTHING.fullmatch(cell)]
        empty = [name for name, cell in cells.items() if not cell and name not in OF_WORDS]
        told = cells.get("missing") or cells.get("reason")
        if empty and not told:
            faults.append(f"{', '.join(empty)} empty and no reason in {row[:3]}")
    return faults


def faults_of_markdown(text: str) -> list[str]:
    lines = text.splitlines()
    faults = [f"{found[0]!r} in {line!r}" for line in lines
              for found in [NOTHING.search(line)] if found]  # fmt: skip
    for n, line in enumerate(lines):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not DASHES & set(cells):
            continue
        told = any(len(re.findall(r"[^\W\d]{2,}", cell)) >= WORDS for cell in cells[1:])
        below = [one for one in lines[n + 1 :] if one and not one.startswith("|")]
        head = cells[0].replace("\\|", "|")
        told = told or any(head in one or " more: " in one for one in below[:4])
        if not told:
            faults.append(f"a dash and no reason: {line}")
    return faults


def faults_of_svg(content: bytes) -> list[str]:
    said = " ".join(etree.fromstring(content).itertext())
    return [f"{found[0]!r} in {around(said, found)!r}" for found in NOTHING.finditer(said)] + (
        ["null"] if re.search(r"\bnull\b", said) else []
    )


def around(words: str, found: re.Match[str]) -> str:
    return " ".join(words[max(0, found.start() - 40) : found.end() + 40].split())


def squeezed(element: Any) -> str:
    return " ".join(element.text_content().split())
