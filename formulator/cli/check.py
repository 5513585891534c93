"""To be written."""


def check() -> None:
    """To be written."""
