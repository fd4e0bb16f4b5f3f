"""Builds the functions, zips them, and writes the copy of the template that points to the zips."""

import pathlib
import platform
import re
import shutil
import subprocess
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "target" / "deploy"
TEMPLATE = ROOT / "infra" / "template.yaml"
ARCHITECTURE = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"


def functions():
    """The crates that the template deploys."""
    return re.findall(r"CodeUri: \.\./functions/([a-z-]+)", TEMPLATE.read_text())


def functions_and_template(profile, built=False):
    names = functions()
    assert names, "the template has no functions"
    # Deployed functions are built alone. Of another profile, they are built with the whole workspace, whose
    # dependencies are there already: with the tests, as `cargo test` has built them, or optimised, as .ci/nightly has.
    alone = [argument for name in names for argument in ("-p", name)]
    packages = {"function": alone, "release": ["--workspace"], "dev": ["--workspace", "--tests"]}[profile]
    if not built:
        subprocess.run(["cargo", "build", "--bins", "--profile", profile, *packages], cwd=ROOT, check=True)
    OUT.mkdir(parents=True, exist_ok=True)
    for name in names:
        bootstrap = OUT / name / "bootstrap"
        bootstrap.parent.mkdir(exist_ok=True)
        # Cargo's word for what it builds without a profile.
        shutil.copy2(ROOT / "target" / profile.replace("dev", "debug") / name, bootstrap)
        # The release profile keeps line tables for the local runner; a function of 80 MB is none.
        subprocess.run(["strip", str(bootstrap)], check=True)
        with zipfile.ZipFile(OUT / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(bootstrap, "bootstrap")
    text = re.sub(r"CodeUri: \.\./functions/([a-z-]+)", lambda found: f"CodeUri: {OUT}/{found[1]}.zip", TEMPLATE.read_text())
    copy = OUT / "template.yaml"
    copy.write_text(without_alarms_over_sums(text))
    return copy


def without_alarms_over_sums(text):
    """The emulator refuses alarms with metric math; tests/deploy/lint has checked them."""
    resources = re.split(r"(?m)^(?=  \w+:$)", text)
    kept = [resource for resource in resources if "Expression: SUM(METRICS())" not in resource]
    assert len(resources) - len(kept) <= 3, "more than three alarms are left out of the deployment test"
    return "".join(kept)
