"""Signing in and out: with a password, or at the agency's OpenID Connect provider."""

from __future__ import annotations

import logging
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, current_app, make_response, redirect, render_template, request, session, url_for
from joserfc.errors import JoseError
from werkzeug.wrappers import Response as BaseResponse

from bot.accounts.users import sign_in, sign_in_from_provider
from bot.records.models import User
from bot.settings import Settings
from bot.web.console.access import needs, open_to_all
from bot.web.errors import ApiError
from bot.web.security import limiter
from bot.web.services import services
from bot.web.signed_in import forget, remember

log = logging.getLogger(__name__)

blueprint = Blueprint("sign_in", __name__)
ATTEMPTS = "10 per minute"


def init_app(app: Flask, settings: Settings) -> None:
    """Offer the provider when it is configured."""
    if settings.oidc_issuer and settings.oidc_client_id:
        oauth = OAuth(app)
        oauth.register(
            "provider",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email", "code_challenge_method": "S256"},
        )


@blueprint.get("/sign-in")
@open_to_all
def form() -> str:
    """Show the form."""
    return _form()


@blueprint.post("/sign-in")
@open_to_all
@limiter.limit(ATTEMPTS)
def enter() -> BaseResponse:
    """Check name and password."""
    name = request.form.get("name", "")[:100]
    found = sign_in(services().database, name, request.form.get("password", "")[:1000])
    if found is None:
        # one text for all: which accounts exist, and which are locked, is nobody's business
        error = "Name or password is wrong, or the account is closed for 15 minutes after five wrong passwords."
        return make_response(_form(error, name), 401)
    return _entered(found)


@blueprint.get("/sign-in/provider")
@open_to_all
def to_provider() -> BaseResponse:
    """Send the browser to the provider."""
    session["console_then"] = _then()
    try:
        address = url_for("console.sign_in.from_provider", _external=True)
        return cast(BaseResponse, _provider().authorize_redirect(address))
    except (OAuthError, httpx.HTTPError, OSError) as error:
        raise _unreachable(error) from error


@blueprint.get("/sign-in/provider/back")
@open_to_all
def from_provider() -> BaseResponse:
    """Take what the provider says of who this is; Authlib checks state, nonce, PKCE, signature, issuer and time."""
    try:
        claims: dict[str, Any] = _provider().authorize_access_token()["userinfo"]
    except (OAuthError, JoseError) as error:
        raise _failed(error.error) from error
    except (KeyError, httpx.HTTPError, OSError) as error:
        raise _unreachable(error) from error
    # Authlib takes a token for another client when it names this one as `azp`
    audience = claims.get("aud")
    if services().settings.oidc_client_id not in (audience if isinstance(audience, list) else [audience]):
        raise _failed("the token is for another client")
    name = str(claims["email"] if claims.get("email_verified") and claims.get("email") else claims["sub"])
    found = sign_in_from_provider(services().database, name)
    if found is None:
        raise ApiError(
            403,
            "no_account",
            f"The provider knows you as {name}, but the console has no open account of that name. An admin can add it: "
            f"python -m bot user add {name} --role viewer --provider",
        )
    return _entered(found, session.pop("console_then", None))


@blueprint.post("/sign-out")
@needs("reader")
def leave() -> BaseResponse:
    """Sign out."""
    response = redirect(_then() or url_for("console.sign_in.form"), code=303)
    forget(response)
    return response


def _form(error: str | None = None, name: str = "") -> str:
    settings = services().settings
    return render_template(
        "console/sign_in.html", error=error, name=name, then=_then(), provider=bool(settings.oidc_issuer)
    )


def _entered(found: User, then: str | None = None) -> BaseResponse:
    home = url_for("page.chat" if found.role == "reader" else "console.overview.show")
    response = redirect(then or _then() or home, code=303)
    remember(response, found)
    return response


def _then() -> str:
    """The page that was asked for, empty when none was; never another site's."""
    wanted = request.values.get("then", "")
    parts = urlsplit(wanted)
    inside = not parts.scheme and not parts.netloc and wanted.startswith(url_for("page.chat")) and "\\" not in wanted
    return wanted if inside else ""


def _provider() -> Any:
    oauth = current_app.extensions.get("authlib.integrations.flask_client")
    if oauth is None:
        raise ApiError(404, "no_provider", "No provider is set up here; sign in with a password.")
    return oauth.provider


def _failed(why: str) -> ApiError:
    log.warning("sign-in at the provider failed: %s", why)
    return ApiError(401, "provider", "Signing in at the provider failed. Go back and try again.")


def _unreachable(error: Exception) -> ApiError:
    log.error("the OpenID Connect provider cannot be used: %s", error or type(error).__name__)
    return ApiError(
        503, "provider", "The sign-in provider does not answer. Try again later, or use a password account."
    )
