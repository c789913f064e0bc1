"""How often somebody may try to log in: each wrong password makes the next wait longer."""

import ipaddress
import threading
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Attempts"]

# Tries without a wait, for one name and for one address; an office shares an address.
_FREE_OF_NAME = 5
_FREE_OF_ADDRESS = 20
# Seconds. A name waits less: otherwise others could keep its owner out.
_LONGEST_OF_NAME = 5 * 60
_LONGEST_OF_ADDRESS = 60 * 60
# Seconds after which tries are forgotten, counted from the end of the wait.
_FORGOTTEN = 3600
# Names and addresses remembered, each: 10,000 are about 2 MB.
_MOST = 10_000
# Digits of an address of version 6 that one subscriber has.
_NETWORK = 64


@dataclass
class _Tried:
    times: int = 0
    until: float = 0.0


class Attempts:
    """Tries to log in, by name and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._names: OrderedDict[str, _Tried] = OrderedDict()
        self._addresses: OrderedDict[str, _Tried] = OrderedDict()

    def begin(self, name: str, address: str) -> int:
        """Count a try and return 0; return the seconds to wait, without counting, where it comes too early.

        Tries are counted before the password is looked at: a hundred at once are a hundred.
        """
        now = self._clock()
        with self._lock:
            by_name = _of(self._names, _folded(name), now)
            by_address = _of(self._addresses, _network(address), now)
            wait = max(by_name.until, by_address.until) - now
            if wait > 0:
                return int(wait) + 1
            _count(by_name, now, _FREE_OF_NAME, _LONGEST_OF_NAME)
            _count(by_address, now, _FREE_OF_ADDRESS, _LONGEST_OF_ADDRESS)
        return 0

    def succeeded(self, name: str, address: str) -> None:
        """Forget the tries of a name whose password was right, and this one of the address.

        The other tries of the address stay: somebody with an account could else try the passwords of others for ever.
        """
        with self._lock:
            self._names.pop(_folded(name), None)
            tried = self._addresses.get(_network(address))
            if tried and tried.times:
                tried.times -= 1
                if tried.times <= _FREE_OF_ADDRESS:
                    tried.until = 0.0


def _of(table: OrderedDict[str, _Tried], key: str, now: float) -> _Tried:
    tried = table.pop(key, None) or _Tried()
    if now - tried.until > _FORGOTTEN and tried.until:
        tried = _Tried()
    table[key] = tried
    while len(table) > _MOST:
        table.popitem(last=False)
    return tried


def _count(tried: _Tried, now: float, free: int, longest: int) -> None:
    tried.times += 1
    over = tried.times - free
    tried.until = now + (min(2.0 ** min(over, 30), longest) if over >= 0 else 0.0)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip()).casefold()[:256]


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 6:
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _NETWORK), strict=False))
    return str(found)
