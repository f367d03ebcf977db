"""One long-lived process inside CKAN, spoken to in JSON lines. Loading CKAN costs seconds: once for a whole command.

The other end is :mod:`deploy.local.inside_ckan`; it runs as the services' user.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
from types import TracebackType
from typing import Any

from deploy.local.place import Place
from deploy.local.say import Failure, say


class Inside:
    """``with Inside(place) as portal: portal.call("counts")``. Loading starts at once, the first call waits for it."""

    def __init__(self, place: Place) -> None:
        self.log = place.home / "log" / "setup.log"
        with self.log.open("ab") as errors:
            self.process = subprocess.Popen(
                [f"{place.venv}/bin/python", "-P", "-m", "deploy.local.inside_ckan"],
                cwd=place.run,
                env=place.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                **place.as_service(),
            )

    def call(self, name: str, /, **arguments: Any) -> Any:
        """Run one of ``inside_ckan.COMMANDS``: its words are shown, its answer returned, its failure raised."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps({"do": name, "with": arguments}) + "\n")
            self.process.stdin.flush()
            for line in self.process.stdout:
                answer = json.loads(line)
                if "say" in answer:
                    say(answer["say"])
                elif "failed" in answer:
                    raise Failure(*answer["failed"])
                else:
                    return answer["done"]
        except BrokenPipeError:
            pass
        raise Failure(f"CKAN 没有启动（{name}）：{self._last_words()}", f"看 {self.log}，处理后再运行一次。")

    def _last_words(self) -> str:
        lines = self.log.read_text("utf-8", errors="replace").strip().splitlines()
        return lines[-1][-300:] if lines else ""

    def __enter__(self) -> Inside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process.stdin
        assert self.process.stdout
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
