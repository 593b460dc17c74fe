"""docs/api.md lists every route of the API, and no other."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import api.routes
import api.schemas

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")


def _routes() -> set[str]:
    """Method and path of every route, parameters as {}."""
    names = [module.name for module in pkgutil.iter_modules(api.routes.__path__)]
    routers = [getattr(import_module(f"api.routes.{name}"), "router", None) for name in names]
    routes = (route for router in routers if router for route in router.routes)
    found = {f"{method} /api/v1{route.path}" for route in routes for method in route.methods}
    return {re.sub(r"\{\w+(:\w+)?\}", "{}", route) for route in found}


def test_every_route_is_on_the_page_and_no_other() -> None:
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    told = {re.sub(r"\{\w+\}", "{}", route) for row in rows for route in re.findall(r"`([^`]+)`", row)}
    # One route serves both files of an event or an item.
    files = {route for route in told if re.search(r"/(clip|poster)$", route)}
    assert len(files) == 4
    assert told - files | {re.sub(r"(clip|poster)$", "{}", route) for route in files} == _routes()


def test_every_type_on_the_page_is_a_type_of_the_api() -> None:
    named = set(re.findall(r"`\[?([A-Z]\w+(?:In|Out|Item|Page|Detail|Me|Change|Add|Read))\]?`", PAGE))
    assert len(named) > 25
    assert [name for name in sorted(named) if not hasattr(api.schemas, name)] == []
