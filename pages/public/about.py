"""What this is and what it keeps."""

from ui import about

about.draw()
