"""A directory (LDAP) that checks passwords, asked through OpenLDAP's own programs; docs/decisions/0009 says why these.

Somebody's entry is looked for under their name, and a password proves itself by binding as that entry. Always over TLS, or the
socket of this machine; passwords reach the programs by their standard input, never by a command line or a file.
"""

import base64
import logging
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SECONDS = 5
_LONGEST = 512
# What says that this entry and this password do not go together (RFC 4511, appendix A): constraint violation, inappropriate
# authentication, invalid credentials, insufficient access, unwilling to perform. Directories say the latter of closed accounts.
_REFUSALS = frozenset({19, 48, 49, 50, 53})
_log = logging.getLogger("kechuang.directory")


@dataclass(frozen=True, slots=True)
class Directory:
    """Where a directory is, where in it people are, and as whom they are looked for (as nobody where ``bind`` is empty)."""

    server: str
    base: str
    filter: str = "(uid={})"
    bind: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""  # the file of certificates its own is signed by, where the system does not know them


class Away(Exception):
    """The directory does not answer, or not as a directory should."""


def directory_of(environment: Mapping[str, str]) -> Directory | None:
    """The directory the settings name; None where they name none."""
    server = environment.get("KECHUANG_LDAP_SERVER", "")
    if not server:
        return None
    return Directory(
        server,
        environment.get("KECHUANG_LDAP_BASE", ""),
        environment.get("KECHUANG_LDAP_FILTER") or "(uid={})",
        environment.get("KECHUANG_LDAP_BIND", ""),
        environment.get("KECHUANG_LDAP_PASSWORD", ""),
        environment.get("KECHUANG_LDAP_CA", ""),
    )


def vouches_for(directory: Directory, username: str, password: str) -> bool:
    """Whether exactly one entry has the name and the password is its own. Raises Away.

    An empty password is never asked about: a directory takes it for somebody who wants to stay nobody (RFC 4513, 5.1.2).
    """
    if not username or not 0 < len(password) <= _LONGEST:
        return False
    entry = _entry_of(directory, username)
    if entry is None:
        return False
    code, said = _run(directory, "ldapwhoami", ["-D", entry, "-y", "/dev/stdin"], password)
    if code == 0:
        return bool(said.strip()) and "anonymous" not in said
    if code in _REFUSALS:
        return False
    raise Away(f"ldapwhoami {code}")


def escaped(text: str) -> str:
    r"""A value as it stands in a filter (RFC 4515): everything but letters and digits of ASCII as its bytes.

    >>> escaped("wang*)(uid=*"), escaped("王")
    ('wang\\2a\\29\\28uid\\3d\\2a', '\\e7\\8e\\8b')
    """
    plain = (chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"\\{byte:02x}" for byte in text.encode())
    return "".join(plain)


def _entry_of(directory: Directory, username: str) -> str | None:
    """The name of somebody's entry; None where there is none, or more than one."""
    wanted = directory.filter.replace("{}", escaped(username))
    who = ["-D", directory.bind, "-y", "/dev/stdin"] if directory.bind else []
    asked = ["-LLL", *who, "-b", directory.base, "-s", "sub", "-z", "2", "-l", str(_SECONDS), wanted, "1.1"]
    code, said = _run(directory, "ldapsearch", asked, directory.password if directory.bind else "")
    if code not in (0, 4):  # 4: more than the two that were asked for
        raise Away(f"ldapsearch {code}")
    found = entries_in(said)
    if len(found) > 1:
        _log.warning("more than one entry fits %s", wanted)
    return found[0] if len(found) == 1 and code == 0 else None


def entries_in(ldif: str) -> list[str]:
    """The names of the entries in an answer (RFC 2849): folded lines put together, what is not plain from Base64.

    >>> entries_in("dn: uid=wang,ou=a very\\n  long one,dc=x\\n\\ndn:: dWlkPeeOiyxkYz14\\n\\n# refldap://elsewhere\\n")
    ['uid=wang,ou=a very long one,dc=x', 'uid=王,dc=x']
    """
    names = []
    for line in ldif.replace("\r\n", "\n").replace("\n ", "").splitlines():
        if line.startswith("dn:: "):
            names.append(base64.b64decode(line[5:]).decode("utf-8"))
        elif line.startswith("dn: "):
            names.append(line[4:])
    return names


def _run(directory: Directory, program: str, arguments: Sequence[str], password: str) -> tuple[int, str]:
    """Run one of the programs; answers its code, which is the directory's own, and what it said. Raises Away."""
    secured = [] if directory.server.startswith(("ldaps://", "ldapi://")) else ["-ZZ"]  # StartTLS, or nothing
    command = [program, "-x", "-H", directory.server, *secured, "-o", f"nettimeout={_SECONDS}", *arguments]
    try:
        ended = subprocess.run(
            command,
            input=password.encode("utf-8"),
            capture_output=True,
            timeout=2 * _SECONDS,
            check=False,
            cwd="/",
            env=_surroundings(directory),
        )
        said = ended.stdout.decode("utf-8")
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        _log.warning("%s: %s", program, type(problem).__name__)
        raise Away(f"{program}: {type(problem).__name__}") from None
    if ended.returncode not in (0, 49):
        _log.warning("%s %s: %s", program, ended.returncode, ended.stderr[:300].decode("utf-8", "replace").strip())
    return ended.returncode, said


def _surroundings(directory: Directory) -> dict[str, str]:
    """Nothing of ours but the way to the programs; certificates are always checked, no referral is followed."""
    surroundings = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LC_ALL": "C.UTF-8",
        "HOME": "/",
        "LDAPTLS_REQCERT": "demand",
        "LDAPREFERRALS": "off",
    }
    return {**surroundings, "LDAPTLS_CACERT": directory.authority} if directory.authority else surroundings
