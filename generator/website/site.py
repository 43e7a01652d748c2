"""Puts the site together: pages, navigation, endpoint browser; then the builder makes HTML of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from .pages import SiteError, notebook, page, source

Builder = Literal["zensical", "mkdocs"]

_HERE: Final = Path(__file__).parent


def build(root: Path, output: Path, builder: Builder = "zensical") -> None:
    """Build the site of a checkout into a folder, which is replaced.

    Raises:
        SiteError: A page links to something that is not on the site, the builder refuses the pages, or the folder
            holds something else than a site that was built before.
    """
    if output.exists() and not _is_site(output):
        raise SiteError(f"{output} is there and is no site that was built before: name another folder.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage(root, folder)
        command = [sys.executable, "-m", builder, "build", "--strict", "--config-file", "mkdocs.yml"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            raise SiteError(f"{builder} refuses the pages:\n{done.stdout}{done.stderr}")
        shutil.rmtree(output, ignore_errors=True)
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / "site", output)


def _is_site(folder: Path) -> bool:
    """Whether a folder is empty, or has what is on no other site."""
    return folder.is_dir() and (not any(folder.iterdir()) or (folder / "browser" / "standalone.js").is_file())


def stage(root: Path, folder: Path) -> None:
    """Write what the builder reads: its configuration, and the pages.

    Raises:
        SiteError: A page links to something that is not on the site.
    """
    places = _places(root)
    for place, path in places.items():
        target = folder / "pages" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not path.endswith(".md"):
            shutil.copyfile(root / place, target)
            continue
        text = (root / place).read_text(encoding="utf-8")
        if place.endswith(".yaml"):
            text = source(place, text)
        elif place.endswith(".ipynb"):
            original = target.with_suffix(".ipynb")
            shutil.copyfile(root / place, original)
            text = page(notebook(text, original.name), place, {**places, place: path.replace(".md", ".ipynb")})
        else:
            text = page(text, place, places)
        target.write_text(text, encoding="utf-8")
    _add_browser(root, folder / "pages" / "browser")
    shutil.copyfile(_HERE / "style.css", folder / "pages" / "style.css")
    (folder / "mkdocs.yml").write_text(_configuration(places), encoding="utf-8")


def _places(root: Path) -> dict[str, str]:
    """Return the path on the site of everything that is on it, by its path in the repository."""
    places = {"spec/README.md": "spec/index.md"}
    docs = root / "generated" / "docs"
    for path in sorted(docs.rglob("*.*")):
        places[path.relative_to(root).as_posix()] = path.relative_to(docs).with_suffix(".md").as_posix()
    for path in sorted((root / "spec").rglob("*.yaml")):
        places[path.relative_to(root).as_posix()] = path.relative_to(root).with_suffix(".md").as_posix()
    for path in sorted((root / "generated" / "openapi").glob("*.yaml")):
        places[path.relative_to(root).as_posix()] = f"openapi/{path.name}"
    return places


def _configuration(places: dict[str, str]) -> str:
    configuration: dict[str, Any] = yaml.safe_load((_HERE / "mkdocs.yml").read_text(encoding="utf-8"))
    reference: list[dict[str, Any]] = configuration["nav"][-1]["Reference"]
    endpoints = [path for path in places.values() if path.startswith("endpoints/")]
    spec = [path for path in places.values() if path.startswith("spec/")]
    reference += [
        {"Endpoints": [{Path(path).stem: path} for path in sorted(endpoints, key=str.lower)]},
        {"Spec": [{"Its language": "spec/index.md"}, *({path[5:-3]: path} for path in spec[1:])]},
    ]
    return yaml.safe_dump(configuration, sort_keys=False)


def _add_browser(root: Path, folder: Path) -> None:
    """Write the endpoint browser, with the OpenAPI file inside its page."""
    (path,) = (path for path in (root / "generated" / "openapi").glob("*.yaml") if "strict" not in path.name)
    document = json.dumps(yaml.safe_load(path.read_text(encoding="utf-8"))).replace("</", "<\\/")
    text = (_HERE / "browser.html").read_text(encoding="utf-8").replace("{{ openapi }}", document)
    folder.mkdir()
    (folder / "index.html").write_text(text, encoding="utf-8")
    for name in ("standalone.js", "LICENSE"):
        shutil.copyfile(_HERE / "scalar" / name, folder / name)
