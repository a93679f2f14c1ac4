"""Commands for accounts: who has one, what they may do, and a lost password."""

from __future__ import annotations

from pathlib import Path

import click

from annotator import store
from annotator.cli.options import current_origin, data_dir_option, load_settings, opened_store
from annotator.store.accounts import load_accounts
from annotator.store.members import studies_of_member
from annotator.workflow import roles

ROLE_WORDS = {"manager": "manages", "adjudicator": "adjudicates", "viewer": "views"}


@click.group()
def account() -> None:
    """List accounts, give roles, and help who lost a password.

    Example: annotator account reset ann@example.org
    """


@account.command("list")
@data_dir_option
def list_accounts(data_dir: Path | None) -> None:
    """List accounts with their roles.

    Example: annotator account list
    """
    with opened_store(load_settings(data_dir=data_dir)) as db:
        for one in load_accounts(db):
            parts = [one.role]
            for part, words in ROLE_WORDS.items():
                parts += [f"{words} {s.title!r}" for s in studies_of_member(db, one.id, part)]
            parts += ["removed"] * one.disabled + ["not signed up"] * (not one.password_hash)
            click.echo(f"{one.email}\t{one.name}\t{', '.join(parts)}")


@account.command("add")
@click.argument("email")
@data_dir_option
def add(email: str, data_dir: Path | None) -> None:
    """Make an account, or open a removed one again; prints the link by which its password is set.

    Example: annotator account add judit@example.org
    """
    settings = load_settings(data_dir=data_dir)
    with opened_store(settings) as db:
        click.echo(roles.add_account(db, email, current_origin(settings)))


@account.command("role")
@click.argument("email")
@click.argument("role")
@click.option("--study", help="In this study only: manager, adjudicator, viewer, or none.")
@click.option("--also-annotates", is_flag=True, help="Let an annotator of the study adjudicate it.")
@data_dir_option
def role(
    email: str, role: str, study: str | None, also_annotates: bool, data_dir: Path | None
) -> None:
    """Give a role: manager or annotator; with --study one in that study.

    Example: annotator account role judit@example.org adjudicator --study "Bridge 2026"
    """
    with opened_store(load_settings(data_dir=data_dir)) as db:
        if study is None:
            found = roles.give_role(db, email, role)
            click.echo(f"{found.email} is {found.role} now.")
            return
        study_id = store.find_study(db, study).id
        pseudonym = roles.give_study_role(db, study_id, email, role, also_annotates=also_annotates)
        words = f"{ROLE_WORDS[role]} it as {pseudonym}" if pseudonym else "has no role in it now"
        click.echo(f"{email} {words}.")


@account.command("reset")
@click.argument("email")
@data_dir_option
def reset(email: str, data_dir: Path | None) -> None:
    """End a password and every session; prints the link to set a new one.

    Example: annotator account reset mona@example.org
    """
    settings = load_settings(data_dir=data_dir)
    with opened_store(settings) as db:
        click.echo(roles.reset_account(db, email, current_origin(settings)))


@account.command("remove")
@click.argument("email")
@data_dir_option
def remove(email: str, data_dir: Path | None) -> None:
    """Close an account; what it did is kept.

    Example: annotator account remove bruno@example.org
    """
    with opened_store(load_settings(data_dir=data_dir)) as db:
        roles.remove_account(db, email)
    click.echo(f"{email} cannot sign in any more.")
