"""Each annotator beside the gold, who settled how much, and what the adjudicators said."""
