"""Saved web pages: the tree, what its head says, the article in it, what stood round it."""
