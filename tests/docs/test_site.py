"""The documentation site: it holds every page, its links lead somewhere, and it asks no foreign host for anything."""

from __future__ import annotations

import functools
import hashlib
import posixpath
import re
import shutil
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from generator.website.pages import SiteError
from generator.website.site import build, stage
from tests.docs.chromium import DESKTOP, EXECUTABLE, Tab, Visit, chromium

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "generated" / "docs"
GUIDES = PROJECT / "generator" / "website" / "guides"
SCALAR = PROJECT / "generator" / "website" / "scalar"

VERSIONS = ("v1", "v2", "v4", "advanced")
VISITED = {
    f"/{path}/"
    for path in (
        *("v2/endpoints/getM5HashForImage", "v4/endpoints/getImage", "v4/endpoints/getManifestText"),
        *("v4/endpoints/getMinMaxTimepoints", "v4/endpoints/getSeriesMetadata", "v4/endpoints/getSimpleSearch"),
        *("v4/endpoints/getCollectionSite", "advanced/endpoints/createSharedList"),
    )
}
"""The pages of endpoints of other versions than the first that the browser looks at: one of each kind, since all take minutes."""

needs_chromium = pytest.mark.skipif(EXECUTABLE is None, reason="there is no Chromium here")


class Page(HTMLParser):
    """What is needed of a page of the site."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value for name, value in attrs if value is not None}
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        self.loaded += [values[name] for name in ("src", "srcset", "poster", "data") if name in values]
        if "href" in values:
            (self.links if tag == "a" else self.loaded).append(values["href"])


class Handler(SimpleHTTPRequestHandler):
    """Serves the site, quietly."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "site"
    build(PROJECT, folder)
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page, by the path that a browser asks for."""
    files = [path for path in site.rglob("index.html") if path.parent.name != "browser"]
    return {f"/{path.parent.relative_to(site)}/".replace("/./", "/"): Page(path.read_text("utf-8")) for path in files}


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Tab]:
    with chromium() as tab:
        yield tab


@pytest.fixture
def tab(browser: Tab) -> Tab:
    """The tab of the browser, as wide as a desktop whatever was seen in it before."""
    browser.resize(DESKTOP)
    return browser


@pytest.fixture(scope="module")
def visits(browser: Tab, address: str) -> dict[str, Visit]:
    """The pages that one comes to by following links from the first, by their paths; of endpoints not all of them."""
    found: dict[str, Visit] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        found[path] = browser.visit(address + path)
        linked = {own_path(link, address) for link in found[path].links if is_own(link, address)}
        waiting += sorted(path for path in linked - {*found, *waiting} if path.endswith("/") and is_visited(path))
    return found


def is_visited(path: str) -> bool:
    return "/endpoints/" not in path or path.startswith("/v1/") or path in VISITED


def is_own(url: str, address: str) -> bool:
    return url.startswith(address + "/")


def own_path(url: str, address: str) -> str:
    return url.removeprefix(address).partition("#")[0].removesuffix("index.html")


def foreign(visit: Visit, address: str) -> list[str]:
    return [url for url in visit.requests if not is_own(url, address) and not url.startswith(("data:", "blob:"))]


def is_broken(path: str, link: str, site: Path, pages: dict[str, Page]) -> bool:
    """Whether a link of a page leads to nothing, or to a place in a page that is not there."""
    parts = urlsplit(link)
    target = posixpath.normpath(f"{site.name}{path}{unquote(parts.path)}")
    place = f"{target.removeprefix(site.name)}/"
    if place not in pages:
        file = site.parent / target
        return not file.is_file() and not (file / "index.html").is_file()
    return bool(parts.fragment) and unquote(parts.fragment) not in pages[place].anchors


def a_project_with_two_versions(folder: Path) -> Path:
    project = folder / "project"
    shutil.copytree(PROJECT / "generated", project / "generated", ignore=shutil.ignore_patterns("nbia"))
    (project / "generated" / "nbia").symlink_to(PROJECT / "generated" / "nbia")
    for name in ("CONTRIBUTING.md", "Makefile", "pyproject.toml", ".changes", "generator", "spec", "tests"):
        (project / name).symlink_to(PROJECT / name)
    shutil.copytree(project / "generated/docs/v1", project / "generated/docs/v9")
    shutil.copy(project / "generated/openapi/nbia-v1.yaml", project / "generated/openapi/nbia-v9.yaml")
    return project


def address_of(page: Path) -> str:
    return f"/{page.with_suffix('').as_posix()}/".replace("/index/", "/")


def names_a_host(url: str) -> bool:
    return url.startswith(("http:", "https:", "//"))


@pytest.mark.parametrize("name", ["notes.txt", "index.html"])
def test_a_folder_that_holds_something_else_is_not_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")

    with pytest.raises(SiteError, match="no site that was built before"):
        build(PROJECT, tmp_path)

    assert (tmp_path / name).read_text() == "mine"


def test_every_page_of_the_docs_is_on_the_site(pages: dict[str, Page]) -> None:
    docs = {address_of(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
    guides = {address_of(path.relative_to(GUIDES)) for path in [*GUIDES.glob("*.md"), *GUIDES.glob("*.ipynb")]}

    assert (docs | guides) - set(pages) == set()
    assert (len(docs), len(guides)) == (138, 22)


def test_every_page_is_in_the_navigation(pages: dict[str, Page], site: Path) -> None:
    linked = {(site / link.partition("#")[0]).resolve() for link in pages["/"].links if not names_a_host(link)}

    assert [path for path in pages if (site / path.lstrip("/")).resolve() not in linked] == []


def test_every_link_leads_somewhere(pages: dict[str, Page], site: Path) -> None:
    own = [(path, link) for path, page in pages.items() for link in page.links if not names_a_host(link)]

    assert len(own) > 1000
    assert [(path, link) for path, link in own if is_broken(path, link, site, pages)] == []


def test_the_link_to_the_spec_leads_to_the_file_with_the_endpoint(pages: dict[str, Page], site: Path) -> None:
    links = pages["/v1/endpoints/getSeries/"].links
    text = (site / "spec" / "v1" / "metadata" / "index.html").read_text("utf-8")

    assert "../../../spec/v1/metadata/" in links
    assert "getSeries" in text


def test_a_second_version_of_the_api_has_its_own_reference(tmp_path: Path) -> None:
    project = a_project_with_two_versions(tmp_path)

    stage(project, tmp_path)

    settings = (tmp_path / "site.yml").read_text("utf-8")
    assert [
        path for path in ("v1/index.md", "v9/index.md", "v9/browser/index.html") if f": {path}\n" not in settings
    ] == []
    assert (tmp_path / "pages" / "v9" / "index.md").is_file()
    assert (tmp_path / "pages" / "v9" / "browser" / "index.html").is_file()


def test_no_page_names_a_foreign_host_to_load_something_from(pages: dict[str, Page], site: Path) -> None:
    loaded = {url for page in pages.values() for url in page.loaded}
    loaded.update(Page((site / "v1" / "browser" / "index.html").read_text("utf-8")).loaded)

    assert len(loaded) > 5
    assert [url for url in loaded if names_a_host(url)] == []


def test_a_note_of_github_is_a_note_of_the_site(site: Path) -> None:
    text = (site / "v1" / "endpoints" / "getSeries" / "index.html").read_text("utf-8")

    assert '<div class="admonition note">' in text
    assert "[!NOTE]" not in text


def test_the_first_page_says_how_to_install_and_what_to_do(site: Path) -> None:
    text = re.sub("<[^>]+>", "", (site / "index.html").read_text("utf-8"))

    assert re.findall(r"^(?:pip install|nbia get-series|nbia download)", text, re.MULTILINE) == [
        "pip install",
        "nbia get-series",
        "nbia download",
    ]


def test_a_table_of_the_notebook_is_a_table(site: Path) -> None:
    text = (site / "tutorial" / "index.html").read_text("utf-8")

    assert "<td>121_HM20733</td>" in text


def test_the_endpoint_browser_is_what_its_readme_says() -> None:
    stated = re.findall(r"sha256  ([0-9a-f]{64})", (SCALAR / "README.md").read_text("utf-8"))

    assert stated == [hashlib.sha256((SCALAR / "standalone.js").read_bytes()).hexdigest()]


@needs_chromium
def test_every_page_loads_without_foreign_requests_and_without_errors(
    visits: dict[str, Visit], pages: dict[str, Page], address: str
) -> None:
    assert set(visits) == {*filter(is_visited, pages), *(f"/{version}/browser/" for version in VERSIONS)}
    assert {path: foreign(visit, address) for path, visit in visits.items()} == {path: [] for path in visits}
    assert {path: visit.complaints for path, visit in visits.items()} == dict.fromkeys(visits, ())


@needs_chromium
def test_no_page_is_wider_than_a_phone_or_a_desktop(visits: dict[str, Visit]) -> None:
    assert {path: visit.overflow for path, visit in visits.items() if visit.overflow > 0} == {}


@needs_chromium
@pytest.mark.parametrize("path", ["/", "/v1/attributes/", "/v1/endpoints/getSeries/", "/moving-from-tcia-utils/"])
def test_a_page_is_no_wider_before_its_scripts_have_run(tab: Tab, address: str, path: str) -> None:
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    visit = tab.visit(address + path)
    tab.send("Emulation.setScriptExecutionDisabled", value=False)

    assert visit.overflow <= 0


@needs_chromium
@pytest.mark.parametrize("path", ["/", "/v1/endpoints/getSeries/", "/v1/browser/"])
def test_a_page_that_is_left_alone_asks_no_foreign_host_either(tab: Tab, address: str, path: str) -> None:
    visit = tab.visit(address + path, until="networkIdle")

    assert (foreign(visit, address), visit.complaints) == ([], ())


@needs_chromium
def test_the_search_finds_an_attribute(tab: Tab, address: str) -> None:
    inside = "[...document.querySelectorAll('*')].map(one => one.shadowRoot?.querySelector('{}')).find(Boolean)"
    tab.visit(address + "/", until="networkIdle")

    tab.evaluate("document.querySelector('.md-search__button').click()")
    tab.wait_for(f"{inside.format('input')}?.matches(':focus')")
    tab.send("Input.insertText", text="ThirdPartyAnalysis")
    first = tab.wait_for(f"{inside.format('a[role=option]')}?.href")

    assert is_own(first, address)
    assert "h=ThirdPartyAnalysis" in first


@needs_chromium
@pytest.mark.parametrize(
    ("version", "endpoint", "title"),
    [
        ("v1", "getSingleImage", "NBIA Search REST API"),
        ("v2", "getM5HashForImage", "NBIA Search with Authentication REST API"),
        ("v4", "getDCMImage", "NBIA REST API"),
        ("advanced", "getThumbnail", "NBIA Advanced REST API"),
    ],
)
def test_the_endpoint_browser_shows_the_endpoints(
    tab: Tab, address: str, version: str, endpoint: str, title: str
) -> None:
    tab.visit(f"{address}/{version}/browser/")

    text = tab.wait_for(f"document.body.innerText.includes('/{endpoint}') && document.body.innerText")

    assert title in text
