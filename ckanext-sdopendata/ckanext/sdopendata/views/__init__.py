"""Pages. They read through :mod:`..ledger`, ask :mod:`..access`, act through CKAN's actions, and hold no SQL."""

from __future__ import annotations

from flask import Blueprint

from . import check, closed, codes, datapackage, desk, hand_in, operation, publish, reports, sitemap, sources, table


def get_blueprints() -> list[Blueprint]:
    """One blueprint ``sdopendata`` with every route of ours."""
    blueprint = Blueprint("sdopendata", __name__)
    blueprint.before_app_request(closed.instead)
    blueprint.add_url_rule("/source/", "sources", sources.index)
    blueprint.add_url_rule("/source/<name>", "source", sources.read)
    blueprint.add_url_rule("/source/<name>/run", "run", sources.run, methods=["POST"])
    blueprint.add_url_rule("/source/<name>/run/<run_id>", "run_page", sources.run_page)
    blueprint.add_url_rule("/operation/", "operator", operation.read)
    blueprint.add_url_rule("/returned/", "returned", desk.returned)
    blueprint.add_url_rule("/held/", "held", desk.held)
    blueprint.add_url_rule("/report/<report_id>", "report", reports.read)
    blueprint.add_url_rule("/report/<report_id>/decision", "decide", reports.decide, methods=["POST"])
    blueprint.add_url_rule("/report/<report_id>/<form>", "report_file", reports.download)
    blueprint.add_url_rule("/schema/report-1.json", "report_schema", check.report_schema)
    blueprint.add_url_rule("/publish", "publish", publish.ways)
    blueprint.add_url_rule("/publish/templates", "templates", publish.templates)
    blueprint.add_url_rule("/publish/template.xlsx", "template", publish.download)
    blueprint.add_url_rule("/check", "check", check.read, methods=["GET", "POST"])
    blueprint.add_url_rule("/dataset/<name>/resource/<resource_id>/rows.csv", "rows_csv", table.rows_csv)
    for rule in ("/dataset/<name>/table", "/dataset/<name>/table/<resource_id>"):
        blueprint.add_url_rule(rule, "table", hand_in.table, methods=["GET", "POST"])
    blueprint.add_url_rule("/id/<kind>", "codes", codes.read)
    blueprint.add_url_rule("/id/<kind>/<code>", "code", codes.read)
    blueprint.add_url_rule("/dataset/<name>/datapackage.json", "datapackage", datapackage.read)
    blueprint.add_url_rule("/sitemap.xml", "sitemap", sitemap.read)
    return [blueprint]
