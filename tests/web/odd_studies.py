"""Studies in which hardly anything is as a report expects it, straight in a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pages_world import publish_without_labelstudio

from annotator import store
from annotator.adjudication import Rules, parse_rule
from annotator.agreement.gamma.by_article import GammaSettings
from annotator.models import Annotation, Answer, Article, Relation, Span, State
from annotator.schemes import load_scheme
from annotator.store.adjudication import Settler
from annotator.store.annotation_rows import Incoming
from annotator.store.models.records import AboutModel, ModelWork
from annotator.store.models.rows import save_model
from annotator.workflow.adjudication.settling import apply_rules
from annotator.workflow.computing_gamma import compute_gamma, gamma_state, why_no_gamma
from annotator.workflow.grouping import set_groups
from annotator.workflow.studies import create_study, save_own_scheme

HEAD = 'version: "1"\nlanguage: en\ndescription: For tests.\nsource: Invented.\n'
MARKED = """
labels:
  - {key: loaded, title: Loaded, definition: Loaded words.}
  - {key: claim, title: Claim, definition: Nobody says it.}
"""
ONE = """
labels:
  - {key: loaded, title: Loaded, definition: Loaded words.}
"""
ASKED_OF_MARKS = """
attributes:
  - {key: voice, title: Whose words, choices: [paper, source]}
"""
ASKED = """
questions:
  - {key: frame, title: Frame, choices: [money, crime]}
  - {key: topics, title: Topics, kind: choices, choices: [town, river, road]}
  - {key: certainty, title: How certain, level: ordinal, choices: [low, middle, high]}
  - {key: people, title: People named, kind: number, level: ratio}
  - {key: remark, title: Remark, kind: text}
"""
CONNECTED = """
relations:
  - {key: backs, title: Backs, from: [claim], to: [loaded]}
"""
LONG = "A very long name of a label that somebody wrote as if it were its definition " * 2
NAMED = f"""
labels:
  - {{key: "🌉", title: "🌉 Bridge 🏚️", definition: Emoji.}}
  - {{key: rtl, title: "לשון טעונה (חריפה)", definition: From right to left.}}
  - {{key: long, title: "{LONG.strip()}", definition: Long.}}
  - {{key: signs, title: "nothing | <b>&amp;</b>", definition: Signs.}}
