"""The same office and browsers as for the staff's pages."""

from tests.staff.conftest import come, office

__all__ = ["come", "office"]
