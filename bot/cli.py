"""The command line: `python -m bot up | ask | train | index | ingest | evaluate | doctor | ...`."""

from __future__ import annotations

import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, get_args

import click
from rich.console import Console

from bot.records.models import Role
from bot.settings import ROOT, load_settings, settings_help
from bot.user_error import UserError

if TYPE_CHECKING:
    from bot.records.database import Database


console = Console(stderr=True, highlight=False)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nSettings (environment variables):\n" + settings_help(),
)
def cli() -> None:
    """The program-FAQ chatbot: answers agencies' questions about ICE's 287(g) program."""


@cli.command()
def up() -> None:
    """Start the bot: build what changed, start the four processes, print the page's address. Ctrl-C stops all."""
    from bot.startup import run_until_stopped

    sys.exit(run_until_stopped(load_settings(), console))


@cli.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print the API's JSON.")
@click.option("--conversation", help="Go on with the conversation of this id.")
def ask(text: str, as_json: bool, conversation: str | None) -> None:
    """Ask the running bot TEXT and print its replies with their sources."""
    from bot.ask import ask_bot, printed

    answered = ask_bot(load_settings(), text, conversation)
    click.echo(answered.decode() if as_json else printed(answered))


@cli.command()
def index() -> None:
    """Check the content and build the search index; the running bot changes over by itself."""
    from bot.index_build import build_index

    version = build_index(load_settings(), console)
    console.print(f"index {version} is in use")


@cli.command()
def train() -> None:
    """Train the dialogue model when its files changed."""
    from bot.dialogue_model import train_model

    model = train_model(load_settings(), console)
    console.print(f"dialogue model {model.name} is in use from the next start")


@cli.command()
@click.option("--set", "files", multiple=True, type=click.Path(path_type=Path), help="A set of JSON lines; repeatable.")
@click.option("--baseline", is_flag=True, help="Add BM25 alone and the plain encoder's nearest wording.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=ROOT / "var" / "evaluation", help="Folder of the report."
)
@click.option("--reference", type=click.Path(path_type=Path), help="Fail when a figure drops below this run's.")
@click.option("--save-reference", is_flag=True, help="Write this run to --reference instead of comparing.")
def evaluate(files: tuple[Path, ...], baseline: bool, out: Path, reference: Path | None, save_reference: bool) -> None:
    """Ask the running bot questions with known answers; print the figures and write a report."""
    from bot.evaluation.evaluation_run import evaluate as run

    run(load_settings(), Console(), list(files), baseline, out, reference, save_reference)


@cli.command()
def purge() -> None:
    """Erase the texts that are older than BOT_TEXT_DAYS now (the running bot does it daily); the counts stay."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    from bot.records.database import Database
    from bot.records.migrator import upgrade
    from bot.records.retention import purge as run

    settings = load_settings()
    upgrade(settings.database_url)
    try:
        purged = run(Database(settings.database_url), settings.text_days, settings.conversations_file)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise UserError(f"not every text was erased, a database cannot be written now: {error}; try again") from error
    click.echo(
        f"texts erased that are older than {settings.text_days} days: {purged.turns} of messages, "
        f"{purged.feedback} of feedback, {purged.review_items} of the review queue, "
        f"{purged.events} events of conversations"
    )


@cli.group()
def user() -> None:
    """Accounts: of the coordinator's console, and of readers of passages with handling marks."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(get_args(Role)), required=True, help="What the account may do.")
@click.option("--provider", is_flag=True, help="Signs in at the OpenID Connect provider; NAME is the e-mail there.")
@click.option("--reads-marked", is_flag=True, help="May see passages with handling marks (FOUO, LES and the like).")
def add_account(name: str, role: Role, provider: bool, reads_marked: bool) -> None:
    """Add the account NAME; its password is asked for. A `reader` signs in for the chat only."""
    from bot.accounts.users import add_user

    add_user(_records(), name, role, None if provider else _new_password(), _operator(), reads_marked)
    click.echo(f"account {name} added as {role}")


