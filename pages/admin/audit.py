"""Who did what to which rows."""

from ui.staff import audit, entry

audit.draw(entry.require("audit"))
