"""Accounts of team mode: ``python -m formulator.web.accounts add NAME ROLE``.

Passwords are kept as argon2id hashes (argon2-cffi, parameters of RFC 9106 low-memory). Nothing
about a password is ever logged, and a wrong name costs as much time as a wrong password.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from formulator.errors import FormulatorError, InputError
from formulator.store import Store, User, open_store
from formulator.web.auth import ROLE_RIGHTS

MIN_PASSWORD = 12
STAFF_ROLES = tuple(sorted(set(ROLE_RIGHTS) - {"owner"}))
USAGE = f"usage: python -m formulator.web.accounts add NAME {'|'.join(STAFF_ROLES)}"

_HASHER = PasswordHasher()
_NOBODY_HASH = _HASHER.hash("no account has this password")


def add_user(store: Store, name: str, role: str, password: str, *, actor: str = "") -> None:
    """Create an account, or change its role and password.

    Raises
    ------
    InputError
        If the name, role or password breaks its rule.
    """
    if not name.strip():
        raise InputError("an account needs a name")
    if role not in STAFF_ROLES:
        raise InputError(f"a role must be one of {', '.join(STAFF_ROLES)}, got {role!r}")
    if len(password) < MIN_PASSWORD:
        raise InputError(f"a password needs at least {MIN_PASSWORD} characters")
    store.save_user(User(name.strip(), role, _HASHER.hash(password)), actor=actor)


def is_password(store: Store, name: str, password: str) -> bool:
    """Return whether an active account has this name and password."""
    found = next((u for u in store.users() if u.name == name and u.active), None)
    try:
        _HASHER.verify(found.password_hash if found else _NOBODY_HASH, password)
    except (VerificationError, InvalidHashError):
        return False
    return found is not None


def main(arguments: Sequence[str]) -> int:
    """Add an account from the command line; the password is asked for, never an argument."""
    if len(arguments) != 3 or arguments[0] != "add":
        print(USAGE, file=sys.stderr)
        return 2
    store = open_store()
    try:
        add_user(store, arguments[1], arguments[2], getpass.getpass(), actor="command line")
    except FormulatorError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
