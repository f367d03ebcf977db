"""Solr: N documents and one commit a batch, by CKAN's own public pieces (DESIGN D3)."""

from __future__ import annotations

from collections.abc import Sequence

from ckan import logic, model
from ckan.lib import search
from ckan.types import Context

from harvesters.failpoint import failpoint

from ..ledger import release_table


def index(dataset_ids: Sequence[str]) -> None:
    """Index these datasets as they are committed and strike their outbox rows; commits.

    Struck first, so that a release committed meanwhile keeps its own promise; without Solr's commit nothing is struck.

    :raises ckan.lib.search.SearchIndexError: Solr is away; the outbox rows stay and the sweeper comes back.
    """
    if not dataset_ids:
        return
    release_table.index_alone(dataset_ids)
    release_table.clear_outbox(dataset_ids, "index")
    for dataset_id in dataset_ids:
        context = Context(model=model, session=model.Session, ignore_auth=True, user="")
        both = logic.package_show_default_and_custom_schemas(context, dataset_id)
        logic.index_update_package_dicts(both, defer_commit=True)
    failpoint("index.added")
    search.commit()
    model.Session.commit()
    failpoint("index.committed")
