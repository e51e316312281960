"""Files to blocks: web pages and plain text."""
