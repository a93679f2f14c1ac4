"""Models beside people: what a model said of a study's articles.

In tables of their own, which nothing reads that is about annotators: a model's marks are in
nobody's work, in no agreement of people, in no rule and in no export.
"""
