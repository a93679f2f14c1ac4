"""γ article by article, so that results can be kept and only changed articles computed again.

What is found for an article depends on its own annotations and the settings alone: not on the
articles beside it, the order they come in, or the number of cores. A corpus put together from kept
articles therefore equals one computed afresh.
"""

import math
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from annotator.agreement.gamma.articles import (
    ArticleGamma,
    Disorder,
    continua_of,
    of_article,
)
from annotator.agreement.gamma.chunks import OBSERVED, Chunk, Outcome, Plan, align_chunk, chunks
from annotator.agreement.gamma.dissimilarity import Dissimilarity
from annotator.agreement.gamma.processes import align_in_processes
from annotator.agreement.gamma.samples import SAMPLERS
from annotator.agreement.spans.spans import Spans

MOST_SAMPLES = 10_000
MOST_SECONDS = 86_400.0
MOST_SEED = 2**32 - 1


@dataclass(frozen=True)
class GammaSettings:
    """What γ is computed with. `seconds` is the time limit of one article, samples included.

    The limit is shared evenly by the article and its samples, and is no part of what a result
    depends on as long as the result is exact.
    """

    alpha: float = 1.0
    beta: float = 1.0
    sampler: str = "shuffle"
    samples: int = 30
    seed: int = 0
    seconds: float = 600.0

    def faults(self) -> dict[str, str]:
        """What cannot be used, by field; empty when all is well.

        >>> GammaSettings(sampler="dice", samples=0).faults()["samples"]
        'The number of samples must be from 1 to 10,000, it is 0.'
        """
        found = {}
        for name in ("alpha", "beta"):
            value = getattr(self, name)
            if not (math.isfinite(value) and 0 <= value <= 1000):
                found[name] = f"The weight {name} must be from 0 to 1000, it is {value:g}."
        if not found and self.alpha == self.beta == 0:
            found["alpha"] = "With both weights 0 all marks would count as equal; raise one."
        if self.sampler not in SAMPLERS:
            found["sampler"] = f"The sampler must be {' or '.join(SAMPLERS)}, not {self.sampler!r}."
        if not 1 <= self.samples <= MOST_SAMPLES:
            found["samples"] = (
                f"The number of samples must be from 1 to {MOST_SAMPLES:,}, it is {self.samples:,}."
            )
        if not 0 <= self.seed <= MOST_SEED:
            found["seed"] = f"The seed must be from 0 to {MOST_SEED}, it is {self.seed}."
        if not 0 < self.seconds <= MOST_SECONDS:
            found["seconds"] = (
                f"The time limit must be above 0 and at most {MOST_SECONDS:,.0f} seconds, "
                f"it is {self.seconds:g}."
            )
        return found

    @property
    def plan(self) -> Plan:
        return Plan(
            Dissimilarity(self.alpha, self.beta),
            self.sampler,
            self.seed,
            seconds=math.inf,
            labels=True,
            seconds_each=self.seconds / (self.samples + 1),
            limit=f"{self.seconds:g} s an article",
        )


@dataclass(frozen=True)
class HowFar:
    """Where the work is: the first article that is not done, and its samples."""

    article: int  # from 1
    articles: int
    samples: int  # done, of this article
    of_samples: int
    done: int  # continua aligned, all articles and samples together
    total: int

    @property
    def words(self) -> str:
        """For people.

        >>> HowFar(12, 40, 3, 30, 345, 1240).words
        'article 12 of 40, 3 of 30 samples'
        """
        return (
            f"article {self.article} of {self.articles}, "
            f"{self.samples} of {self.of_samples} samples"
        )


@dataclass(frozen=True)
class FoundGamma:
    """What came of one article: its γ, or in `reason` why there is none."""

    article: str
    gamma: ArticleGamma | None
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        """Plain values that `found_from_json` takes back, equal to the last digit."""
        return asdict(self)


def found_from_json(kept: dict[str, object]) -> FoundGamma:
    """The opposite of `FoundGamma.as_json`.

    >>> found_from_json(FoundGamma("7", None, "nobody opened it").as_json())
    FoundGamma(article='7', gamma=None, reason='nobody opened it')
    """
    article, inner = str(kept["article"]), kept["gamma"]
    if not isinstance(inner, dict):
        return FoundGamma(article, None, str(kept["reason"]))
    fields = dict(inner)
    for name in ("gamma", "gamma_cat"):
        fields[name] = None if fields[name] is None else Disorder(**fields[name])
    for name in ("unproved", "methods"):
        fields[name] = tuple(fields[name])
    return FoundGamma(article, ArticleGamma(**fields))


def gamma_by_article(
    spans: Spans,
    settings: GammaSettings,
    *,
    processes: int | None = None,
    gentle: bool = False,
    check: Callable[[], None] | None = None,
    report: Callable[[HowFar], None] | None = None,
) -> Iterator[FoundGamma]:
    """Each article as soon as it is done, in whatever order that is.

    `processes`: how many; None one a core; 0 all work in this process, which cannot be interrupted
    in the middle of an alignment. `check` is called several times a second; when it raises, the
    workers end. `gentle` workers let everything else on the machine go first.
    """
    continua, left_out = continua_of(spans)
    for reason, names in left_out.items():
        yield from (FoundGamma(name, None, reason) for name in names)
    done = dict.fromkeys(continua, 0)
    outcomes: dict[int, list[Outcome]] = {number: [] for number in continua}
    samples = range(OBSERVED, settings.samples)
    work = (  # every article cut for itself, so that none can change another's numbers
        chunk
        for number, continuum in continua.items()
        for chunk in chunks(settings.plan, {number: continuum}, {number: samples})
    )
    for found in _aligned(work, len(continua), processes, gentle, check):
        number = found[0].article
        outcomes[number] += found
        done[number] += len(found)
        if report is not None:
            report(_how_far(done, settings.samples))
        if len(outcomes[number]) > settings.samples:
            name = spans.articles[number]
            article = of_article(name, continua[number], outcomes.pop(number), labels=True)
            yield FoundGamma(name, article)


def _aligned(
    work: Iterator[Chunk],
    articles: int,
    processes: int | None,
    gentle: bool,
    check: Callable[[], None] | None,
) -> Iterator[list[Outcome]]:
    count = (os.cpu_count() or 1) if processes is None else processes
    if count and articles:
        yield from align_in_processes(work, count, check=check, gentle=gentle)
        return
    for chunk in work:
        if check is not None:
            check()
        yield align_chunk(chunk)


def _how_far(done: dict[int, int], samples: int) -> HowFar:
    """From how many continua of each article are done, in whatever order they were."""
    full = samples + 1
    complete = sum(count == full for count in done.values())
    open_ = next((count for count in done.values() if count < full), full)
    return HowFar(
        article=min(complete + 1, len(done)),
        articles=len(done),
        samples=max(0, open_ - 1),
        of_samples=samples,
        done=sum(done.values()),
        total=full * len(done),
    )
