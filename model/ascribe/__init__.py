"""Ascribe: who is speaking on a web page."""
