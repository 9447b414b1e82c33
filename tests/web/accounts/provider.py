"""An OpenID Connect provider on this machine: discovery, authorisation by redirect, tokens signed by a key of its own, PKCE."""

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "kechuang", "a secret of the test"


class Provider:
    """Who is signed in there, and how it misbehaves: what to put in place of what an honest provider says."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.forger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.be_honest()
        self.codes: dict[str, dict[str, str]] = {}
        self.address = ""

    def be_honest(self):
        """As a provider should be; ``issuer`` is who it says it is, ``lax`` whether it looks at no verifier."""
        self.subject, self.claims, self.issuer = "wang@county", {}, ""
        self.forged = self.unsigned = self.lax = self.without_token = False

    def authorise(self, address):
        """What the browser does there: where it is sent back to, with a code."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent):
        """The answer of the token endpoint; None where the code, the client or the verifier is wrong."""
        asked = self.codes.pop(sent.get("code", ""), None)
        verifier = sent.get("code_verifier", "")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if asked is None or sent.get("client_secret") != SECRET:
            return None
        if asked.get("code_challenge") != challenge and not self.lax:
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 60}
        claims |= {"nonce": asked["nonce"], **self.claims}
        key, algorithm = (None, "none") if self.unsigned else (self.forger if self.forged else self.key, "RS256")
        token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "1"})
        answer = {"access_token": "x", "token_type": "Bearer", "expires_in": 60}
        return answer if self.without_token else {**answer, "id_token": token}

    def userinfo(self):
        """What whoever shows an access token is told."""
        return {"sub": self.subject}

    def keys(self):
        """The key the provider publishes."""
        published = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**published, "kid": "1", "alg": "RS256", "use": "sig"}]}

    def configuration(self):
        """What the provider says of itself."""
        return {
            "issuer": self.issuer or self.address,
            "authorization_endpoint": f"{self.address}/authorise",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


@contextmanager
def running():
    """A provider that answers on a port of this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            pages = {
                "/.well-known/openid-configuration": provider.configuration,
                "/keys": provider.keys,
                "/userinfo": provider.userinfo,
            }
            self._answer(pages[self.path]() if self.path in pages else None)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token({key: values[0] for key, values in parse_qs(body).items()}))

        def _answer(self, found):
            body = json.dumps(found or {"error": "invalid_request"}).encode()
            self.send_response(200 if found else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
