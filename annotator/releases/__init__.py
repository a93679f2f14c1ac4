"""Labelled data out of a study, one file a format; `formats.FORMATS` is the table of them.

Annotators appear by pseudonym only. Offsets are Unicode code points into `text`, start included,
end excluded; `raw_start` and `raw_end` are what the annotator marked before edge spaces and
punctuation were trimmed.

To add a format: a module with a function that writes it, and an entry in the table. The command
line, the page of downloads and the tests take it from there.
"""
