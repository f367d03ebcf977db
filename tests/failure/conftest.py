"""A portal of its own for the fault tests, its worker and scheduler under the test's hand.

``./portal test`` sets SD_TEST_HOME and SD_TEST_INI; without them every test here is skipped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from ground import Ground  # noqa: E402
from portal import Portal  # noqa: E402

HOME = os.environ.get("SD_TEST_HOME", "")
INI = os.environ.get("SD_TEST_INI", "")


@pytest.fixture(scope="session")
def ground() -> Ground:
    if not (HOME and INI):
        pytest.skip("needs the test portal: ./portal test")
    ground = Ground(Path(HOME), Path(INI))
    ground.make()
    return ground


@pytest.fixture(scope="session")
def app(ground: Ground) -> Any:
    """CKAN on these databases, in this process: it prepares, looks and answers as the web does."""
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    return make_app(load_config(str(ground.ini)))._wsgi_app


@pytest.fixture(scope="session")
def portal(ground: Ground, app: Any) -> Iterator[Portal]:
    """Emptied before each use by :meth:`Portal.begin`; its scheduler runs all the time, a worker per test."""
    portal = Portal(ground, app, Path(HOME) / "etc" / "supervisord.conf")
    yield portal
    portal.close()


@pytest.fixture(scope="session")
def undisturbed(portal: Portal) -> str:
    """The canonical dump of the same work without a fault."""
    with portal.worker():
        portal.begin()
        portal.deliver_second()
        portal.run()
    return portal.dump()
