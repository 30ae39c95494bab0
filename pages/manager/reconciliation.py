"""Every mismatch between two figures of the same thing, with its explanation."""

from ui.manager import reconciliation
from ui.staff import entry

reconciliation.draw(entry.require("reconciliation"))
