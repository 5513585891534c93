"""To be written."""


def screen() -> None:
    """To be written."""
