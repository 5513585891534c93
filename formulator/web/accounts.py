"""Accounts of team mode: making them, changing them, checking passwords.

Passwords are kept as argon2id hashes (argon2-cffi, parameters of RFC 9106 low-memory). Nothing
about a password is ever logged, and a wrong name costs as much time as a wrong password.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from formulator.errors import InputError
from formulator.store import ConflictError, NotFoundError, Store, User
from formulator.web.auth import ROLE_RIGHTS, Right, Viewer, require

MIN_PASSWORD = 12
MAX_NAME = 200
STAFF_ROLES = tuple(sorted(set(ROLE_RIGHTS) - {"owner"}))
NO_PASSWORD = "!"  # noqa: S105 - no hash is this: such an account logs in by the provider only
COMMAND_LINE = Viewer("command line", "owner")
"""Whoever may run commands on the server may manage its accounts."""

_HASHER = PasswordHasher()


@lru_cache(maxsize=1)
def _nobody_hash() -> str:
    """Return a hash to compare with where there is no account: made when first needed."""
    return _HASHER.hash("no account has this password")


def _checked_name(name: str) -> str:
    cleaned = name.strip()
    if not cleaned or len(cleaned) > MAX_NAME or not cleaned.isprintable():
        raise InputError(f"an account needs a name of 1 to {MAX_NAME} printable characters")
    return cleaned


def _checked_role(role: str) -> str:
    if role not in STAFF_ROLES:
        raise InputError(f"a role must be one of {', '.join(STAFF_ROLES)}, got {role!r}")
    return role


def _hashed(password: str | None) -> str:
    if password is None:
        return NO_PASSWORD
    if len(password) < MIN_PASSWORD:
        raise InputError(f"a password needs at least {MIN_PASSWORD} characters")
    return _HASHER.hash(password)


def add_user(store: Store, name: str, role: str, password: str | None, *, actor: str = "") -> None:
    """Create an account, or change its role and password.

    Parameters
    ----------
    store : Store
    name : str
        With an identity provider: what its claim says, such as the e-mail address.
    role : str
    password : str or None
        None for an account that logs in by the identity provider only.
    actor : str

    Raises
    ------
    InputError
        If the name, role or password breaks its rule.
    """
    user = User(_checked_name(name), _checked_role(role), _hashed(password))
    store.save_user(user, actor=actor)


def is_password(store: Store, name: str, password: str) -> bool:
    """Return whether an active account has this name and password."""
    found = next((u for u in store.users() if u.name == name and u.active), None)
    has_password = found is not None and found.password_hash != NO_PASSWORD
    try:
        kept = found.password_hash if found and has_password else _nobody_hash()
        _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
    return has_password


def has_admin(store: Store) -> bool:
    """Return whether anybody can manage accounts."""
    return any(user.active and user.role == "admin" for user in store.users())


def create(store: Store, viewer: Viewer, name: str, *, role: str, password: str | None) -> None:
    """Create an account.

    Raises
    ------
    AccessError
        If the viewer may not manage accounts.
    ConflictError
        If the name is taken.
    """
    require(viewer, Right.MANAGE_USERS)
    cleaned = _checked_name(name)
    if any(user.name == cleaned for user in store.users()):
        raise ConflictError(f"there is an account {cleaned!r} already")
    add_user(store, cleaned, role, password, actor=viewer.name)


def change(
    store: Store,
    viewer: Viewer,
    name: str,
    *,
    role: str | None = None,
    active: bool | None = None,
    password: str | None = None,
) -> User:
    """Change an account's role, password or whether it may log in; counts from the next click.

    Raises
    ------
    AccessError
        If the viewer may not manage accounts.
    NotFoundError
        If there is no such account.
    ConflictError
        If nobody could manage accounts afterwards.
    """
    require(viewer, Right.MANAGE_USERS)
    user = _user(store, name)
    changed = replace(
        user,
        role=user.role if role is None else _checked_role(role),
        active=user.active if active is None else active,
        password_hash=user.password_hash if password is None else _hashed(password),
    )
    others = [u for u in store.users() if u.name != user.name]
    if user.role == "admin" and not any(u.active and u.role == "admin" for u in (*others, changed)):
        raise ConflictError(f"{user.name!r} is the last administrator; make another one first")
    store.save_user(changed, actor=viewer.name)
    return changed


def _user(store: Store, name: str) -> User:
    for user in store.users():
        if user.name == name.strip():
            return user
    raise NotFoundError(f"there is no account {name!r}")
