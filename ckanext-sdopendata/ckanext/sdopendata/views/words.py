"""Words for codes: code lists in the page's language, outcomes, verdicts, states. Tone and icon go with each word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk

from harvesters import messages
from harvesters.catalogue import codelists
from harvesters.catalogue.record import FIELDS
from harvesters.contract import Outcome, Severity, Verdict
from harvesters.gate.report import counts

Word = dict[str, Any]


def language() -> str:
    """``zh`` or ``en``: the two languages of sentences and code lists."""
    return "zh" if str(tk.h.lang() or "").startswith("zh") else "en"


def entry_label(codelist: str, code: str) -> str:
    """The name of a code; a code that the list does not have is shown as it is."""
    entry = codelists.entries(codelist).get(str(code))
    if entry is None:
        return str(code)
    return (entry.en or entry.zh) if language() == "en" else entry.zh


def label(field: str, code: Any) -> str:
    """The value of a coded field of the record in words."""
    spec = FIELDS.get(field)
    return entry_label(spec.codelist, str(code)) if spec and spec.codelist else str(code)


def outcome(code: str) -> Word:
    words = {
        Outcome.PUBLISHED: (tk._("published"), "ok", "check"),
        Outcome.UNCHANGED: (tk._("unchanged"), "main", "check"),
        Outcome.HELD: (tk._("held for review"), "warn", "inbox"),
        Outcome.RETURNED: (tk._("returned"), "bad", "return"),
        Outcome.SKIPPED: (tk._("skipped"), "gold", "info"),
        Outcome.FAILED: (tk._("failed"), "bad", "cross"),
    }
    text, tone, icon = words.get(code, (str(code), "main", "info"))  # type: ignore[call-overload]
    return {"code": code, "label": text, "tone": tone, "icon": icon}


def outcomes(counts: Mapping[str, int] | None) -> list[Word]:
    """A run's counts in fixed order; the four that always matter, the others only when they happened."""
    given = counts or {}
    always = (Outcome.PUBLISHED, Outcome.UNCHANGED, Outcome.HELD, Outcome.RETURNED)
    return [
        {**outcome(kind), "count": given.get(kind.value, 0)}
        for kind in Outcome
        if kind in always or given.get(kind.value)
    ]


def severity(code: str) -> Word:
    words = {
        Severity.BLOCK: (tk._("must be mended"), "bad", "cross"),
        Severity.REVIEW: (tk._("needs a person"), "warn", "warn"),
        Severity.WARN: (tk._("advice"), "gold", "info"),
        Severity.INFO: (tk._("note"), "main", "info"),
    }
    text, tone, icon = words.get(code, (str(code), "main", "info"))  # type: ignore[call-overload]
    return {"label": text, "tone": tone, "icon": icon}


def verdict(
    code: str, findings: Sequence[Mapping[str, Any]], released: bool = False, files: Sequence[Mapping[str, Any]] = ()
) -> Word:
    """Title and sentence of a verdict with the numbers that explain it; ``released``: an officer has judged since."""
    number = counts({"findings": findings, "files": files})
    blocks, reviews, warns = (number[kind] for kind in (Severity.BLOCK, Severity.REVIEW, Severity.WARN))
    if code == Verdict.RETURNED:
        text = tk.ungettext(
            "{count} finding must be mended before this can be published.",
            "{count} findings must be mended before this can be published.",
            blocks,
        ).format(count=blocks)
        return {
            "title": tk._("Did not pass"),
            "short": tk._("Did not pass"),
            "text": text,
            "tone": "bad",
            "icon": "cross",
        }
    if code == Verdict.REVIEW and released:
        text = tk.ungettext(
            "The rules found nothing forbidden; an officer judged {count} point before publication.",
            "The rules found nothing forbidden; an officer judged {count} points before publication.",
            reviews,
        ).format(count=reviews)
        title = tk._("Passed the checks and the review")
        return {"title": title, "short": title, "text": text, "tone": "ok", "icon": "check"}
    if code == Verdict.REVIEW:
        text = tk.ungettext(
            "The rules found nothing forbidden; {count} point needs a person’s judgement.",
            "The rules found nothing forbidden; {count} points need a person’s judgement.",
            reviews,
        ).format(count=reviews)
        return {
            "title": tk._("Needs a review"),
            "short": tk._("Needs a review"),
            "text": text,
            "tone": "warn",
            "icon": "warn",
        }
    passed = {"title": tk._("Passed all checks"), "short": tk._("Checks passed"), "tone": "ok", "icon": "check"}
    if warns:
        text = tk.ungettext(
            "Every rule that can refuse a publication was kept; {count} piece of advice remains.",
            "Every rule that can refuse a publication was kept; {count} pieces of advice remain.",
            warns,
        ).format(count=warns)
        return {**passed, "short": tk._("Passed, {count} advice").format(count=warns), "text": text}
    return {**passed, "text": tk._("Every row was read and every rule was kept.")}


def run_state(run: Mapping[str, Any]) -> Word:
    words = {
        "queued": (tk._("queued"), "main", "clock"),
        "running": (tk._("running"), "main", "clock"),
        "finished": (tk._("finished"), "ok", "check"),
        "partial": (tk._("partly failed"), "warn", "warn"),
        "failed": (tk._("failed"), "bad", "cross"),
    }
    text, tone, icon = words.get(run["state"], (str(run["state"]), "main", "info"))
    return {"label": text, "tone": tone, "icon": icon}


def trigger(code: str) -> str:
    """What began a run."""
    words = {"schedule": tk._("by its schedule"), "cli": tk._("from the command line"), "api": tk._("by hand")}
    words |= {"up": tk._("when the portal started")}
    return words.get(code, words["api"])


def source_kind(code: str) -> str:
    words = {"file_drop": tk._("folder delivery"), "account": tk._("publisher account")}
    return words.get(code, code)


def error_sentence(error: Mapping[str, Any]) -> str:
    """The sentence of a stored error ``{code, params}``."""
    return messages.sentence(str(error.get("code")), dict(error.get("params") or {}), language())


def error_remedy(error: Mapping[str, Any]) -> str:
    """What to do about it."""
    return messages.fix(str(error.get("code")), dict(error.get("params") or {}), language())


def error_page(status: int) -> Word:
    words = {
        400: (tk._("The request could not be understood"), tk._("Please check the address or load the page again.")),
        403: (
            tk._("Not open to you"),
            tk._("This page is for the department, reviewers or operators. Log in with the right account."),
        ),
        404: (tk._("This page does not exist"), tk._("Perhaps the address has a slip, or the dataset is not public.")),
        405: (tk._("Not possible here"), tk._("This address takes no such request.")),
        413: (tk._("Too large"), tk._("The file is larger than this portal takes.")),
        429: (tk._("Too many requests"), tk._("Please wait a minute and try again.")),
        500: (tk._("Something went wrong on our side"), tk._("The fault was written down. Please try again later.")),
        503: (tk._("Not available at the moment"), tk._("Please try again in a few minutes.")),
    }
    title, text = words.get(status, (tk._("An error occurred"), tk._("Please try again later.")))
    return {"title": title, "text": text}
