"""Labelled texts in the formats of other tools, read and checked row by row."""
