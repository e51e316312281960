"""Labels to a page: what is left out, shares, results."""
