"""How often the public result was said to help: totals only."""

from ui.staff import entry, helpful

helpful.draw(entry.require("helpful"))
