"""The marks of each article as one list, and sums over it, by an engine's own SQL.

    texts:   SELECT ..., array_agg(mark) AS marks FROM study GROUP BY article
    pairs:   each two overlapping marks of a list -> what they share, GROUP BY cluster, who, labels
    states:  each boundary of a list -> who marks what from there to the next, GROUP BY cluster

A mark is one whole number: start, end and code (annotator and label), from high bits to low, so
that a list is small and the order of numbers is the order of text. `pairs` are enough where
nobody's own marks overlap; `states` say the rest. A cluster is what intervals draw, an article or
a block of them, together with who opened its articles: of each, sums over all its articles return.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.engines.counted_items import BITS
from annotator.agreement.engines.engine import Engine

MOST_PEOPLE = BITS  # who opened an article is a bit of one number
OTHERS = -1
MOST_WORDS = 8  # of a state: a bit for each annotator and label


@dataclass(frozen=True)
class MarkPacking:
    """Where start, end and code stand in the number of a mark."""

    people: int
    labels: int
    longest: int  # article

    @property
    def label_bits(self) -> int:
        return max(1, (self.labels - 1).bit_length())

    @property
    def code_bits(self) -> int:
        return self.label_bits + max(1, (self.people - 1).bit_length())

    @property
    def offset_bits(self) -> int:
        return max(1, self.longest.bit_length())

    @property
    def words(self) -> int:
        """Numbers that a state needs."""
        return max(1, -(-self.people * self.labels // BITS))

    @property
    def fits(self) -> bool:
        return (
            self.people <= MOST_PEOPLE
            and self.words <= MOST_WORDS
            and 2 * self.offset_bits + self.code_bits <= BITS
        )

    def packed(self) -> str:
        start = f"(begins << {self.offset_bits + self.code_bits})"
        return f"({start} | (ends << {self.code_bits}) | (person << {self.label_bits}) | code)"

    def start(self, mark: str) -> str:
        return f"({mark} >> {self.offset_bits + self.code_bits})"

    def end(self, mark: str) -> str:
        return f"(({mark} >> {self.code_bits}) & {(1 << self.offset_bits) - 1})"

    def code(self, mark: str) -> str:
        return f"({mark} & {(1 << self.code_bits) - 1})"

    def person(self, mark: str) -> str:
        return f"({self.code(mark)} >> {self.label_bits})"

    def label(self, mark: str) -> str:
        return f"({mark} & {(1 << self.label_bits) - 1})"

    def place(self, mark: str) -> str:
        """Start and end together."""
        return f"({mark} >> {self.code_bits})"


@dataclass(frozen=True)
class ListedMarks:
    """The queries of one study."""

    engine: Engine
    packing: MarkPacking
    block: str  # SQL of a text's block, of the column `article`
    joined: str = ""  # with a table that `block` needs

    @property
    def _cluster(self) -> str:
        return "cluster, " if self.engine.sends_by_cluster else ""

    def texts(self, by: str, *, once: bool) -> str:
        """A row an article. `once`: a mark that stands there twice is one.

        `wrong` is 1 where memory would refuse something, which then says what.
        """
        begin, end = self.engine.quoted("start"), self.engine.quoted("end")
        cluster, empty = self._cluster, "CASE WHEN mark IS NULL THEN bit ELSE 0 END"
        rows = (
            f"SELECT {cluster}article, CAST(length AS BIGINT) AS length, bit, person, code, "
            f"CAST({begin} AS BIGINT) AS begins, CAST({end} AS BIGINT) AS ends "
            f"FROM {self.engine.source(by)} JOIN people ON CAST(annotator AS STRING) = who "
            "LEFT JOIN labels ON CAST(label AS STRING) = name"
        )
        marks = (
            f"SELECT {cluster}article, length, bit, {self.packing.packed()} AS mark, "
            "CASE WHEN length IS NULL OR (begins IS NULL) <> (ends IS NULL) OR (begins IS NULL) <> "
            "(code IS NULL) OR begins < 0 OR ends <= begins OR ends > length THEN 1 ELSE 0 END "
            f"AS wrong FROM ({rows}) AS numbered"
        )
        listed = (
            f"SELECT {cluster}CAST(article AS STRING) AS title, article, max(length) AS length, "
            "bit_or(bit) AS seen, count(mark) AS spans, "
            "array_agg(mark) FILTER (WHERE mark IS NOT NULL) AS marks, "
            "CASE WHEN max(wrong) = 1 OR min(length) < max(length) "
            f"OR count(*) - count(mark) <> bit_count(bit_or({empty})) OR (bit_or({empty}) & "
            "bit_or(CASE WHEN mark IS NULL THEN 0 ELSE bit END)) <> 0 THEN 1 ELSE 0 END AS wrong "
            f"FROM ({marks}) AS packed GROUP BY {cluster}article"
        )
        every = "array_distinct(marks)" if once else "marks"
        return (
            f"SELECT {cluster}{self.block} AS block, title, seen, length, spans, {every} AS marks, "
            f"wrong FROM ({listed}) AS listed {self.joined}"
        )

    def clusters(self) -> str:
        return (
            "SELECT block, seen, count(*) AS articles, CAST(sum(length) AS BIGINT) AS length, "
            "CAST(sum(spans) AS BIGINT) AS spans, max(wrong) AS wrong FROM texts "
            f"GROUP BY {self._cluster}block, seen"
        )

    def pairs(self) -> str:
        """Of two annotators and a label: how many overlapping marks, of these with equal ends, and
        what they share; `OTHERS` stands for every two marks of different labels.

        A mark overlaps itself, which counts and measures those of each annotator.
        """
        place, end, who, label = (
            self.packing.place, self.packing.end, self.packing.person, self.packing.label,
        )  # fmt: skip
        least, equal = f"least({end('a')}, {end('b')})", f"{place('a')} = {place('b')}"
        keys = f"{self._cluster}block, seen, who, whom, label"
        return (
            f"SELECT block, seen, least({who('a')}, {who('b')}) AS who, "
            f"greatest({who('a')}, {who('b')}) AS whom, CASE WHEN {label('a')} = {label('b')} THEN "
            f"{label('a')} ELSE {OTHERS} END AS label, count(*) AS times, "
            f"CAST(sum(CASE WHEN {equal} THEN 1 ELSE 0 END) AS BIGINT) AS same, "
            f"CAST(sum({least} - {self.packing.start('b')}) AS BIGINT) AS shared "
            f"FROM {self._two('block, seen')} WHERE {self._overlap} GROUP BY {keys}"
        )

    def merged(self) -> str:
        """How many marks begin inside an earlier one of the same annotator and label."""
        code, who, label = self.packing.code, self.packing.person, self.packing.label
        inside = (
            f"SELECT DISTINCT {self._cluster}title, block, seen, b "
            f"FROM {self._two('title, block, seen')} "
            f"WHERE {self._overlap} AND b > a AND {code('a')} = {code('b')}"
        )
        return (
            f"SELECT block, seen, {who('b')} AS who, {label('b')} AS label, count(*) AS merged "
            f"FROM ({inside}) AS inside GROUP BY {self._cluster}block, seen, who, label"
        )

    def states(self) -> str:
        """How much text is under each set of annotators and labels."""
        start, end, cluster = self.packing.start, self.packing.end, self._cluster
        each = self.engine.each_of("marks")
        boundaries = (
            f"SELECT {cluster}title, block, seen, marks, CASE side WHEN 0 THEN {start('a')} ELSE "
            f"{end('a')} END AS here FROM (SELECT {cluster}title, block, seen, marks, {each} AS a "
            "FROM texts) AS listed CROSS JOIN sides"
        )
        words = self.words()
        under = ", ".join(f"bit_or({self._bit(place)}) AS {word}"
                          for place, word in enumerate(words))  # fmt: skip
        stretches = (
            f"SELECT {cluster}block, seen, {under}, min(CASE WHEN {start('b')} > here THEN "
            f"{start('b')} ELSE {end('b')} END) - here AS stretch FROM (SELECT {cluster}title, "
            f"block, seen, here, {each} AS b FROM ({boundaries}) AS boundaries) AS beside "
            f"WHERE here < {end('b')} GROUP BY {cluster}title, block, seen, here"
        )
        keys = ", ".join(words)
        return (
            f"SELECT block, seen, {keys}, CAST(sum(stretch) AS BIGINT) AS stretch "
            f"FROM ({stretches}) AS stretches GROUP BY {cluster}block, seen, {keys}"
        )

    def words(self) -> Sequence[str]:
        return [f"under{place}" for place in range(self.packing.words)]

    def _bit(self, word: int) -> str:
        first = word * BITS
        code = f"({self.packing.person('b')} * {self.packing.labels} + {self.packing.label('b')})"
        here = (
            f"{self.packing.start('b')} <= here AND {code} BETWEEN {first} AND {first + BITS - 1}"
        )
        one = f"(CAST(1 AS BIGINT) << CAST({code} - {first} AS INT))"
        return f"CASE WHEN {here} THEN {one} ELSE 0 END"

    def _two(self, columns: str) -> str:
        """Every two marks of an article, in both orders, beside its columns."""
        each = self.engine.each_of("marks")
        columns = f"{self._cluster}{columns}"
        one = f"(SELECT {columns}, marks, {each} AS a FROM texts) AS listed"
        return f"(SELECT {columns}, a, {each} AS b FROM {one}) AS beside"

    @property
    def _overlap(self) -> str:
        return f"b >= a AND {self.packing.start('b')} < {self.packing.end('a')}"
