"""Records found by filters, and let out protected."""

from ui.staff import entry, search

search.draw(entry.require("search"))
