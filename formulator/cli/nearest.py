"""To be written."""


def nearest() -> None:
    """To be written."""
