"""Agreement on spans: marks with a label, a start and an end in articles; one file a measure."""
