"""Studies that outgrow memory: an engine makes the sums, the last lines are those of everybody.

`duckdb` and `spark` read a folder of Parquet files. For ratings the engine's own GROUP BY counts
the categories of each item, and how many items of a cluster have the same counts. For spans it
makes a list of the marks of each article and sums over its pairs (`listed_marks`); measures that
need more than that get the marks of an article together, in blocks of articles whose sums are made
by the functions that make them in memory. Sorting, spilling, shuffling and trying again are the
engine's work.
"""
