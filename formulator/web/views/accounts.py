"""Who may log in, and as what. A change counts from that person's next click.

Roles: a scientist designs, a leader runs panels, product reads results, an admin may do
everything and manages accounts. An account without a password logs in by the organisation's
identity provider; its name is then what the provider calls the person (the e-mail address).
"""

import streamlit as st

from formulator.errors import FormulatorError
from formulator.web import accounts, oidc, state
from formulator.web.auth import Right, is_team
from formulator.web.projects import open_page

store, viewer = open_page(Right.MANAGE_USERS, "Accounts", __doc__)
if not is_team():
    st.info(
        "On your own machine nobody logs in. Accounts made here count once the app is started "
        "with `formulator app --team`."
    )
note = state.take("account_note")
if note:
    st.success(note, icon=":material/check_circle:")


def done(words: str) -> None:
    """Say what was done after the page is drawn again."""
    state.keep("account_note", words)
    st.rerun()


users = store.users()
if users:
    st.dataframe(
        [
            {
                "name": user.name,
                "role": user.role,
                "may log in": user.active,
                "by": "provider" if user.password_hash == accounts.NO_PASSWORD else "password",
            }
            for user in users
        ],
        hide_index=True,
    )
add, change = st.columns(2)
with add.form("account_add", clear_on_submit=True):
    st.subheader("New account")
    name = st.text_input("Name", key="account_name", max_chars=accounts.MAX_NAME)
    role = st.selectbox("Role", accounts.STAFF_ROLES, key="account_role", index=None)
    by_provider = oidc.is_configured() and st.checkbox("Log in by the identity provider only")
    password = st.text_input("Password", type="password", key="account_password")
    if st.form_submit_button("Create"):
        try:
            given = None if by_provider else password
            accounts.create(store, viewer, name, role=role or "", password=given)
        except FormulatorError as error:
            st.error(str(error))
        else:
            done("The account was created.")
if users:
    with change.form("account_change", clear_on_submit=True):
        st.subheader("Change an account")
        who = st.selectbox("Account", [u.name for u in users], key="account_who", index=None)
        new_role = st.selectbox("New role", accounts.STAFF_ROLES, key="new_role", index=None)
        new_password = st.text_input("New password", type="password", key="new_password")
        active = st.radio("May log in", ["yes", "no"], index=None, key="new_active")
        if st.form_submit_button("Change"):
            try:
                accounts.change(
                    store,
                    viewer,
                    who or "",
                    role=new_role,
                    active=None if active is None else active == "yes",
                    password=new_password or None,
                )
            except FormulatorError as error:
                st.error(str(error))
            else:
                done("The account was changed.")
