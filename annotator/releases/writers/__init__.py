"""One module a format of a release; `annotator.releases.formats` is the table of them.

A writer is given a `Content` or its `corpus`, and gives the files of its format and what the format
could not hold, each with a count. It imports a large library only when it is called.
"""
