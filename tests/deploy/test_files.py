"""The files of deploy/ agree: with one another, with what is shipped, and with what is installed."""

import base64
import hashlib
import json
import os
import pty
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import streamlit
import yaml
from plotly.offline import get_plotlyjs_version

from pages.server.limits import Limits
from tests.deploy.house import free_port, wait_until_healthy

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
CADDYFILE = (DEPLOY / "Caddyfile").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
KUBERNETES = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
KUSTOMIZATION = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text())
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
VARIABLES = set(re.findall(r"\{\$(BACKPASS_\w+)", CADDYFILE))


def one(kind: str, name: str) -> Any:
    return next(each for each in KUBERNETES if (each["kind"], each["metadata"]["name"]) == (kind, name))


def pods() -> list[Any]:
    return [each for each in KUBERNETES if "template" in each.get("spec", {})]


def adapted(**environment: str) -> Any:
    told = subprocess.run(
        ["caddy", "adapt", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"],
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": "/tmp", **environment},
    )
    return json.loads(told.stdout)


# --- Caddyfile -----------------------------------------------------------------------------------


@pytest.mark.needs_caddy
def test_caddy_understands_its_file() -> None:
    servers = adapted(BACKPASS_SITE="backpass.example.org")["apps"]["http"]["servers"]
    assert [each["listen"] for each in servers.values()] == [[":443"]]
    assert "backpass.example.org" in json.dumps(servers)


def test_the_policy_names_the_inline_script_of_the_installed_page() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {
        "sha256-" + base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in inline
    }
    assert set(re.findall(r"sha256-[\w+/=]+", CADDYFILE)) == hashes


def test_the_policy_is_strict() -> None:
    found = re.search(r'Content-Security-Policy "(.*)"', CADDYFILE)
    assert found
    policy = {name: rest for name, _, rest in (part.strip().partition(" ") for part in found[1].split(";"))}
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert not re.search(r"https?:|\*", found[1])


@pytest.mark.needs_caddy
def test_an_embedding_site_is_let_in_by_name() -> None:
    text = json.dumps(adapted(BACKPASS_EMBEDDED_BY="https://course.example.org"))
    assert "frame-ancestors https://course.example.org" in text
    assert "frame-ancestors 'none'" in json.dumps(adapted())


# --- Dockerfile ----------------------------------------------------------------------------------


def test_the_image_holds_what_the_app_needs() -> None:
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M)
        for source in line.split()
    }
    locks = {"requirements.lock", "requirements-export.lock"}
    parts = {"package.json", "package-lock.json", "app.py", ".streamlit", "core", "pages"}
    assert copied == locks | parts | {"docs/cheat-sheet.pdf"}
    assert all((ROOT / each).exists() for each in copied)
    let_in = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    assert copied <= let_in


def test_the_image_keeps_its_promises() -> None:
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert re.search(r"^USER (?!0|root)\d+", last, re.M)
    assert "/_stcore/health" in last
    assert "curl" not in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE
    assert "npm ci --omit=dev" in DOCKERFILE
    assert "-m pages.frontend static" in DOCKERFILE


def test_the_image_serves_the_cartesian_bundle_of_the_locked_plotly() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert wanted == {"plotly.js-cartesian-dist-min": get_plotlyjs_version()}
    installed = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    bundle = installed["node_modules/plotly.js-cartesian-dist-min"]
    assert bundle["version"] == get_plotlyjs_version()
    assert bundle["integrity"].startswith("sha512-")
    assert [name for name, each in installed.items() if name and not each.get("dev")] == [
        "node_modules/plotly.js-cartesian-dist-min"
    ]


def test_in_the_image_no_page_around_a_frame_may_speak_with_the_app(tmp_path: Path) -> None:
    command = re.search(r"^RUN (sed .*) (\S+)$", DOCKERFILE, re.M)
    assert command
    copy = tmp_path / "config.toml"
    copy.write_text((ROOT / command[2]).read_text())
    subprocess.run(f"{command[1]} {copy}", shell=True, check=True)
    changed = tomllib.loads(copy.read_text())
    assert changed["client"] == CONFIG["client"] | {"allowedOrigins": []}


# --- Compose -------------------------------------------------------------------------------------


def test_compose_tells_caddy_all_that_it_asks_for() -> None:
    # The port of the redirect is for tests.
    assert set(COMPOSE["services"]["caddy"]["environment"]) == VARIABLES - {"BACKPASS_HTTP_PORT"}


def test_compose_names_the_replicas_that_it_starts() -> None:
    replica = COMPOSE["services"]["replica"]
    count = int(re.search(r":-(\d+)\}", replica["deploy"]["replicas"])[1])  # type: ignore[index]
    named = re.search(r":-(.*)\}", COMPOSE["services"]["caddy"]["environment"]["BACKPASS_REPLICAS"])
    assert named
    assert named[1].split() == [f"{COMPOSE['name']}-replica-{n}:8501" for n in range(1, count + 1)]


def test_compose_passes_every_limit_on() -> None:
    limits = {f"BACKPASS_{item.name.upper()}" for item in fields(Limits) if item.name != "hosted"}
    told = set(COMPOSE["services"]["replica"]["environment"])
    assert told == limits | {"STREAMLIT_SERVER_ALLOWED_HOSTS", "STREAMLIT_CLIENT_ALLOWED_ORIGINS"}
    assert "ENV BACKPASS_HOSTED=1" in DOCKERFILE


