"""A microservice in Python: it greets whoever the policy lets call it, and it calls others."""

import os
from threading import Lock
from typing import NoReturn

import jwt
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, Response, abort, request
from waitress import serve

ISSUER, NAME = os.environ["M2M_ISSUER"], os.environ["M2M_NAME"]
SECRET = os.environ["M2M_CLIENT_SECRET"]
TARGETS = dict(pair.split("=", 1) for pair in os.environ["M2M_TARGETS"].split(","))

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 10_000
keys = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json", timeout=5)
sessions = {target: OAuth2Session(NAME, SECRET, default_timeout=5) for target in TARGETS}
renewing = Lock()


def refuse(error: str = "") -> NoReturn:
    challenge = {"WWW-Authenticate": f'Bearer realm="{NAME}"{error}'}
    abort(Response("Unauthorized", 401, challenge))


def caller() -> str:
    """The name of who has an access token for this microservice; nobody else gets past it."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        refuse()
    try:
        key = keys.get_signing_key_from_jwt(token)
        checks = {"algorithms": ["RS256"], "audience": NAME, "issuer": ISSUER, "leeway": 5}
        claims = jwt.decode(token, key, options={"require": ["exp", "sub"]}, **checks)
        if claims.get("token_use") != "access":
            raise jwt.InvalidTokenError("not an access token")
    except jwt.PyJWKClientConnectionError:
        abort(503)
    except jwt.PyJWTError:
        refuse(', error="invalid_token"')
    return claims["sub"]


def session_for(target: str) -> OAuth2Session:
    """A session with a token for one target; when it renews by itself, it forgets for which."""
    session = sessions[target]
    with renewing:
        if not session.token or session.token.is_expired(leeway=120):
            url = f"{ISSUER}/oauth/token"
            session.fetch_token(url, grant_type="client_credentials", resource=TARGETS[target])
    return session


@app.get("/hello")
def hello() -> Response:
    return Response(f"Hello to {caller()} from {NAME}!", mimetype="text/plain")


@app.post("/query")
def query() -> Response:
    body = request.get_json()
    target = body.get("target") if isinstance(body, dict) else None
    if not isinstance(target, str) or target not in TARGETS:
        abort(400, "Name a known target.")
    try:
        answer = session_for(target).get(f"{TARGETS[target]}/hello", allow_redirects=False)
    except OAuthError as refusal:
        abort(401, refusal.error)
    except requests.RequestException:
        abort(502, "The call failed.")
    return Response(answer.text, 200 if answer.ok else 502, mimetype="text/plain")


serve(app, host=os.environ.get("HOST", "localhost"), port=int(os.environ["PORT"]))
