"""Models of annotators: Dawid-Skene, MACE, competence; and spans as ratings of units for them."""
