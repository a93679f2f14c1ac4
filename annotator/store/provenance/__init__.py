"""Where an article comes from, and what was corrected about it since."""
