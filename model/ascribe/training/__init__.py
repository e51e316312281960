"""Labelled documents to a model, and its measures."""
