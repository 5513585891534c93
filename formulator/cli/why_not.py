"""To be written."""


def why_not() -> None:
    """To be written."""
