"""The steps of a study, used by the web pages and the command line alike.

    create -> load -> invite -> publish -> (annotate) -> collect -> agree -> release

Each step is one module named for what it does. Rules live here; pages and commands only ask and
show.
"""
