"""Label Studio as gunicorn serves it: loaded once, then shared by all workers (`--preload`).

SQLite and PostgreSQL forbid that a connection goes with a process into another: the one that
loading opened is closed before there are workers.
"""

from core.wsgi import application
from django.db import connections
from django.urls import resolve

resolve("/health/")  # reads all pages' code, which each worker would do at its first request
connections.close_all()

__all__ = ["application"]
