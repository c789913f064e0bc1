"""Accounts, for those who give them."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from recount.api.accounts import (
    ACCOUNT_ROLES,
    LEAST_PASSWORD,
    Account,
    accounts_of,
    add_account,
    change_password,
    change_role,
    remove_account,
)
from recount.errors import BadArgument
from recount.web.access import MayAdmin, Who
from recount.web.pages import done, page
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()

Name = Annotated[str, Form(max_length=256)]
Password = Annotated[str, Form(max_length=4096)]

_MAY = {
    "reader": "reads all pages, full texts too",
    "coder": "also decides on reports, splits and joins events, codes samples blind",
    "reviewer": "also draws samples for double coding and settles what coders differ on",
    "admin": "also gives accounts",
}


@page(router, "/users", "users.html")
def users(request: Request, who: MayAdmin) -> dict[str, Any]:
    """Accounts and their roles."""
    _demanded(request)
    return {
        "accounts": [_told(one) for one in accounts_of(serving(request).casebook)],
        "roles": [{"role": role, "may": _MAY[role]} for role in ACCOUNT_ROLES],
        "own": who.name,
        "least_password": LEAST_PASSWORD,
    }


@router.post("/users/add")
def add_user(request: Request, who: MayAdmin, name: Name = "", password: Password = "", role: Name = "") -> Response:
    """Add an account."""
    _demanded(request)
    return done(request, _told(add_account(serving(request).casebook, name, password, role=role)), to="/users")


@router.post("/users/role")
def change_user_role(request: Request, who: MayAdmin, name: Name = "", role: Name = "") -> Response:
    """Give an account another role."""
    _demanded(request)
    _another(who, name)
    return done(request, _told(change_role(serving(request).casebook, name, role)), to="/users")


@router.post("/users/password")
def change_user_password(request: Request, who: MayAdmin, name: Name = "", password: Password = "") -> Response:
    """Give an account another password; its sessions end."""
    _demanded(request)
    _another(who, name)
    return done(request, _told(change_password(serving(request).casebook, name, password)), to="/users")


@router.post("/users/remove")
def remove_user(request: Request, who: MayAdmin, name: Name = "") -> Response:
    """Remove an account; its sessions end, what its owner decided stays."""
    _demanded(request)
    _another(who, name)
    return done(request, _told(remove_account(serving(request).casebook, name)), to="/users")


def _demanded(request: Request) -> None:
    if serving(request).accounts is None:
        raise HTTPException(404, "Nobody logs in here: these pages are for this machine only.")


def _another(who: Who, name: str) -> None:
    if name.strip().casefold() == who.name.casefold():
        raise BadArgument(
            "This is your own account. Change your password under Password; another admin can change the rest."
        )


def _told(account: Account) -> dict[str, str]:
    return {"name": account.name, "role": account.role, "added": account.added}
