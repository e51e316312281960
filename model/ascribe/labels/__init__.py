"""Sentences to labels: counts, n-grams, two logistic steps, evidence."""
