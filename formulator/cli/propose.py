"""To be written."""


def propose() -> None:
    """To be written."""
