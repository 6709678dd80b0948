"""Tokens, login links and plans from the command line, without a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cofounder.accounts import service as accounts
from cofounder.accounts.errors import LinkUsed
from cofounder.accounts.tiers import Tier
from cofounder.db import Database
from tests.cli.commands import cofounder
from tests.fixtures.databases import MakeUrl

ADA = "Ada@Example.org"


@pytest.fixture
def url(make_database_url: MakeUrl) -> str:
    """A database that no command has seen yet."""
    return make_database_url()


def said(*words: str, folder: Path, url: str, code: int = 0) -> str:
    """What the command answers on stdout."""
    done = cofounder(*words, data_dir=folder, COFOUNDER_DATABASE_URL=url)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


async def test_auth_03_a_token_is_printed_alone_and_works(
    tmp_path: Path, url: str
) -> None:
    """AUTH-03, CLI-02: the database and the user are made, the tier is set."""
    create = ["token", "create", "--email", ADA, "--tier", "partner"]
    printed = said(*create, folder=tmp_path, url=url)
    assert printed.startswith("cf_")
    assert printed.count("\n") == 1
    database = Database(url)
    async with database.reading() as session:
        user = await accounts.user_of_token(session, printed.strip())
    await database.close()
    assert (user.email, user.tier) == ("ada@example.org", Tier.PARTNER)
    assert not user.is_admin


async def test_a_token_without_an_email_is_the_local_owners(
    tmp_path: Path, url: str
) -> None:
    printed = json.loads(said("token", "create", "--json", folder=tmp_path, url=url))
    database = Database(url)
    async with database.reading() as session:
        user = await accounts.user_of_token(session, printed["token"])
    await database.close()
    assert (user.subject, user.tier) == ("local", Tier.CTO_SCALE)


async def test_auth_01_a_login_link_is_printed_alone_and_works_once(
    tmp_path: Path, url: str
) -> None:
    """AUTH-01."""
    done = cofounder("token", "login", data_dir=tmp_path, COFOUNDER_DATABASE_URL=url)
    assert done.returncode == 0
    base, _, secret = done.stdout.strip().partition("/login?token=")
    assert base == "http://127.0.0.1:8765"
    assert "No server runs" in done.stderr
    database = Database(url)
    async with database.transaction() as session:
        assert (await accounts.use_login_link(session, secret)).subject == "local"
    with pytest.raises(LinkUsed):
        async with database.transaction() as session:
            await accounts.use_login_link(session, secret)
    await database.close()


def test_tokens_are_listed_without_their_secret_and_end_at_once(
    tmp_path: Path, url: str
) -> None:
    """AUTH-03: listed and revoked."""

    def say(*words: str, code: int = 0) -> str:
        return said(*words, folder=tmp_path, url=url, code=code)

    secret = say("token", "create", "--name", "for the phone").strip()
    listed = say("token", "list")
    assert "for the phone" in listed
    assert secret not in listed
    assert "revoked" in say("token", "revoke", secret[:10])
    assert json.loads(say("token", "list", "--json")) == []
    say("token", "revoke", secret, code=1)


def test_a_users_plan_is_changed_and_an_unknown_user_is_said(
    tmp_path: Path, url: str
) -> None:
    done = cofounder(
        *("user", "set-tier", "--email", ADA, "partner"),
        data_dir=tmp_path,
        COFOUNDER_DATABASE_URL=url,
    )
    assert done.returncode == 1
    assert "no user" in done.stderr
    said("token", "create", "--email", ADA, folder=tmp_path, url=url)
    change = ["user", "set-tier", "--email", ADA, "partner"]
    assert "Partner" in said(*change, folder=tmp_path, url=url)


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    done = cofounder("token", "create", "--email", "ada", data_dir=tmp_path)
    assert done.returncode == 2
    assert "--email" in done.stderr


def test_migrating_twice_changes_nothing(tmp_path: Path, url: str) -> None:
    for _ in range(2):
        assert "up to date" in said("migrate", folder=tmp_path, url=url)
