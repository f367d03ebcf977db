"""One tree of errors. Typed arguments; the sentences live in :mod:`harvesters.messages` under ``code``."""

from __future__ import annotations


class HarvestError(Exception):
    """Base. ``code`` names the sentence; ``params`` fill it."""

    code = "error"

    def __init__(self, **params: object) -> None:
        super().__init__(self.code, params)
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.params}"


class SourceUnavailable(HarvestError):
    """The source could not be listed or read now; try again later. Never an empty listing."""

    code = "source_unavailable"


class SourceMisconfigured(HarvestError):
    """A registered option is wrong; retrying does not help."""

    code = "source_misconfigured"


class ItemVanished(HarvestError):
    """The item was listed but is gone when fetched: skipped."""

    code = "item_vanished"


class TooLarge(HarvestError):
    """A limit on bytes, files, columns or cells was passed."""

    code = "too_large"


class GateUnavailable(HarvestError):
    """The gate's child process died, ran out of its limits or could not be started: fail closed."""

    code = "gate_unavailable"


class Busy(HarvestError):
    """No room for one more just now: try again later."""

    code = "busy"


class AnnotationRefused(HarvestError):
    """No marked copy is made of this file."""

    code = "annotation_refused"


class StageError(HarvestError):
    """Bytes could not be kept or are not what their hash says."""

    code = "stage_error"


class Conflict(HarvestError):
    """Another organisation or source owns this 信息资源代码."""

    code = "conflict"
