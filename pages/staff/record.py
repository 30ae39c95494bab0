"""One consultation written down, in under a minute."""

from ui.staff import entry, record

record.draw(entry.require("record"))
