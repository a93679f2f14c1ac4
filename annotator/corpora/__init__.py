"""Annotated corpora of others: one module a format, from files to a `Corpus`.

Offsets are Unicode code points into a document's text, start included, end excluded; what a format
counts otherwise (UTF-16 code units, tokens, places within a sentence) is turned into that in its
own module. What cannot be held is a `Loss` with file and line, and the rest comes in.
"""