@user.command("list")
def list_accounts() -> None:
    """Show all accounts."""
    from bot.accounts.users import list_users

    for found in list_users(_records()):
        way = "password" if found.password else "provider"
        marked = "\treads marked passages" if found.reads_marked else ""
        click.echo(f"{found.name}\t{found.role}\t{way}\t{'active' if found.active else 'disabled'}{marked}")


@user.command("marked")
@click.argument("name")
@click.option("--allow/--withdraw", "allowed", required=True, default=None, help="Give the permission, or take it.")
def change_marked(name: str, allowed: bool) -> None:
    """Let the account NAME see passages with handling marks, or no longer."""
    from bot.accounts.users import allow_marked

    allow_marked(_records(), name, allowed, _operator())
    click.echo(f"{name} {'now sees' if allowed else 'no longer sees'} passages with handling marks")


@user.command("disable")
@click.argument("name")
def disable_account(name: str) -> None:
    """Close the account NAME at once, its open sessions too."""
    from bot.accounts.users import disable

    disable(_records(), name, _operator())
    click.echo(f"account {name} disabled")


@user.command("password")
@click.argument("name")
def change_password(name: str) -> None:
    """Give the account NAME a new password, which is asked for; its open sessions end."""
    from bot.accounts.users import set_password

    set_password(_records(), name, _new_password(), _operator())
    click.echo(f"password of {name} changed")


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="Date of a list, YYYY-MM-DD, if it bears none.")
def ingest(paths: tuple[Path, ...], on: datetime | None) -> None:
    """Take in the agency's own documents and ICE's lists of agencies, files and folders.

    Documents are PDF, Word (.docx), HTML, Markdown, text and e-mail (.eml); lists are ICE's workbooks (.xlsx).
    """
    from bot.ingestion_run import ingest as run

    sys.exit(1 if run(load_settings(), console, paths, on.date() if on else None) else 0)


@cli.group(invoke_without_command=True)
@click.pass_context
def documents(context: click.Context) -> None:
    """List the agency's own documents, show one, or remove one."""
    if context.invoked_subcommand is None:
        context.invoke(list_documents)


@documents.command("list")
def list_documents() -> None:
    """List the documents that were taken in."""
    from bot.ingestion_run import listed, open_store

    click.echo(listed(open_store(load_settings())))


@documents.command("show")
@click.argument("document")
@click.option("--marked", is_flag=True, help="Show passages with handling marks too.")
def show_document(document: str, marked: bool) -> None:
    """Show the passages of DOCUMENT (its id) and what was redacted in it."""
    from bot.ingestion_run import open_store, shown

    click.echo(shown(open_store(load_settings()), document, marked))


@documents.command("remove")
@click.argument("document")
def remove_document(document: str) -> None:
    """Remove DOCUMENT (its id); the running bot no longer quotes it. The file itself stays where it is."""
    from bot.ingestion_run import open_store, removed

    click.echo(f"removed: {removed(open_store(load_settings()), document)}")


@cli.command()
def doctor() -> None:
    """Check settings, environments, weights, content, index, model, ports and disk; say how to fix each fault."""
    from bot.doctor import report

    sys.exit(report(load_settings(), console))


def _records() -> Database:
    from bot.records.database import Database
    from bot.records.migrator import upgrade

    settings = load_settings()
    upgrade(settings.database_url)
    return Database(settings.database_url)


def _new_password() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _operator() -> str:
    """Who is at the command line, for the audit log."""
    return f"command line ({getpass.getuser()})"


def main() -> NoReturn:
    """Run the command line; what the user can fix is one line on standard error, with status 1."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except fixable_errors() as error:
        for line in str(error).splitlines():
            console.print(f"[red]error:[/red] {line}", soft_wrap=True)
        sys.exit(1)
    sys.exit(0)


def fixable_errors() -> tuple[type[Exception], ...]:
    """Return the errors whose text tells the user what to do."""
    from knowledge import ContentError
    from knowledge.maintenance import EncoderError, IndexMissingError, StoreError

    return (UserError, ContentError, EncoderError, IndexMissingError, StoreError)
