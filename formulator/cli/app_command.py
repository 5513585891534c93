"""To be written."""


def app() -> None:
    """To be written."""
