"""The sample study: twelve invented articles and the work of three invented annotators.

The data lie beside this file: `article_NN.txt` and `work_<annotator>.yaml`. Marks quote their
passages, so that a person can check them against the text and a test does.
"""

from annotator.sample.loading import Sample, SampleMark, SampleWork, load_sample
from annotator.sample.results import to_result

__all__ = ["Sample", "SampleMark", "SampleWork", "load_sample", "to_result"]
