"""What docs/deploy.md tells people to copy: units that systemd takes, a compose file that holds
together, variables that exist."""

from __future__ import annotations

import ipaddress
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

PAGE = Path(__file__).parent.parent / "docs" / "deploy.md"
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
