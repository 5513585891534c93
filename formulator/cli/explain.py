"""To be written."""


def explain() -> None:
    """To be written."""
