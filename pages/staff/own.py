"""One's own password, second step and sessions."""

from ui.staff import entry, own

own.draw(entry.require("own"))
