"""Agreement on ratings: items that annotators put into categories; one file a coefficient."""
