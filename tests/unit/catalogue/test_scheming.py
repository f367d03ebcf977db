"""The committed schemas are what the field list says, and ckanext-scheming can work with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harvesters.catalogue import scheming
from harvesters.catalogue.record import FIELDS, LIST_KINDS, RESOURCE_FIELDS

SCHEMAS = Path(__file__).parents[3] / "ckanext-sdopendata" / "ckanext" / "sdopendata" / "schemas"


def test_committed_files_are_generated() -> None:
    assert (SCHEMAS / "dataset.yaml").read_text(encoding="utf-8") == scheming.dataset_yaml()
    assert (SCHEMAS / "organization.yaml").read_text(encoding="utf-8") == scheming.organization_yaml()
    assert (SCHEMAS / "licences.json").read_text(encoding="utf-8") == scheming.licences_json()


def test_the_form_asks_for_all_that_a_department_may_give() -> None:
    asked = [field for group in scheming.form_groups() for field in group["fields"]]
    given = {spec.name for spec in FIELDS.values() if not spec.computed and not spec.officer_only}
    assert {field["field_name"] for field in asked} == given
    assert len(asked) == len(given)
    assert [field["field_name"] for field in asked if not field.get("help_text")] == []
    inner = {field["field_name"] for group in scheming.form_groups() if group["inner"] for field in group["fields"]}
    assert inner == {name for name in given if FIELDS[name].internal}


def test_no_internal_field_is_in_the_schema() -> None:
    names = {field["field_name"] for field in scheming.dataset_schema()["dataset_fields"]}
    assert names == {spec.name for spec in FIELDS.values() if not spec.internal}
    assert names.isdisjoint({"share_type", "share_use", "secrecy_review", "risk_assessment", "desensitisation"})
    resource = {field["field_name"] for field in scheming.dataset_schema()["resource_fields"]}
    assert resource == {"url", *RESOURCE_FIELDS}


def test_only_ckans_own_needs_are_demanded() -> None:
    fields = scheming.dataset_schema()["dataset_fields"]
    assert {f["field_name"] for f in fields if f.get("required")} == {"title", "owner_org"}
    for field in fields:
        assert "scheming_required" not in field.get("validators", "")
        assert "choices" not in field.get("validators", "")


def test_every_field_and_choice_has_both_languages() -> None:
    for field in [*scheming.dataset_schema()["dataset_fields"], *scheming.organization_schema()["fields"]]:
        for labels in [field["label"], *(choice["label"] for choice in field.get("choices", []))]:
            assert labels["zh_Hans_CN"]
            assert labels["en"]


class TestWithCkan:
    """Loaded and run by ckanext-scheming itself (skipped where CKAN is not installed)."""

    @pytest.fixture
    def expanded(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        plugins = pytest.importorskip("ckanext.scheming.plugins")
        from ckan import logic
        from ckanext.scheming import loader, validation

        logic.get_validator("not_empty")  # fills the cache
        for name, function in validation.all_validators.items():
            monkeypatch.setitem(logic._validators_cache, name, function)
        presets = plugins._load_schema("ckanext.scheming:presets.json")["presets"]
        monkeypatch.setattr(plugins._SchemingMixin, "_presets", {p["preset_name"]: p["values"] for p in presets})
        loaded = {}
        for name in ("dataset", "organization"):
            with (SCHEMAS / f"{name}.yaml").open(encoding="utf-8") as stream:
                loaded[name] = loader.load(stream)
        assert loaded == {"dataset": scheming.dataset_schema(), "organization": scheming.organization_schema()}
        return plugins._expand_schemas(loaded)

    def test_presets_and_validators_exist(self, expanded: dict[str, Any]) -> None:
        from ckan import logic

        for kind, keys in (("dataset", ("dataset_fields", "resource_fields")), ("organization", ("fields",))):
            for field in (field for key in keys for field in expanded[kind][key]):
                used = f"{field.get('validators', '')} {field.get('output_validators', '')}".split()
                assert all(logic.get_validator(name.partition("(")[0]) for name in used), field["field_name"]

    def test_snippets_exist(self, expanded: dict[str, Any]) -> None:
        import ckanext.scheming

        templates = Path(ckanext.scheming.__file__).parent / "templates" / "scheming"
        for kind, keys in (("dataset", ("dataset_fields", "resource_fields")), ("organization", ("fields",))):
            for field in (field for key in keys for field in expanded[kind][key]):
                for part in ("form_snippet", "display_snippet"):
                    if field.get(part):
                        assert (templates / f"{part}s" / field[part]).is_file()

    @pytest.mark.parametrize("kind", ["dataset", "organization"])
    def test_values_survive_the_store(self, expanded: dict[str, Any], kind: str) -> None:
        """What goes in comes out: lists as lists, numbers as numbers, texts as texts (extras hold strings only)."""
        from ckan.lib.navl.dictization_functions import validate
        from ckan.logic.schema import default_show_extras_schema, default_show_group_schema
        from ckanext.scheming import plugins

        stock = {"title", "name", "owner_org", "license_id", "notes", "description", "image_url"}
        fields = expanded[kind].get("dataset_fields") or expanded[kind]["fields"]
        fields = [f for f in fields if f["field_name"] not in stock]
        given: dict[str, Any] = {}
        for field in fields:
            spec = FIELDS.get(field["field_name"]) if kind == "dataset" else None
            if (spec and spec.kind in LIST_KINDS) or field["field_name"] == "aliases":
                given[field["field_name"]] = ["机场", "6"]
            else:
                given[field["field_name"]] = 7 if spec and spec.kind == "int" else "值 1"
        schema = expanded[kind]
        store = {f["field_name"]: plugins._field_validators(f, schema, True) for f in fields}
        stored, errors = validate(given, store, {})
        assert not errors
        assert {type(extra["value"]) for extra in stored["extras"]} == {str}
        output = plugins._field_output_validators_group if kind == "organization" else plugins._field_output_validators
        show: dict[str, Any] = {f["field_name"]: output(f, schema, True) for f in fields}
        groups = kind == "organization"
        show["extras"] = default_show_group_schema()["extras"] if groups else default_show_extras_schema()
        shown, _ = validate(
            {"extras": stored["extras"]}, show, {}
        )  # errors here are the emptied extras; CKAN ignores them
        assert {k: v for k, v in shown.items() if k != "extras"} == given

    def test_an_empty_record_passes(self, expanded: dict[str, Any]) -> None:
        from ckan.lib.navl.dictization_functions import validate
        from ckanext.scheming import plugins

        schema = expanded["dataset"]
        fields = [f for f in schema["dataset_fields"] if f["field_name"] not in ("title", "name", "owner_org")]
        store = {f["field_name"]: plugins._field_validators(f, schema, True) for f in fields}
        _, errors = validate({}, store, {})
        assert not errors
