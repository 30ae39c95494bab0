"""What this database is: the real one with published figures, or a made-up one that says 架空 everywhere."""

from sqlalchemy.orm import Session

from data.models import Store

KIND = "kind"
DEMO = "demo"


def is_demo(session: Session) -> bool:
    """Whether everything in here is made up."""
    kept = session.get(Store, KIND)
    return kept is not None and kept.value == DEMO
