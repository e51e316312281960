"""Who says what: source, cue and content of each sentence, and the ledger."""
