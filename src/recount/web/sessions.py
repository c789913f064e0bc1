"""Who is logged in: sessions kept by the server, in memory. A restart logs everybody out."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from recount.api.accounts import Account

__all__ = ["Session", "Sessions"]

# Seconds. Half a day without a request: lunch logs nobody out, and by morning a forgotten browser is logged out.
_IDLE = 12 * 3600
# Seconds. A week after logging in, whatever was asked meanwhile.
_LONGEST = 7 * 24 * 3600
# Sessions of one account, and of all: the one unused for longest goes.
_MOST_OF_ONE = 20
_MOST = 5000


@dataclass
class Session:
    """One browser that somebody logged in with."""

    name: str
    key: str
    """That of the account's password at the time: another password ends the session."""
    csrf: str
    began: float
    seen: float


class Sessions:
    """All sessions. A token is 256 random bits; only its hash is kept, so that reading memory lets nobody in."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._of: dict[bytes, Session] = {}
        self._secret = secrets.token_bytes(32)
        self.csrf = secrets.token_urlsafe(32)
        """What forms bring along where nobody logs in: other sites cannot read it."""

    def begin(self, account: Account) -> str:
        """Begin a session and return its token: a new one, so that a token which others put there is worth nothing."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._forget(now)
            own = [digest for digest, one in self._of.items() if one.name == account.name]
            for digest in own[: max(0, len(own) - _MOST_OF_ONE + 1)]:
                del self._of[digest]
            while len(self._of) >= _MOST:
                del self._of[next(iter(self._of))]
            self._of[_digest(token)] = Session(account.name, account.key, secrets.token_urlsafe(32), now, now)
        return token

    def of(self, token: str | None) -> Session | None:
        """Return the session of a token; None where there is none, or it is over."""
        if not token:
            return None
        digest, now = _digest(token), self._clock()
        with self._lock:
            found = self._of.pop(digest, None)
            if found is None or _over(found, now):
                return None
            found.seen = now
            # Put back as the last one: the first is the one unused for longest.
            self._of[digest] = found
            return found

    def end(self, token: str | None) -> None:
        """End a session."""
        if token:
            with self._lock:
                self._of.pop(_digest(token), None)

    def visit_csrf(self, visit: str | None) -> str:
        """Return what a form brings along whose sender is not logged in yet: it fits the browser's own cookie only."""
        if not visit:
            return ""
        return hmac.new(self._secret, visit.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def __len__(self) -> int:
        return len(self._of)

    def _forget(self, now: float) -> None:
        for digest in [digest for digest, one in self._of.items() if _over(one, now)]:
            del self._of[digest]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _over(session: Session, now: float) -> bool:
    return now - session.seen > _IDLE or now - session.began > _LONGEST
