"""`recount user`: who may log in to the pages of a casebook."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from recount.cli.casebook import Casebook
from recount.cli.exits import errors_told
from recount.cli.terminal import complain, console, is_terminal, plain
from recount.errors import BadArgument

if TYPE_CHECKING:
    from recount.api.accounts import Account

__all__ = ["user"]

_ABOUT = """Accounts of those who review a casebook together.

They stand in CASEBOOK.users.json beside the casebook, and are not given away with it. A server that runs
takes a change at once.

Roles, each with what those before it may: reader (reads all), coder (decides, codes samples), reviewer
(settles what coders differ on), admin (gives accounts).
"""

user = typer.Typer(help=_ABOUT, rich_markup_mode=None, no_args_is_help=True)

_Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="The name beside decisions.")]
_Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, coder, reviewer or admin.")]
_Stdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input instead of asking for it.")
]


@user.command(no_args_is_help=True)
def add(casebook: Casebook, name: _Name, role: _Role = "reader", password_stdin: _Stdin = False) -> None:
    """Add an account; its password is asked for.

    \b
    Examples:
      recount user add sahel.recount "A. Coder" --role admin
      recount user add sahel.recount "B. Reader" < password.txt --password-stdin
    """
    from recount.api import accounts as api

    with errors_told():
        added = api.add_account(casebook, name, _password(from_stdin=password_stdin), role=role)
    complain(f"Added {added.name} ({added.role}).")


@user.command("list", no_args_is_help=True)
def list_accounts(casebook: Casebook) -> None:
    """List accounts: a table on a terminal, JSON in a pipe.

    \b
    Examples:
      recount user list sahel.recount
    """
    from recount.api import accounts as api
    from recount.cli.output import write_value

    with errors_told():
        there = api.accounts_of(casebook)
    if is_terminal(sys.stdout):
        _print_accounts(there)
    else:
        for one in there:
            write_value({"name": one.name, "role": one.role, "added": one.added}, terminal=False)
    if not there:
        complain(f"There are no accounts. Add one: recount user add {casebook} NAME --role admin")


@user.command(no_args_is_help=True)
def remove(casebook: Casebook, name: _Name) -> None:
    """Remove an account; what its owner decided stays.

    \b
    Examples:
      recount user remove sahel.recount "B. Reader"
    """
    from recount.api import accounts as api

    with errors_told():
        removed = api.remove_account(casebook, name)
    complain(f"Removed {removed.name}.")


@user.command(no_args_is_help=True)
def role(
    casebook: Casebook,
    name: _Name,
    to: Annotated[str, typer.Argument(metavar="ROLE", show_default=False, help="reader, coder, reviewer or admin.")],
) -> None:
    """Give an account another role.

    \b
    Examples:
      recount user role sahel.recount "B. Reader" coder
    """
    from recount.api import accounts as api

    with errors_told():
        changed = api.change_role(casebook, name, to)
    complain(f"{changed.name} is {changed.role}.")


@user.command(no_args_is_help=True)
def password(casebook: Casebook, name: _Name, password_stdin: _Stdin = False) -> None:
    """Give an account another password; whoever is logged in by the earlier one is logged out.

    \b
    Examples:
      recount user password sahel.recount "A. Coder"
    """
    from recount.api import accounts as api

    with errors_told():
        changed = api.change_password(casebook, name, _password(from_stdin=password_stdin))
    complain(f"{changed.name} has another password.")


def _password(*, from_stdin: bool) -> str:
    """Return a password: typed twice and not shown, or the first line of standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not is_terminal(sys.stdin):
        raise BadArgument("Nobody can be asked for the password here. Give it by standard input: --password-stdin")
    given: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    return given


def _print_accounts(accounts: "tuple[Account, ...]") -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim")
    for heading in ("name", "role", "since"):
        table.add_column(heading)
    for one in accounts:
        table.add_row(plain(one.name), one.role, one.added[:10])
    console().print(table)
