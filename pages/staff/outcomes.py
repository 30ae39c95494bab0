"""What came of the support: plans, accompaniments, hand-overs, and how long it took."""

from ui.staff import entry, outcomes

outcomes.draw(entry.require("outcomes"))
