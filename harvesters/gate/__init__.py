"""The gate: bytes and a record in, a report out. Nothing is published that did not pass here (domain §5–6)."""

from __future__ import annotations

import os

# A table is judged in one process, block by block: more threads of Polars mostly wait for each other (14 % of the CPU
# of 100,000 JSON Lines on two cores, and no second sooner). Read once, when Polars is first imported.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
