"""Text to sentences: boundaries, quotation marks, language."""
