"""The errors that the engine raises on purpose."""


class AscribeError(Exception):
    """Base of every error that the engine raises on purpose."""


class InputError(AscribeError, ValueError):
    """The input cannot be analysed. The message says what the caller can change."""


class ModelError(AscribeError):
    """The model is missing, damaged, or made for another version."""


class DataError(AscribeError, ValueError):
    """Labelled data cannot be used. The message names the file and the line."""
