"""A cassette keeps neither passwords nor tokens."""

from __future__ import annotations

from pathlib import Path

import httpx
import vcr  # type: ignore[import-untyped]

from tests.login.server import MARK, PASSWORD, TOKEN, USER, LoginServer
from tests.recording.files import ReadableYaml, reduced_request, reduced_response


def recorder(server: LoginServer) -> vcr.VCR:
    recording = vcr.VCR(
        before_record_request=lambda request: reduced_request(request, server.base_url),
        before_record_response=reduced_response,
        serializer="readable",
        match_on=["method", "path"],
    )
    recording.register_serializer("readable", ReadableYaml)
    return recording


def test_what_is_recorded_of_a_login_has_no_secret(tmp_path: Path) -> None:
    cassette = tmp_path / "login.yaml"
    form = {"grant_type": "password", "username": USER, "password": PASSWORD, "client_id": "NBIA"}
    with LoginServer() as server, recorder(server).use_cassette(str(cassette)), httpx.Client() as http:
        given = http.post(server.origin + TOKEN, data=form).json()
        renewal = {
            "grant_type": "refresh_token",
            "refresh_token": given["refresh_token"],
            "client_id": "keycloak-client",
        }
        assert http.post(server.origin + TOKEN, data=renewal).status_code == 200
        header = {"Authorization": f"Bearer {given['access_token']}"}
        assert http.get(f"{server.base_url}/getPatient", headers=header).status_code == 200
        assert http.post(server.origin + TOKEN, data=form | {"password": f"{MARK}-wrong"}).status_code == 401

    text = cassette.read_text(encoding="utf-8")

    assert "grant_type=refresh_token" in text
    assert MARK not in text
