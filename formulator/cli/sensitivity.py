"""To be written."""


def sensitivity() -> None:
    """To be written."""
