"""What the server remembers: one SQLite file in the data folder."""
