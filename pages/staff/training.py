"""The trainings of a fiscal year: who came, what they said, and the survey form."""

from ui.staff import entry, training

training.draw(entry.require("training"))
