"""Who may sign in."""

from ui.staff import accounts, entry

accounts.draw(entry.require("accounts"))
