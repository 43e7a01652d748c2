"""How series are cited: a citation for each data set, made of what the service says, in several forms and in a file."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import nbia
import nbia.v4
from nbia import AsyncClient, Client, DownloadReport, InvalidParameterError
from tests.download.helpers import MOUSE, RETRIEVER, SMALL, VICTRE
from tests.reference_server import ReferenceServer, changes

COVID = "COVID-19-NY-SBU"
"""A collection with two licences."""
LUNG = "4D-Lung"
SERIES = nbia.Series(
    series_instance_uid="1.2.3",
    collection="4D-Lung",
    collection_uri="https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE",
    license_name="Creative Commons Attribution 3.0 Unported License",
    license_uri="http://creativecommons.org/licenses/by/3.0/",
    third_party_analysis="NO",
)


def other(uid: str, **attributes: str | None) -> nbia.Series:
    """Return a series like `SERIES`, with other attributes."""
    return msgspec.structs.replace(SERIES, series_instance_uid=uid, **attributes)


# What is said


def test_a_citation_has_what_the_service_says_of_a_data_set(client: Client) -> None:
    (citation,) = client.citations(client.get_series(collection=LUNG))

    assert citation.collection == LUNG
    assert citation.doi == "10.7937/K9/TCIA.2016.ELN8YGLE"
    assert citation.url == citation.uri == "https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE"
    assert citation.license_name == "Creative Commons Attribution 3.0 Unported License"
    assert citation.license_uri == "http://creativecommons.org/licenses/by/3.0/"
    assert citation.series == 3
    assert (
        str(citation) == "4D-Lung [Data set]. The Cancer Imaging Archive. https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE"
    )


def test_records_that_say_all_cost_no_request(client: Client, server: ReferenceServer) -> None:
    assert len(client.citations([SERIES])) == 1
    assert server.requests == []


def test_uids_are_asked_for(client: Client) -> None:
    assert [each.collection for each in client.citations([VICTRE, MOUSE])] == ["Mouse-Astrocytoma", "VICTRE"]


def test_many_uids_of_a_collection_are_asked_for_at_once(client: Client, server: ReferenceServer) -> None:
    uids = [series.series_instance_uid for series in client.get_series(collection="TCGA-PRAD")]
    uids += [series.series_instance_uid for series in client.get_series(collection="QIN-HEADNECK")]
    server.reset()

    citations = client.citations([str(uid) for uid in uids])

    assert sum(each.series for each in citations) == len(uids) == 10
    assert len(server.requests) < len(uids)


@pytest.mark.anyio
async def test_the_asynchronous_client_cites_the_same(async_client: AsyncClient, client: Client) -> None:
    async with async_client:
        assert await async_client.citations([SMALL]) == client.citations([SMALL])


def test_what_a_series_does_not_say_its_collection_may_say(server: ReferenceServer) -> None:
    server.change(changes.convert("v4/getSeries", "DataDescriptionURI", lambda value: None))
    with nbia.v4.Client(base_url=server.url("v4")) as client:
        (citation,) = client.citations(client.get_series(collection=LUNG))

    assert citation.doi == "10.7937/K9/TCIA.2016.ELN8YGLE"


def test_a_series_that_the_service_does_not_show_is_counted(client: Client) -> None:
    citations = client.citations(["1.2.3.4"])

    assert (len(citations), citations.unknown) == (0, 1)
    assert "1 series more: nothing is known of it." in str(citations)


@pytest.mark.parametrize("what", [[], "", 3, "lung"], ids=repr)
def test_what_names_no_series_is_refused(client: Client, server: ReferenceServer, what: object) -> None:
    with pytest.raises(InvalidParameterError):
        client.citations(what)  # type: ignore[arg-type]  # the point of the test

    assert [request.endpoint for request in server.requests] == []


# Data sets


def test_two_licences_of_a_collection_are_two_data_sets_with_their_own_keys(client: Client) -> None:
    first, second = client.citations(client.get_series(collection=COVID))

    assert (first.doi, first.license_name, first.series) == (
        "10.7937/TCIA.BBAG-2923",
        "Creative Commons Attribution-NonCommercial 4.0 International License",
        2,
    )
    assert (second.doi, second.license_name, second.license_uri) == (first.doi, "Licence To Be Confirmed", None)
    assert first.key != second.key


def test_results_of_others_with_their_own_doi_are_a_data_set_that_says_so(client: Client) -> None:
    analysis = other("1.2.4", collection_uri="https://doi.org/10.7937/AAAA-1111", third_party_analysis="YES")

    citations = client.citations([SERIES, analysis])

    assert [(each.title, each.doi) for each in citations] == [
        ("4D-Lung (third party analysis)", "10.7937/AAAA-1111"),
        ("4D-Lung", "10.7937/K9/TCIA.2016.ELN8YGLE"),
    ]


def test_results_of_others_under_the_doi_of_the_collection_belong_to_it(client: Client) -> None:
    (citation,) = client.citations([SERIES, other("1.2.4", third_party_analysis="YES")])

    assert (citation.title, citation.series, citation.is_third_party) == ("4D-Lung", 2, False)


def test_keys_and_order_do_not_depend_on_the_order_of_the_series(client: Client) -> None:
    several = [other("1.2.4", collection="B b"), other("1.2.5", collection="b_B", license_name="CC"), SERIES]

    assert client.citations(several) == client.citations(several[::-1])
    assert [each.key for each in client.citations(several)][:2] == ["4d-lung-eln8ygle", "b-b-eln8ygle"]


@pytest.mark.parametrize(
    ("uri", "doi", "url"),
    [
        ("https//doi.org/10.7937/tcia.svqt-q016", "10.7937/tcia.svqt-q016", "https://doi.org/10.7937/tcia.svqt-q016"),
        ("doi:10.7937/TCIA.1", "10.7937/TCIA.1", "https://doi.org/10.7937/TCIA.1"),
        ("https://doi.org/10.7937%2FTCIA.1", "10.7937/TCIA.1", "https://doi.org/10.7937/TCIA.1"),
        ("https://example.org/lung", None, "https://example.org/lung"),
        ("the wiki", None, None),
    ],
)
def test_a_doi_is_read_from_whatever_holds_it(client: Client, uri: str, doi: str | None, url: str | None) -> None:
    (citation,) = client.citations([other("1.2.3", collection_uri=uri)])

    assert (citation.uri, citation.doi, citation.url) == (uri, doi, url)


def test_what_is_missing_is_said_and_not_invented(client: Client) -> None:
    bare = other("1.2.3", collection_uri=None, license_name=None, license_uri=None)

    citations = client.citations([bare])

    assert "The service names no DOI of it" in citations.to_text()
    assert "Licence: none is named by the service" in citations.to_text()
    assert "doi = {10.7937" not in citations.to_bibtex()
    assert json.loads(citations.to_csl())[0].keys() == {"id", "type", "title", "publisher", "note"}


# Forms


def test_the_text_asks_to_cite_the_archive_and_says_where_authors_stand(client: Client) -> None:
    text = client.citations([SERIES]).to_text()

    assert "1. 4D-Lung [Data set]. The Cancer Imaging Archive. https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE" in text
    assert "https://doi.org/10.1007/s10278-013-9622-7" in text
    assert 'curl -LH "Accept: text/x-bibliography; style=apa" https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE' in text


def test_bibtex_has_an_entry_for_each_data_set_and_the_archive(client: Client) -> None:
    entries = client.citations([SERIES]).to_bibtex().split("\n\n")

    assert entries[0].startswith("@misc{4d-lung-eln8ygle,\n  key = {4D-Lung},\n  title = {{4D-Lung}},\n")
    assert "  doi = {10.7937/K9/TCIA.2016.ELN8YGLE},\n" in entries[0]
    assert entries[1].startswith("@article{clark-2013-tcia,\n")


def test_bibtex_escapes_what_latex_would_read(client: Client) -> None:
    odd = other("1.2.3", collection="a{b%c_d&e\\f~g^h$i#j", collection_uri="https://doi.org/10.7937/a_b{c%25d")

    text = client.citations([odd]).to_bibtex()

    escaped = r"a\textbraceleft{}b\%c\_d\&e\textbackslash{}f\textasciitilde{}g\textasciicircum{}h\$i\#j"
    assert f"title = {{{{{escaped}}}}}" in text
    assert "doi = {10.7937/a_b%7Bc%d}" in text
    assert text.count("{") == text.count("}")


def test_nothing_that_a_server_sends_steers_a_terminal_or_ends_an_entry(client: Client) -> None:
    odd = other("1.2.3", collection="x\x1b[31m}\n@misc{y,", license_name="a\u202eb")

    citations = client.citations([odd])

    shown = f"{citations}{citations!r}{citations._repr_html_()}{citations.to_bibtex()}{citations.to_csl()}"
    assert not {"\x1b", "\u202e"} & set(shown)
    assert "\n@misc{y" not in shown


def test_csl_is_an_array_of_items(client: Client) -> None:
    data_set, archive = json.loads(client.citations([SERIES]).to_csl())

    assert data_set == {
        "id": "4d-lung-eln8ygle",
        "type": "dataset",
        "title": "4D-Lung",
        "publisher": "The Cancer Imaging Archive",
        "DOI": "10.7937/K9/TCIA.2016.ELN8YGLE",
        "URL": "https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE",
        "note": data_set["note"],
    }
    assert (archive["type"], archive["DOI"]) == ("article-journal", "10.1007/s10278-013-9622-7")


def test_a_data_frame_has_a_row_for_each_data_set(client: Client) -> None:
    table = client.citations(client.get_series(collection=COVID)).to_pandas()

    assert list(table["doi"]) == ["10.7937/TCIA.BBAG-2923"] * 2
    assert list(table["series"]) == [2, 1]
    assert client.citations(["1.2.3.4"]).to_pandas().empty


def test_a_notebook_and_a_terminal_see_a_summary(client: Client) -> None:
    citations = client.citations([SERIES])

    assert "<td>10.7937/K9/TCIA.2016.ELN8YGLE</td>" in citations._repr_html_()
    assert repr(citations).startswith("<Citations of 1 data set>\n  4D-Lung: 10.7937/K9/TCIA.2016.ELN8YGLE")


# Downloads


def test_a_report_cites_the_series_of_its_download(client: Client, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)

    report = client.download([VICTRE], tmp_path)

    assert [(each.collection, each.series) for each in report.citations] == [("VICTRE", 1)]
    assert DownloadReport.load(tmp_path / "download-report.json") == report


def test_the_file_cites_all_that_is_there_whichever_run_brought_it(client: Client, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)

    report = client.download([VICTRE], tmp_path)

    assert report.citation_path == tmp_path / "CITATION.txt"
    assert "Mouse-Astrocytoma [Data set]" in report.citation_path.read_text()
    assert "VICTRE [Data set]" in report.citation_path.read_text()


def test_a_series_of_which_nothing_is_known_is_counted_once_in_the_file(
    server: ReferenceServer, tmp_path: Path
) -> None:
    server.change(changes.convert("v4/getSeries", "Collection", lambda value: None))
    server.change(changes.convert("v4/getSeries", "DataDescriptionURI", lambda value: None))
    with nbia.v4.Client(base_url=server.url("v4")) as client:
        client.download([VICTRE], tmp_path)

    with Client(base_url=server.base_url) as client:
        report = client.download([MOUSE], tmp_path)

    assert report.citation_path is not None
    assert "1 series more: nothing is known of it." in report.citation_path.read_text()


def test_a_file_that_somebody_has_changed_stays_and_ours_is_beside_it(client: Client, tmp_path: Path) -> None:
    client.download([MOUSE], tmp_path)
    changed = (tmp_path / "CITATION.txt").read_text() + "Cited in our paper.\n"
    (tmp_path / "CITATION.txt").write_text(changed)

    report = client.download([VICTRE], tmp_path)

    assert (tmp_path / "CITATION.txt").read_text() == changed
    assert report.citation_path == tmp_path / "nbia-CITATION.txt"
    assert "VICTRE [Data set]" in report.citation_path.read_text()
    assert any("CITATION.txt" in note for note in report.notes)


@pytest.mark.parametrize("content", [b"", b"Please cite me.\n", b"\xff\x00"], ids=["empty", "text", "binary"])
def test_a_file_of_another_program_stays(client: Client, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "CITATION.txt").write_bytes(content)

    client.download([SMALL], tmp_path)

    assert (tmp_path / "CITATION.txt").read_bytes() == content
    assert (tmp_path / "nbia-CITATION.txt").is_file()


def test_a_file_that_would_stay_the_same_is_not_touched(client: Client, tmp_path: Path) -> None:
    client.download([SMALL], tmp_path)
    before = (tmp_path / "CITATION.txt").stat()

    client.download([SMALL], tmp_path)

    assert (tmp_path / "CITATION.txt").stat() == before


def test_what_nobody_has_asked_for_is_not_said_to_be_missing(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (series,) = client.get_series(series_instance_uid=VICTRE)
    known = {name: series[name] for name in ("SeriesInstanceUID", "ImageCount", "FileSize", "Collection")}

    report = client.download([{**known, "LicenseName": None, "LicenseURI": None}], tmp_path)

    assert "Its DOI was not asked for: nbia cite does." in report.citations.to_text()
    assert "Licence: it was not asked for" in report.citations.to_text()
    assert [each.doi for each in client.citations(tmp_path)] == ["10.7937/TCIA.2019.VICTRE00"]


# Folders


def test_a_folder_is_cited_without_a_request(client: Client, server: ReferenceServer, tmp_path: Path) -> None:
    report = client.download([SMALL, MOUSE], tmp_path)
    server.reset()

    assert client.citations(tmp_path) == report.citations
    assert server.requests == []


def test_a_folder_of_the_data_retriever_is_cited_by_its_table(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (tmp_path / "metadata.csv").write_text(
        "Series UID,Collection,3rd Party Analysis,Data Description URI,License Name,License URL,File Location\n"
        "1.2.3,4D-Lung,,https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE,CC BY 3.0,http://example.org/by,./x\n"
    )

    (citation,) = client.citations(tmp_path)

    assert (citation.doi, citation.license_name) == ("10.7937/K9/TCIA.2016.ELN8YGLE", "CC BY 3.0")
    assert server.requests == []


def test_what_the_table_of_a_folder_lacks_is_asked_for(client: Client, tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_bytes(RETRIEVER)

    assert [each.doi for each in client.citations(tmp_path)] == [
        "10.7937/TCIA.BBAG-2923",
        "10.7937/K9TCIA.2017.SGW7CAQW",
    ]


def test_a_folder_without_tables_is_cited_by_the_names_of_its_folders(client: Client, tmp_path: Path) -> None:
    (tmp_path / VICTRE).mkdir()
    (tmp_path / VICTRE / "1-1.dcm").write_bytes(b"")

    assert [each.collection for each in client.citations(tmp_path)] == ["VICTRE"]


def test_folders_with_names_of_another_program_are_cited_by_their_files(
    client: Client, server: ReferenceServer, tmp_path: Path
) -> None:
    (tmp_path / "2.000000-NA-1234").mkdir()
    image = server.archive.images(VICTRE)[0].path
    (tmp_path / "2.000000-NA-1234" / "1-1.dcm").write_bytes(image.read_bytes())

    assert [each.collection for each in client.citations(tmp_path)] == ["VICTRE"]


def test_a_folder_whose_state_is_damaged_is_cited_by_its_table(client: Client, tmp_path: Path) -> None:
    report = client.download([VICTRE], tmp_path)
    (tmp_path / ".nbia" / "state.sqlite").write_bytes(b"no database")

    assert client.citations(tmp_path) == report.citations


def test_a_folder_without_series_is_refused(client: Client, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterError, match="no series"):
        client.citations(tmp_path)
