"""Settling a study: the rules, the queue, one passage, one article.

Adjudicators see annotators as A, B, C, in an order drawn anew for each article, and never anything
that tells who they are: no names, no pseudonyms, no ids, no times.
"""

from annotator.web.adjudication.article import article_page
from annotator.web.adjudication.blueprint import blueprint
from annotator.web.adjudication.passage import passage_page
from annotator.web.adjudication.queue import queue_page
from annotator.web.adjudication.rules import rules_page

__all__ = ["article_page", "blueprint", "passage_page", "queue_page", "rules_page"]
