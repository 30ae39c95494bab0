"""What the lead looks at first: call-backs due, reviews overdue, load by hour, hand-overs not accepted."""

from ui.staff import entry, monday

monday.draw(entry.require("monday"))
