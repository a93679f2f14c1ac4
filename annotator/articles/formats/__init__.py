"""One small reader a format that people hold; each imports its own library, when it is needed."""
