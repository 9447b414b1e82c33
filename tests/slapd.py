"""A directory of the tests' own: Debian's slapd in a temporary folder, on ports of this machine, with a certificate of its own."""

import ipaddress
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from kechuang.web.accounts.directory import Directory

BASE, READER = "dc=example,dc=cn", "cn=reader,dc=example,dc=cn"
PASSWORD, READERS = "Directory-Dense-77", "Reader-Dense-77"
_CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {folder}/pid
TLSCertificateFile {folder}/cert.pem
TLSCertificateKeyFile {folder}/key.pem
database ldif
suffix "dc=example,dc=cn"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
"""
_PERSON = """
dn: {entry}
objectClass: inetOrgPerson
cn: {name}
sn: {name}
uid: {uid}
{password}
"""


def programs():
    """Whether the server and the programs it is asked with are here; where not, what is missing."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    missing = [name for name in ("slapd", "slapadd", "ldapsearch", "ldapwhoami") if not shutil.which(name, path=path)]
    return ", ".join(missing)


def _person(uid, ou="people", *, name="somebody", entry="", password=PASSWORD):
    entry = entry or f"uid={uid},ou={ou},{BASE}"
    return _PERSON.format(entry=entry, name=name, uid=uid, password=f"userPassword: {password}" if password else "")


def _content():
    """Somebody under each of some names; two under ``director``, one without a password, one whose entry has a comma in its name."""
    ground = f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\no: example\ndc: example\n"
    units = [f"\ndn: ou={ou},{BASE}\nobjectClass: organizationalUnit\nou: {ou}\n" for ou in ("people", "guests")]
    reader = f"\ndn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: {READERS}\n"
    people = [
        _person("planner"),
        _person("administrator"),
        _person("newcomer"),
        _person("director"),
        _person("director", "guests"),
        _person("approver", password=""),
        _person("reporter", name="王小明", entry=f"cn=王小明\\, 科长,ou=people,{BASE}"),
    ]
    return ground + "".join(units) + reader + "".join(people)


def _free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _certify(folder):
    """A certificate for 127.0.0.1 that vouches for itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = made.sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)


@contextmanager
def running():
    """A directory that answers, as the site's settings have it; ``plain`` is its address without TLS from the beginning."""
    folder = Path(tempfile.mkdtemp(prefix="kechuang-ldap-"))
    path = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}
    (folder / "data").mkdir()
    (folder / "slapd.conf").write_text(_CONFIG.format(folder=folder))
    _certify(folder)
    secured, plain = (f"{kind}://127.0.0.1:{_free()}" for kind in ("ldaps", "ldap"))
    adding = ["slapadd", "-f", str(folder / "slapd.conf")]
    subprocess.run(adding, input=_content(), text=True, check=True, capture_output=True, env=path)
    serving = ["slapd", "-d", "0", "-f", str(folder / "slapd.conf"), "-h", f"{secured} {plain}"]
    server = subprocess.Popen(serving, env=path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(plain)
        yield Directory(secured, BASE, bind=READER, password=READERS, authority=str(folder / "cert.pem")), plain
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(address):
    host, _, port = address.removeprefix("ldap://").partition(":")
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(address)
