"""WebAnno TSV 3: marks, and the relations that its slots and chains are."""
