"""The compose files: what a careless start must not do."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml")

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def read(name: str) -> Any:
    return yaml.safe_load((PACKAGING / name).read_text("utf-8"))


def postgres() -> Any:
    return read("compose.yaml")["services"]["postgres"]


def test_it_listens_on_this_machine_only_unless_told_otherwise() -> None:
    (port,) = postgres()["ports"]
    assert re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", port) == "127.0.0.1:5432:5432"


def test_the_password_comes_from_a_file_that_git_never_sees() -> None:
    service, secrets = postgres(), read("compose.yaml")["secrets"]
    (name,) = service["secrets"]
    assert service["environment"]["POSTGRES_PASSWORD_FILE"] == f"/run/secrets/{name}"
    assert not {"POSTGRES_PASSWORD", "POSTGRES_HOST_AUTH_METHOD"} & set(service["environment"])
    file = (PACKAGING / secrets[name]["file"]).relative_to(PACKAGING.parent)
    assert str(file) in (PACKAGING.parent / ".gitignore").read_text("utf-8").splitlines()


def test_the_version_is_pinned_and_the_rows_outlive_the_container() -> None:
    service = postgres()
    assert service["image"] == "postgres:18"
    # The image of 18 keeps its files in a folder of the version below this one.
    assert "log:/var/lib/postgresql" in service["volumes"]
    assert "log" in read("compose.yaml")["volumes"]
    assert "pg_isready" in " ".join(service["healthcheck"]["test"])


def test_the_first_start_runs_scripts_that_exist_in_their_order() -> None:
    mounted = [volume.split(":") for volume in postgres()["volumes"] if volume.startswith("./")]
    assert all((PACKAGING / source).exists() for source, _, _ in mounted)
    assert all(mode == "ro" for _, _, mode in mounted)
    started = [
        (Path(source).name, Path(target).name)
        for source, target, _ in mounted
        if target.startswith("/docker-entrypoint-initdb.d/")
    ]
    assert started == [(name, name) for name in ("01_tables.sql", "02_roles.sql")]


def test_tls_takes_key_and_certificate_from_files_that_must_be_named() -> None:
    override = read("compose.tls.yaml")
    service = override["services"]["postgres"]
    assert all("?" in secret["file"] for secret in override["secrets"].values())
    assert set(service["secrets"]) == set(override["secrets"])
    assert "ssl=on" in service["command"]
    for name in service["secrets"]:
        assert f"/run/secrets/{name}" in " ".join([*service["entrypoint"], *service["command"]])


@pytest.mark.parametrize("files", [["compose.yaml"], ["compose.yaml", "compose.tls.yaml"]])
def test_docker_reads_it(files: list[str]) -> None:
    docker = shutil.which("docker")
    if (
        not docker
        or subprocess.run(
            [docker, "compose", "version"], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no docker compose here")
    named = [part for name in files for part in ("-f", str(PACKAGING / name))]
    done = subprocess.run(
        [docker, "compose", *named, "config", "-q"], capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "MNIST_DESKTOP_CERTIFICATE": "/c",
             "MNIST_DESKTOP_KEY": "/k"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
