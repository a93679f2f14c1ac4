"""CSV files of ratings and spans: read, checked, told by row what is wrong."""
