"""Soft labels: what share of people said what, and how far two such answers are apart."""
