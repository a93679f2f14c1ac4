"""What is left to decide, and the way from one passage to the next."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from annotator.store import adjudication as kept
from annotator.store import load_articles
from annotator.store.adjudication import QueueCounts, QueuePlace
from annotator.store.studies import scheme_of
from annotator.web.access import ADJUDICATORS, open_to
from annotator.web.adjudication.blueprint import KINDS, blueprint
from annotator.web.adjudication.chosen import address, asked, chosen, link
from annotator.web.adjudication.waiting import begin_looking_again
from annotator.web.context import get_db
from annotator.web.numbers import whole_number
from annotator.web.paging import page_number
from annotator.web.studies import study_or_404
from annotator.workflow.adjudication.queue import load_queue, seconds_a_decision

__all__ = ["fresh_counts", "minutes_for", "next_address", "queue_page", "written"]

PAGE = 50
MOST_ASKED = 20


@blueprint.get("/")
@open_to(ADJUDICATORS)
def queue_page(study_id: int) -> ResponseReturnValue:
    """What is left to decide."""
    study = study_or_404(study_id)
    db = get_db()
    counts = fresh_counts(study_id)
    count = kept.count_open(db, study_id, chosen())
    page, pages = page_number(count, PAGE)
    shown = kept.load_open(db, study_id, chosen(), PAGE, (page - 1) * PAGE)
    articles = load_articles(db, study_id, {one.article_id for one in shown})
    return render_template(
        "adjudication/queue.html",
        study=study,
        scheme=scheme_of(db, study),
        counts=counts,
        passages=shown,
        articles={one.id: one.article for one in articles},
        questions=kept.load_articles_asked(db, study_id, MOST_ASKED),
        count=count,
        page=page,
        pages=pages,
        minutes=minutes_for(study_id, count),
        kinds=KINDS,
        asked=asked(),
    )


@blueprint.get("/next")
@open_to(ADJUDICATORS)
def next_passage(study_id: int) -> ResponseReturnValue:
    """The first open passage of those that were asked for, behind the place in the address."""
    study_or_404(study_id)
    fresh_counts(study_id)
    found = kept.next_open(get_db(), study_id, chosen(), _after())
    if found is None:
        flash("Nothing is left to decide here.", "success")
        return redirect(link("adjudication.queue_page", study_id=study_id))
    return redirect(address(study_id, found.article_id, found.key))


def fresh_counts(study_id: int) -> QueueCounts:
    """What is left, after a few changed articles were looked at again; the others are being."""
    counts = load_queue(get_db(), study_id)
    if counts.stale_articles:
        begin_looking_again(study_id)
    return counts


def minutes_for(study_id: int, count: int) -> int | None:
    """How long so many decisions take at the pace so far; None before there is one."""
    pace = seconds_a_decision(get_db(), study_id)
    return None if pace is None else round(pace * count / 60)


def next_address(study_id: int, place: QueuePlace) -> str:
    """Where the passage behind this place is found."""
    return link("adjudication.next_passage", study_id=study_id, after=written(place))


def written(place: QueuePlace) -> str:
    """A place in the queue, as it stands in an address.

    >>> written((0, -3, 7, 120, "ab12"))
    '0.3.7.120.ab12'
    """
    later, dispute, *rest = place
    return ".".join(map(str, (later, -dispute, *rest)))


def _after() -> QueuePlace | None:
    numbers = request.args.get("after", "").split(".")
    if len(numbers) != 5:
        return None
    later, dispute, article, start = (whole_number(one) or 0 for one in numbers[:4])
    return later, -dispute, article, start, numbers[4]
