"""The SQLite file of one upload: what was read and not confirmed yet, apart from the store."""