"""
CODEBOOKS = {
    "odd-all": MARKED + ASKED_OF_MARKS + ASKED,
    "odd-one": ONE,
    "odd-questions": ASKED,
    "odd-relations": MARKED + CONNECTED,
    "odd-names": NAMED,
}
SENTENCE = "The brazen council met again. Critics say the plan is a disgrace to the town."
LOADED, CLAIM, OTHER_PLACE = ("loaded", 4, 10), ("claim", 30, 51), ("loaded", 30, 51)
STEPS = {"low": 1.0, "middle": 2.0, "high": 3.0}

Mark = tuple[str, int, int]


@dataclass(frozen=True)
class Done:
    """What an annotator did with an article, both by number from 0. `voices` answer about marks
    and `links` connect them, by their place."""

    who: int
    article: int
    marks: Sequence[Mark] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    voices: Mapping[int, str] = field(default_factory=dict)
    links: Sequence[tuple[int, int]] = ()
    skipped: bool = False


@dataclass(frozen=True)
class OddStudy:
    title: str
    codebook: str
    people: int
    texts: Sequence[str]
    done: Sequence[Done] = ()
    settled: bool = False  # every mark is gold


def texts(count: int) -> list[str]:
    return [f"{SENTENCE} Part {n:02d}." for n in range(count)]


def all_of(people: int, articles: int, **alike: object) -> list[Done]:
    """Everybody does the same with everything."""
    return [Done(a, n, **alike) for n in range(articles) for a in range(people)]  # type: ignore[arg-type]


WHOLE = len(texts(1)[0])
FULL = {"frame": "money", "topics": "town", "certainty": "low", "people": "3", "remark": "none"}
OTHER = {"frame": "crime", "topics": "road", "certainty": "high", "people": "5"}
ODD = (
    OddStudy("Nobody answered", "odd-all", 3, texts(3)),
    OddStudy(
        "One annotator only", "odd-all", 1, texts(3),
        all_of(1, 3, marks=(LOADED, CLAIM), answers=FULL, voices={0: "paper"}),
    ),
    OddStudy(
        "Two who share no article", "odd-all", 2, texts(2),
        [Done(0, 0, (LOADED,), FULL), Done(1, 1, (CLAIM,), FULL, {0: "source"})],
    ),
    OddStudy("Nothing marked and nothing answered", "odd-all", 3, texts(3), all_of(3, 3)),
    OddStudy(
        "One label used once", "odd-all", 3, texts(10),
        [Done(0, 0, (LOADED,), {"topics": "river"}, {0: "paper"}), *all_of(3, 10)[1:]],
    ),
    OddStudy(
        "Names of labels", "odd-names", 3, texts(2),
        [Done(0, 0, (("🌉", 4, 10), ("rtl", 20, 30))),
         Done(1, 0, (("🌉", 4, 10), ("long", 20, 30))),
         Done(2, 0, (("signs", 2, 12),)), Done(0, 1, (("rtl", 0, 5),)), Done(1, 1)],
    ),
    OddStudy(
        "Only questions", "odd-questions", 3, texts(2),
        [Done(0, 0, answers=FULL), Done(1, 0, answers={**FULL, "certainty": "high"}),
         Done(2, 0, answers={"frame": "money"}), Done(0, 1, answers={"frame": "money"}),
         Done(1, 1, answers={"frame": "money"}), Done(2, 1)],
    ),
    OddStudy(
        "Only relations are disputed", "odd-relations", 3, texts(2),
        [Done(a, n, (LOADED, CLAIM), links=((1, 0),) * (a == n))
         for n in range(2) for a in range(3)],
    ),
    OddStudy(
        "One article only", "odd-all", 3, texts(1),
        [Done(0, 0, (LOADED,), FULL, {0: "paper"}), Done(1, 0, (LOADED,), OTHER, {0: "source"}),
         Done(2, 0, (CLAIM,), FULL, {0: "paper"})],
    ),
    OddStudy(
        "Short and long", "odd-all", 3, ["x", "word " * 20_000],
        [*all_of(3, 1, marks=(("loaded", 0, 1),)), Done(0, 1, (("claim", 0, 100_000),)),
         Done(1, 1, (("claim", 99_990, 99_999),)), Done(2, 1)],
    ),
    OddStudy(
        "Forty annotators", "odd-one", 40, texts(20),
        [Done(a, a // 2, (LOADED,) if a % 3 else (OTHER_PLACE,)) for a in range(40)],
    ),
    OddStudy(
        "Somebody skipped everything", "odd-all", 3, texts(3),
        [*all_of(1, 3, marks=(LOADED,), answers=FULL),
         *(Done(1, n, (LOADED,), OTHER) for n in range(3)),
         *(Done(2, n, skipped=True) for n in range(3))],
    ),
    OddStudy(
        "Everybody skipped everything", "odd-all", 2, texts(2), all_of(2, 2, skipped=True)
    ),
    OddStudy(
        "Whole texts", "odd-all", 3, texts(31),
        all_of(3, 31, marks=(("loaded", 0, WHOLE), ("claim", 0, WHOLE)), answers=FULL,
               voices={0: "paper", 1: "source"}),
    ),
    OddStudy(
        "Gold and nobody agrees", "odd-all", 3, texts(9),
        [Done(a, n, ((("loaded", "claim")[a % 2], 12 * a, 12 * a + 6),),
              {"frame": ("money", "crime")[a % 2], "people": f"{a}"}, {0: "paper"})
         for n in range(9) for a in range(3)],
        settled=True,
    ),
)  # fmt: skip


def put(db: store.Store, odd: OddStudy) -> int:
    """The study's id: with annotators in two groups, a model, and γ where it can be computed."""
    scheme = load_scheme(
        f"name: {odd.codebook}\ntitle: Odd\n{HEAD}{CODEBOOKS[odd.codebook]}", "odd.yaml"
    )
    save_own_scheme(db, scheme)
    study = create_study(db, odd.title, odd.codebook, seed=7)
    given = [
        Article(f"Article {n}" if n else "", text, outlet="The Marl Courier" if n % 2 else "",
                published=f"2026-0{1 + n % 3}-02" if n % 4 else "")
        for n, text in enumerate(odd.texts)
    ]  # fmt: skip
    articles = [one.id for one in store.save_articles(db, study.id, given)]
    people = []
    for number in range(odd.people):
        account = store.create_account(
            db, email=f"person{number}@study{study.id}.example", role="annotator"
        )
        people.append(store.add_annotator(db, study.id, account.id))
    publish_without_labelstudio(db, study.id, [one.id for one in people], articles)
    place = {
        (one.annotator_id, one.article_id): one.id for one in store.load_assignments(db, study.id)
    }
    store.save_annotations(db, [
        Incoming(at, study.scheme_id, annotation(at, one, odd.texts[one.article]))
        for one in odd.done
        for at in [place[people[one.who].id, articles[one.article]]]
    ], "collect")  # fmt: skip
    groups = {one.pseudonym: ("old", "new 🌉")[n % 2] for n, one in enumerate(people)}
    set_groups(db, study.id, groups)
    put_model(db, study.id, articles, odd)
    if odd.settled:
        apply_rules(db, study.id, Rules(parse_rule("k:1")), Settler())
    settings = GammaSettings(samples=2, seed=7)
    if not why_no_gamma(gamma_state(db, study.id, settings)):
        compute_gamma(db, study.id, settings, processes=0)
    return study.id


def annotation(number: int, one: Done, text: str) -> Annotation:
    spans = tuple(
        Span(f"r{n}", label, start, end, start, end, text[start:end])
        for n, (label, start, end) in enumerate(one.marks)
    )
    given = [(key, value, "") for key, value in one.answers.items()]
    given += [("voice", value, f"r{n}") for n, value in one.voices.items()]
    answers = tuple(
        Answer(key, value, float(value) if key == "people" else STEPS.get(value), region)
        for key, value, region in given
    )
    at = f"2026-03-{1 + one.article:02d}T10:{one.who:02d}:00.000000Z"
    state = State.SKIPPED if one.skipped else State.SUBMITTED
    links = tuple(Relation(f"r{a}", f"r{b}", "backs") for a, b in one.links)
    return Annotation(
        9000 + number, 1000 + number, state, at, at, 60.0, spans, answers, links, raw="{}"
    )  # fmt: skip


def put_model(db: store.Store, study_id: int, articles: Sequence[int], odd: OddStudy) -> None:
    """It marks the beginning of each article and answers the first question."""
    label = {"odd-names": "rtl", "odd-questions": ""}.get(odd.codebook, "loaded")
    work = []
    for article, text in zip(articles, odd.texts, strict=True):
        end = min(6, len(text))
        spans = (Span("m0", label, 0, end, 0, end, text[:end]),) if label else ()
        work.append(ModelWork(article, spans, (Answer("frame", "crime"),), "{}"))
    save_model(db, study_id, AboutModel("heron"), work, [])
