"""Calls of an endpoint as people write them, made from the examples in the spec."""

from __future__ import annotations

from urllib.parse import quote

from nbia_core.api.description import Api, Endpoint, Parameter
from nbia_core.cli.examples import FILES, shown_parameters

from .python import example_source


def synchronous(api: Api, endpoint: Endpoint, package: str) -> str:
    """Return an example with the synchronous client of a package."""
    imports, login = _login(api, endpoint)
    imports += [f"from {package} import Client", *_criteria(api, endpoint)]
    start = [*imports, "", f"with Client({login}) as client:"]
    return "\n".join([*start, *_body(endpoint, "")])


def asynchronous(api: Api, endpoint: Endpoint, package: str) -> str:
    """Return an example with the asynchronous client of a package."""
    imports, login = _login(api, endpoint)
    body = [f"    async with AsyncClient({login}) as client:", *("    " + line for line in _body(endpoint, "await "))]
    imports += [f"from {package} import AsyncClient", *_criteria(api, endpoint)]
    start = ["import asyncio", "", *imports, "", "", "async def main() -> None:"]
    return "\n".join([*start, *body, "", "", "asyncio.run(main())"])


def _login(api: Api, endpoint: Endpoint) -> tuple[list[str], str]:
    """Return what an example imports for its login, and what it gives the client; nothing where it needs none."""
    if api.login_of(endpoint) != "always":
        return [], ""
    return ["from nbia import Login"], 'login=Login("user", "password")' if endpoint.writes else "login=Login.guest"


def _criteria(api: Api, endpoint: Endpoint) -> list[str]:
    """Return what an example imports for the criteria of a search."""
    shown = [each for each in shown_parameters(endpoint) if each.type == "criteria"]
    return [f"from nbia.{api.version}.criteria import {each.example.partition('=')[0]}" for each in shown]


def _fields(api: Api, parameter: Parameter) -> list[tuple[str, str]]:
    """Return the example of a parameter as it is sent."""
    if parameter.type != "criteria":
        return [(parameter.wire, parameter.example)]
    name, _, value = parameter.example.partition("=")
    criterion = next(each for each in api.criteria if each.python == name)
    return [("criteriaType0", criterion.wire), (f"{criterion.fields[0].wire}0", value)]


def curl(api: Api, endpoint: Endpoint) -> str:
    """Return an example with curl."""
    shown = shown_parameters(endpoint)
    fields = [field for parameter in shown for field in _fields(api, parameter)]
    fields += [(each.wire, each.default) for each in endpoint.parameters if each.default and each not in shown]
    url = f"{next(iter(api.base_urls.values()))}/{endpoint.path}"
    output = ' --header "Authorization: Bearer $TOKEN"' if api.login_of(endpoint) == "always" else ""
    output += f" --output {FILES[endpoint.kind]}" if endpoint.kind in FILES else ""
    if endpoint.method == "POST":
        fields += [("format", api.default_format)] if endpoint.states_format else []
        data = "".join(f" --data-urlencode '{name}={value}'" for name, value in fields)
        return f"curl{output}{data or ' --request POST'} '{url}'"
    query = "&".join(f"{name}={quote(value, safe='/')}" for name, value in fields)
    return f"curl{output} '{url}{f'?{query}' if query else ''}'"


def _body(endpoint: Endpoint, wait: str) -> list[str]:
    arguments = ", ".join(f"{each.python}={example_source(each)}" for each in shown_parameters(endpoint))
    if endpoint.kind in FILES:
        call = f'client.{endpoint.python}({arguments}, to="{FILES[endpoint.kind]}")'
        return [f"    saved = {wait}{call}", "    print(saved.path, saved.size)"]
    if endpoint.kind == "text" or endpoint.shape == "object":
        return [f"    answer = {wait}client.{endpoint.python}({arguments})", "    print(answer)"]
    return [
        f"    records = {wait}client.{endpoint.python}({arguments})",
        "    print(len(records))",
        "    for record in records[:3]:",
        f"        print(record.{endpoint.attributes[0].python})",
    ]
