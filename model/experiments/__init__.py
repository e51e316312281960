"""The experiment bench: one change at a time, measured on outlets left out."""
