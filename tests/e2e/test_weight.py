"""What a first visit costs (ui §5.1): bytes as they travel, requests, scripts. Nothing cached, one page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Watched

# page: KB in all, requests, KB of scripts
BUDGETS = {"/": (250, 16, 165), "/dataset/?q=机场": (270, 16, 165), "DATASET": (300, 18, 170), "/check": (270, 16, 170)}
HTML = 15


@pytest.mark.parametrize("path", BUDGETS)
def test_a_first_visit_stays_within_its_budget(
    visit: Callable[..., Watched], address: Callable[[str], str], path: str
) -> None:
    watched = visit(390)
    client = watched.page.context.new_cdp_session(watched.page)
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def loaded(event: dict[str, Any]) -> None:
        weight[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    client.on("Network.responseReceived", answered)
    client.on("Network.loadingFinished", loaded)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    watched.open(address(path))
    found = (sum(weight.values()) / 1024, len(kinds), weight["Script"] / 1024)
    print(path, [round(each, 1) for each in found], round(weight["Document"] / 1024, 1), dict(weight))
    assert [cost <= most for cost, most in zip(found, BUDGETS[path], strict=True)] == [True] * 3, (found, BUDGETS[path])
    assert weight["Document"] / 1024 <= HTML
