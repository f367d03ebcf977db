"""Who is asking, and what of the desk pages is open to them. Every answer comes from :mod:`..access`."""

from __future__ import annotations

from dataclasses import dataclass

from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Response, g
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError as WrongToken

from .. import access


@dataclass(frozen=True, slots=True)
class Roles:
    """Clerk of some organisations, reviewer (规范性审查), operator; all false for a stranger."""

    user: str
    orgs: tuple[str, ...] = ()
    reviewer: bool = False
    operator: bool = False

    @property
    def clerk(self) -> bool:
        return bool(self.orgs)

    @property
    def desk(self) -> bool:
        return self.clerk or self.reviewer or self.operator

    @property
    def reach(self) -> list[str] | None:
        """Organisations whose items may be listed; None = all."""
        return None if self.reviewer or self.operator else list(self.orgs)


def roles() -> Roles:
    """The current user's roles, asked once a request. Strangers cost no query."""
    if "sd_roles" not in g:
        g.sd_roles = _roles()
    return g.sd_roles


def _roles() -> Roles:
    if not current_user.is_authenticated:
        return Roles("")
    user = str(current_user.name)
    return Roles(user, tuple(access.owner_orgs(user)), access.is_reviewer(user), access.is_operator(user))


def check_token() -> None:
    """A form's token, checked here too: CKAN may be set to spare extensions' blueprints."""
    try:
        validate_csrf(tk.request.form.get(g.csrf_field_name))
    except WrongToken:
        tk.abort(400, tk._("The form was open too long. Please load the page again and repeat."))


def login_first() -> Response:
    """To the login page and back; a stranger learns nothing of what lies behind."""
    return tk.redirect_to("user.login", came_from=tk.request.environ.get("CKAN_CURRENT_URL", "/"))
