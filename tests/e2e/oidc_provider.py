"""A small identity provider for tests: ``python -m tests.e2e.oidc_provider PORT CLAIMS.json``.

Signs in whoever the claims file names, without asking; everything else is the real protocol:
discovery, authorization code with PKCE and nonce, RS256-signed ID token, published keys.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, CLIENT_SECRET = "formulator", "client-secret"


class Provider(BaseHTTPRequestHandler):
    key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
    grants: ClassVar[dict[str, dict[str, str]]] = {}
    issuer = ""
    claims = Path()

    def _json(self, data: Any, status: int = 200) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        asked = {k: v[0] for k, v in query.items()}
        if path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/jwks",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "code_challenge_methods_supported": ["S256"],
                }
            )
        elif path == "/jwks":
            self._json({"keys": [self.key.as_dict(private=False)]})
        elif path == "/authorize":
            code = secrets.token_urlsafe(16)
            self.grants[code] = asked
            answer = urlencode({"code": code, "state": asked["state"]})
            self.send_response(302)
            self.send_header("location", f"{asked['redirect_uri']}?{answer}")
            self.end_headers()
        else:
            self._json({}, 404)

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        sent = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        grant = self.grants.pop(sent.get("code", ""), None)
        hashed = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        if (
            grant is None
            or grant["code_challenge"] != challenge
            or self.headers["authorization"] != f"Basic {basic}"
        ):
            self._json({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 600,
            "nonce": grant["nonce"],
            **json.loads(self.claims.read_text()),
        }
        token = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)
        self._json({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def log_message(self, *_: object) -> None:
        return


if __name__ == "__main__":
    port = int(sys.argv[1])
    Provider.issuer, Provider.claims = f"http://127.0.0.1:{port}", Path(sys.argv[2])
    ThreadingHTTPServer(("127.0.0.1", port), Provider).serve_forever()
