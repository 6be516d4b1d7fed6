"""Someone at a browser, before an app that a test made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MakeApp = Callable[..., Flask]
PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Person:
    """Someone at a browser."""

    http: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.http.get(path)

    def post(self, path: str, data: dict[str, object] | None = None, token_from: str | None = None) -> TestResponse:
        """Send a form with the token of a page, as a browser would."""
        page = self.http.get(token_from or "/console/sign-in").text
        token = TOKEN.search(page)
        assert token, page
        return self.http.post(path, data={"csrf_token": token.group(1), **(data or {})})

    def sign_in(self, name: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/console/sign-in", {"name": name, "password": password})
