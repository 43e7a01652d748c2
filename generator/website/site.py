"""Puts the site together: pages, navigation, endpoint browser; then the builder makes HTML of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from nbia_core.contract.yaml_reading import load_yaml

from .pages import SiteError, notebook, page, source
from .python_reference import PythonReference

_HERE: Final = Path(__file__).parent
_GUIDES: Final = "generator/website/guides"
_SETTINGS: Final = "site.yml"


def build(root: Path, output: Path) -> None:
    """Build the site of a checkout into a folder, which is replaced.

    Raises:
        SiteError: A page links to something that does not exist, the builder refuses the pages, or the folder
            holds something else than a site that was built before.
    """
    if output.exists() and not _is_site(output):
        raise SiteError(f"{output} is there and is no site that was built before: name another folder.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage(root, folder)
        command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", _SETTINGS]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            raise SiteError(f"zensical refuses the pages:\n{done.stdout}{done.stderr}")
        shutil.rmtree(output, ignore_errors=True)
        output.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / "site", output)


def _is_site(folder: Path) -> bool:
    """Whether a folder is empty, or has what is on no other site."""
    return folder.is_dir() and (not any(folder.iterdir()) or (folder / "browser" / "standalone.js").is_file())


def stage(root: Path, folder: Path) -> None:
    """Write what the builder reads: its configuration, and the pages.

    Raises:
        SiteError: A page links to something that does not exist.
    """
    reference = PythonReference(root)
    places = _places(root) | reference.places()
    for path, text in reference.pages().items():
        target = folder / "pages" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for place, path in places.items():
        if place.endswith(".py"):
            continue
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
            text = page(notebook(text, original.name), f"{_GUIDES}/{original.name}", places, root)
        else:
            text = page(text, place, places, root)
        target.write_text(text, encoding="utf-8")
    names = [path.parent.name for path in (root / "generated" / "docs").glob("*/index.md")]
    versions = sorted(names, key=lambda name: (not name[-1].isdigit(), name))  # numbered ones first
    _add_browsers(root, versions, folder / "pages")
    shutil.copyfile(_HERE / "style.css", folder / "pages" / "style.css")
    (folder / _SETTINGS).write_text(_settings(versions, places, reference.titles()), encoding="utf-8")


def _places(root: Path) -> dict[str, str]:
    """Return the path on the site of everything that is on it, by its path in the repository."""
    places = {"CONTRIBUTING.md": "contributing.md", "spec/README.md": "spec/index.md"}
    for path in sorted((root / _GUIDES).rglob("*.*")):
        name = path.with_suffix(".md") if path.suffix == ".ipynb" else path
        places[path.relative_to(root).as_posix()] = name.relative_to(root / _GUIDES).as_posix()
    for path in sorted((root / "generated" / "docs").rglob("*.md")):
        places[path.relative_to(root).as_posix()] = path.relative_to(root / "generated" / "docs").as_posix()
    for path in sorted((root / "spec").rglob("*.yaml")):
        places[path.relative_to(root).as_posix()] = path.relative_to(root).with_suffix(".md").as_posix()
    for path in sorted((root / "generated" / "openapi").glob("*.yaml")):
        places[path.relative_to(root).as_posix()] = f"openapi/{path.name}"
    return places


def _settings(versions: list[str], places: Mapping[str, str], python: Mapping[str, str]) -> str:
    """Return what the builder is told; its navigation leads to every version of the API, to Python and to the spec."""
    settings: dict[str, Any] = load_yaml((_HERE / _SETTINGS).read_text(encoding="utf-8"))
    settings["nav"].append({"Python reference": [{title: path} for path, title in python.items()]})
    if "versions.md" in places.values():
        settings["nav"].append({"All versions": "versions.md"})
    settings["nav"] += [{f"Reference, {version}": _reference(version, places)} for version in versions]
    answers = [path for path in places.values() if path.endswith("/answers.md")]
    settings["nav"] += [{f"Reference, {Path(path).parent.name}": path} for path in answers]
    spec = [path for path in places.values() if path.startswith("spec/") and path != "spec/index.md"]
    settings["nav"].append({"Spec": [{"Its language": "spec/index.md"}, *({path[5:-3]: path} for path in spec)]})
    return yaml.safe_dump(settings, sort_keys=False)


def _reference(version: str, places: Mapping[str, str]) -> list[dict[str, object]]:
    endpoints = sorted((path for path in places.values() if path.startswith(f"{version}/endpoints/")), key=str.lower)
    moves: list[dict[str, object]] = [
        {f"Moving from {Path(path).stem.removeprefix('from-')}": path}
        for path in sorted(path for path in places.values() if path.startswith(f"{version}/from-"))
    ]
    return [
        {"All endpoints": f"{version}/index.md"},
        *moves,
        {"Data dictionary": f"{version}/attributes.md"},
        {"Endpoint browser": f"{version}/browser/index.html"},
        {"Endpoints": [{Path(path).stem: path} for path in endpoints]},
    ]


def _add_browsers(root: Path, versions: list[str], folder: Path) -> None:
    """Write a browser of the endpoints of each version, with the OpenAPI file inside its page."""
    template = (_HERE / "browser.html").read_text(encoding="utf-8")
    (folder / "browser").mkdir()
    for name in ("standalone.js", "LICENSE"):
        shutil.copyfile(_HERE / "scalar" / name, folder / "browser" / name)
    for version in versions:
        text = (root / "generated" / "openapi" / f"nbia-{version}.yaml").read_text(encoding="utf-8")
        document = json.dumps(load_yaml(text)).replace("</", "<\\/")
        target = folder / version / "browser" / "index.html"
        target.parent.mkdir()
        target.write_text(template.replace("{{ openapi }}", document), encoding="utf-8")
