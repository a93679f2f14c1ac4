"""Articles that were read and not confirmed yet: they wait in the data folder, and expire."""
