"""Archives of millions of pages: read, analysed over many processes, written."""
