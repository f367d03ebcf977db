"""Wiring only: which part of the house answers which of CKAN's hooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import authz
from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.plugins import toolkit as tk
from ckan.types import Context
from ckanext.datastore.interfaces import IDatastore
from flask import Blueprint, Flask

from . import access, actions, asked, away, check, cli, contained, doors, headers, helpers, scripts, search, views
from .ledger import release_table
from .publish.files import ReleaseUpload, protect_download
from .views import feed, filters


@tk.blanket.config_declarations
class SDOpenDataPlugin(p.SingletonPlugin, DefaultTranslation):
    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
    p.implements(p.IBlueprint)
    p.implements(p.IClick)
    p.implements(p.ITemplateHelpers)
    p.implements(p.IPermissionLabels)
    p.implements(p.IUploader, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IFeed, inherit=True)
    p.implements(p.IMiddleware, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "sdopendata")
        scripts.register()

    def get_actions(self) -> dict[str, Callable[..., Any]]:
        return actions.get_actions()

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return actions.get_auth_functions()

    def get_blueprint(self) -> list[Blueprint]:
        return views.get_blueprints()

    def get_commands(self) -> list[Any]:
        return cli.get_commands()

    def get_helpers(self) -> dict[str, Callable[..., Any]]:
        return helpers.get_helpers()

    def get_dataset_labels(self, dataset_obj: Any) -> list[str]:
        return access.PermissionLabels().get_dataset_labels(dataset_obj)

    def get_user_dataset_labels(self, user_obj: Any) -> list[str]:
        return access.PermissionLabels().get_user_dataset_labels(user_obj)

    def get_resource_uploader(self, data_dict: dict[str, Any]) -> ReleaseUpload:
        return ReleaseUpload(data_dict)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return search.index_fields(pkg_dict, release_table.item_names(pkg_dict["id"]))

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        return search.rewrite(filters.widened(search_params))

    def after_dataset_search(self, search_results: dict[str, Any], search_params: dict[str, Any]) -> dict[str, Any]:
        return filters.completed(search_results)

    def get_feed_class(self) -> Any:
        return feed.Feed

    def dataset_facets(self, facets_dict: dict[str, Any], package_type: str) -> dict[str, Any]:
        return search.facets()

    def group_facets(self, facets_dict: dict[str, Any], group_type: str, package_type: str | None) -> dict[str, Any]:
        return search.facets("groups")

    def organization_facets(
        self, facets_dict: dict[str, Any], organization_type: str, package_type: str | None
    ) -> dict[str, Any]:
        return search.facets("organization")

    def make_middleware(self, app: Flask, config: CKANConfig) -> Flask:
        app.after_request(protect_download)
        app.after_request(headers.protect_page)
        doors.answers(app)
        asked.answers(app)
        away.answers(app)
        check.bounds(app)
        _resolve()
        return app


class SDOpenDataRowsPlugin(p.SingletonPlugin):
    """Loaded behind the DataStore, which wants to be the first of its kind, as the other is loaded before it."""

    p.implements(IDatastore, inherit=True)

    def datastore_search(
        self, context: Context, data_dict: dict[str, Any], fields_types: dict[str, str], query_dict: dict[str, Any]
    ) -> dict[str, Any]:
        return contained.narrowed(data_dict, fields_types, query_dict)


def _resolve() -> None:
    """Let CKAN bind every action and authorisation before the first request.

    It binds them at first use, in dicts that other threads read meanwhile: a request beside the first one of a
    process would meet CKAN's own ``package_create`` without the gate, or be told that our actions do not exist.
    """
    tk.get_action("status_show")
    authz.auth_functions_list()
