"""The optional second step of a sign-in: a code of six digits from the person's own device (TOTP)."""

import hmac
import unicodedata
from datetime import datetime

import pyotp

STEP_SECONDS = 30
# A clock may be one step off.
_NEAR = (-1, 0, 1)
ISSUER = "相談の記録"


def secret() -> str:
    """A new secret, as the device takes it."""
    return pyotp.random_base32()


def address(kept: str, name: str) -> str:
    """What the QR code says."""
    return pyotp.TOTP(kept).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(kept: str, code: str, now: datetime, last: int | None) -> int | None:
    """The step that the code is of; None for a wrong one, and for one that was used before (`last`) or is older."""
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    here = int(now.timestamp()) // STEP_SECONDS
    made = pyotp.TOTP(kept)
    for step in (here + near for near in _NEAR):
        right = made.at(step * STEP_SECONDS)
        if hmac.compare_digest(right.encode(), typed.encode("utf-8", "surrogatepass")):
            return step if last is None or step > last else None
    return None
