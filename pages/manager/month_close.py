"""Closing a month, and opening it again with a reason."""

from ui.manager import month_close
from ui.staff import entry

month_close.draw(entry.require("month_close"))
