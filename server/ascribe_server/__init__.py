"""The server around the engine, and the command line."""
