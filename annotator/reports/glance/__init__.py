"""What a manager wants to know in ten seconds: how far, how well, beside whom."""
