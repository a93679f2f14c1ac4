"""What docs/deploy.md tells people to copy: units that systemd takes, a compose file that holds
together, variables that exist."""

from __future__ import annotations

import ipaddress
import re
import shlex
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import click
import pytest
import yaml
from packaging.specifiers import SpecifierSet

from annotator.cli import commands
from annotator.settings import load_settings

PAGE = Path(__file__).parent.parent / "docs" / "deploy.md"
ROOT = PAGE.parent.parent
ANNOTATOR = "/srv/annotator/.venv/bin/annotator"


def blocks(language: str) -> list[str]:
    found = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert found
    return found


def test_systemd_takes_the_units_as_they_stand(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    names = []
    for unit in blocks("ini"):
        found = re.match(r"# /etc/systemd/system/(\S+)\n", unit)
        assert found
        # The program and its folder are not on this machine; everything else is looked at.
        text = unit.replace(ANNOTATOR, "/bin/true").replace("User=annotator", "User=root")
        (tmp_path / found[1]).write_text(text, encoding="utf-8")
        names.append(str(tmp_path / found[1]))
    assert len(names) == 3
    if analyze is None:
        return  # then systemd is not what starts it here
    done = subprocess.run([analyze, "verify", *names], capture_output=True, text=True, check=False)
    own = [line for line in done.stderr.splitlines() if "annotator" in line]
    assert own == []


def test_the_compose_file_holds_together() -> None:
    (text,) = blocks("yaml")
    compose = yaml.safe_load(text)
    services = compose["services"]
    assert set(services) == {"database", "annotator"}
    for service in services.values():
        assert service["image"]
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source.startswith((".", "/")) or source in compose["volumes"]
    environment = services["annotator"]["environment"]
    database = environment["ANNOTATOR_LABEL_STUDIO_DATABASE"]
    assert re.fullmatch(r"postgresql://labels:\$\{LABELS_PASSWORD\}@database/labels", database)
    (network,) = compose["networks"]["default"]["ipam"]["config"]
    proxy = ipaddress.ip_address(environment["ANNOTATOR_TRUSTED_PROXY"])
    assert proxy in ipaddress.ip_network(network["subnet"])
    assert all(port.startswith("127.0.0.1:") for port in services["annotator"]["ports"])


@pytest.mark.parametrize("language", ["yaml", "ini", "nginx"])
def test_every_variable_it_names_is_one_that_the_tool_reads(language: str) -> None:
    package = PAGE.parent.parent / "annotator"
    code = "".join(path.read_text(encoding="utf-8") for path in (package / "settings.py",))
    named = set(
        re.findall(r"\bANNOTATOR_[A-Z_]+|\bDATA_DIR\b|\bHOST(?=:)", "".join(blocks(language)))
    )
    assert named
    for name in named:
        assert f'"{name}"' in code, name


def test_the_compose_file_names_what_the_tool_has() -> None:
    """Without a Docker daemon: its command, variables, port and folders are those of the tool."""
    (text,) = blocks("yaml")
    compose = yaml.safe_load(text.replace("${LABELS_PASSWORD}", "secret"))
    service, database = compose["services"]["annotator"], compose["services"]["database"]
    told = service["environment"]
    settings = load_settings(environ=told)
    assert settings.faces_strangers
    assert settings.trusted_proxy == told["ANNOTATOR_TRUSTED_PROXY"]
    ports = [port.rsplit(":", 1)[1] for port in service["ports"]]
    assert ports == [str(settings.port)]
    mounted = {volume.split(":")[1]: volume.split(":")[0] for volume in service["volumes"]}
    assert mounted[str(settings.data_dir)] in compose["volumes"]
    assert mounted[service["working_dir"]] == "."
    user = database["environment"]
    assert settings.labelstudio_database == (
        f"postgresql://{user['POSTGRES_USER']}:{user['POSTGRES_PASSWORD']}@database/"
        f"{user['POSTGRES_DB']}"
    )
    assert "database" in compose["services"]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = re.search(r'requires-python = "([^"]+)"', project)
    assert needed
    assert service["image"].removeprefix("python:") in SpecifierSet(needed[1])
    program, *arguments = service["command"]
    assert program == ".venv/bin/annotator"
    assert 'annotator = "annotator.cli:main"' in project
    takes(arguments)


def test_every_command_of_the_page_is_one_of_the_tool() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = [line.split("=", 1)[1] for line in page.splitlines() if line.startswith("ExecStart=")]
    found += re.findall(r"`(annotator [a-z][^`]*)`", page)
    found += [re.sub(r"^(ANNOTATOR_\S+ )*", "", line.strip()) for line in page.splitlines()
              if re.match(r"    (ANNOTATOR_\S+ )*annotator ", line)]  # fmt: skip
    assert len(found) >= 6
    for command in found:
        program, *arguments = shlex.split(command)
        assert program.rsplit("/", 1)[-1] == "annotator"
        takes(arguments)


def takes(arguments: list[str]) -> None:
    """The command and its options exist and are given as it wants them; nothing is run."""
    name, *rest = arguments
    with click.Context(commands) as context:
        command = commands.get_command(context, name)
        assert command is not None, name
        with suppress(click.BadParameter):  # a file that is not here, a command only spoken of
            command.make_context(name, rest, parent=context)
