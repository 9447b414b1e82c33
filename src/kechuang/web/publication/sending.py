"""One POST to an allowed address: its name is resolved once, the address that was checked is the one connected to.

No redirect is followed, nothing is read back but the status, and no address of a private network is reached unless the
target was listed as private. Knows no Django.
"""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

SECONDS = 10
_PLACES = {"http": 80, "https": 443}


class Refused(Exception):
    """Nothing was delivered; ``code`` says why in one word, the message more."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code} {detail}".strip())
        self.code = code


def check_address(url):
    """The parts of an address that may be told; raises Refused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("webhook.not-an-address") from None
    if parts.scheme not in _PLACES or not parts.hostname or parts.username or parts.password or parts.fragment:
        raise Refused("webhook.not-an-address")
    if any(letter <= " " or letter > "~" for letter in url):
        raise Refused("webhook.not-an-address")
    return parts, port or _PLACES[parts.scheme]


def post(url, body, headers, *, private):
    """Send ``body``; raises Refused unless the receiver answers 2xx."""
    parts, port = check_address(url)
    address = resolve(parts.hostname, port, private=private)
    connection = _connection(parts, port, address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, {**headers, "Host": parts.netloc, "User-Agent": "Kechuang"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Refused("webhook.unreachable", f"{type(error).__name__}: {error}") from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise Refused("webhook.status", str(status))


def resolve(host, port, *, private):
    """The address a name stands for; raises Refused where any it stands for is not public and the target is not private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Refused("webhook.unresolved", str(error)) from None
    addresses = [ipaddress.ip_address(one[4][0].partition("%")[0]) for one in found]
    if not private and not all(is_public(one) for one in addresses):
        raise Refused("webhook.private-address", host)
    return str(addresses[0])


def is_public(address):
    """Whether an address lies in the public network; one of IPv4 within one of IPv6 is judged as what it is."""
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (inner or address).is_global and not address.is_multicast


def _connection(parts, port, address):
    """A connection to the address that was checked, under the name that was asked for."""
    if parts.scheme == "http":
        return http.client.HTTPConnection(address, port, timeout=SECONDS)
    return _Secured(address, port, parts.hostname)


class _Secured(http.client.HTTPSConnection):
    """TLS to an address, its certificate held against the name."""

    def __init__(self, address, port, name):
        super().__init__(address, port, timeout=SECONDS, context=ssl.create_default_context())
        self._name = name

    def connect(self):
        """Connect without asking for the name again."""
        plain = socket.create_connection((self.host, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self._name)