@pytest.mark.parametrize("name", list(COMPOSE["services"]))
def test_a_container_may_do_no_more_than_it_must(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert set(service["networks"]) <= set(COMPOSE["networks"])


def test_the_replicas_are_reached_through_caddy_alone() -> None:
    replica = COMPOSE["services"]["replica"]
    assert "ports" not in replica
    assert replica["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


# --- Kubernetes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("owner", pods(), ids=lambda owner: owner["metadata"]["name"])
def test_a_pod_may_do_no_more_than_it_must(owner: Any) -> None:
    spec = owner["spec"]["template"]["spec"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["automountServiceAccountToken"] is False
    for container in spec["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] is True
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"]["drop"] == ["ALL"]
        assert {"requests", "limits"} == set(container["resources"])
        assert "readinessProbe" in container
        assert "livenessProbe" in container
    mounted = {each["name"] for container in spec["containers"] for each in container["volumeMounts"]}
    assert mounted == {each["name"] for each in spec["volumes"]}


def test_every_selector_finds_its_pods() -> None:
    labels = [owner["spec"]["template"]["metadata"]["labels"] for owner in pods()]
    selectors = [each["spec"]["selector"] for each in KUBERNETES if "selector" in each.get("spec", {})]
    selectors += [one("NetworkPolicy", "replica")["spec"]["podSelector"]]
    assert len(selectors) > len(labels)
    assert all(selector.get("matchLabels", selector) in labels for selector in selectors)


def test_caddy_names_the_replicas_of_the_cluster() -> None:
    replica, caddy = one("StatefulSet", "replica"), one("Deployment", "caddy")
    (container,) = caddy["spec"]["template"]["spec"]["containers"]
    told = {each["name"]: each.get("value") for each in container["env"]}
    service, count = replica["spec"]["serviceName"], replica["spec"]["replicas"]
    assert one("Service", service)["spec"]["clusterIP"] == "None"
    assert told["BACKPASS_REPLICAS"].split() == [f"replica-{n}.{service}:8501" for n in range(count)]
    assert set(told) - {"XDG_CONFIG_HOME", "XDG_DATA_HOME"} <= VARIABLES


def test_what_pods_refer_to_is_made() -> None:
    text = (DEPLOY / "kubernetes.yaml").read_text()
    made = {
        each["name"] for each in [*KUSTOMIZATION["configMapGenerator"], *KUSTOMIZATION["secretGenerator"]]
    }
    used = re.findall(r"(?:configMap|configMapKeyRef|secretKeyRef): \{name: (\w+)", text)
    assert len(used) == 3
    assert set(used) == made
    images = re.findall(r"image: (\w+)", text)
    assert sorted(images) == sorted(each["name"] for each in KUSTOMIZATION["images"])
    assert all((DEPLOY / name).is_file() for name in KUSTOMIZATION["resources"])


# --- without containers --------------------------------------------------------------------------


def unit() -> dict[str, list[str]]:
    """Return what the unit sets, by name."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "backpass@.service").read_text().splitlines():
        if line and not line.startswith(("#", "[")):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def test_the_unit_starts_what_the_image_starts() -> None:
    started = json.loads(re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.M)[-1])
    (command,) = unit()["ExecStart"]
    program, *arguments = command.split()
    assert program.endswith("/bin/streamlit")
    changed = {
        "--server.address=0.0.0.0": "--server.address=127.0.0.1",
        "--server.port=8501": "--server.port=%i",
    }
    assert arguments == [changed.get(each, each) for each in started[1:]]
    assert "BACKPASS_HOSTED=1" in unit()["Environment"][0].split()


def test_the_unit_may_do_no_more_than_it_must() -> None:
    told = unit()
    assert told["CapabilityBoundingSet"] == [""]
    assert told["DynamicUser"] == told["NoNewPrivileges"] == ["yes"]
    assert told["MemoryMax"] == ["1G"]


def test_the_readme_tells_how_the_unit_is_installed() -> None:
    text = (DEPLOY / "README.md").read_text()
    assert "cp deploy/backpass@.service /etc/systemd/system/" in text
    assert all(f"venv{path}" in text for path in ("/bin/pip", "/bin/python -m pages.frontend static"))
    assert unit()["WorkingDirectory"] == ["/srv/backpass"]
    assert "/srv/backpass/venv" in text


# --- the shipped configuration -------------------------------------------------------------------


def test_the_configuration_is_safe_on_the_open_internet() -> None:
    client, server = CONFIG["client"], CONFIG["server"]
    assert client["showErrorDetails"] == "none"
    assert client["toolbarMode"] == "minimal"
    assert client["allowedOrigins"] == ["https://*.streamlit.app"]
    assert server["enableCORS"] is True
    assert server["enableXsrfProtection"] is True
    assert server["enableAgentApi"] is False
    assert server["maxUploadSize"] == server["maxWidgetStateSize"] == 1
    assert server["maxMessageSize"] <= 10
    assert 10 <= server["websocketPingInterval"] <= 30
    assert "corsAllowedOrigins" not in server


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_first_start_asks_for_nothing(tmp_path: Path) -> None:
    """On a terminal, with an empty home, Streamlit would ask for an e-mail address and wait."""
    leader, follower = pty.openpty()
    port = free_port()
    with (log := tmp_path / "log.txt").open("wb") as out:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "app.py",
                "--server.headless=false",
                f"--server.port={port}",
            ],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "BROWSER": "true"},
            stdin=follower,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", log)
        assert "email" not in log.read_text().lower()
    finally:
        process.kill()
        process.wait(20)
        os.close(leader)
        os.close(follower)


# --- all of them -----------------------------------------------------------------------------------


def test_one_version_is_named_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    deployed = {each["name"]: each["newTag"] for each in KUSTOMIZATION["images"]}
    told = re.findall(r"backpass:([\d.]+\d)", (DEPLOY / "README.md").read_text())
    newest = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0]
    assert {deployed["backpass"], newest, *told} == {version}
    assert told
