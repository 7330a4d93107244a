#!/usr/bin/python3
"""What desktops and software centres read is valid: the desktop file, and the metadata with the news of CHANGELOG.md.

The list of packages has what the packages depend on, and the program is in it by the name it gives its windows.
"""

import importlib.util
import pathlib
import re
import shutil
import subprocess
import tempfile

import common

PACKAGING = common.ROOT / "packaging"
DESKTOP = PACKAGING / "postrider.desktop"
METAINFO = "org.postrider.postrider.metainfo.xml"


def documents():
    """packaging/documents.py, which makes the metadata."""
    specification = importlib.util.spec_from_file_location("documents", PACKAGING / "documents.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def complaints(what, command):
    """What a validator has against a file; it is content only if it says nothing of the kind."""
    done = subprocess.run(command, capture_output=True, text=True)
    said = (done.stdout + done.stderr).strip()
    if done.returncode or re.search(r"^[EWIP]: |error:|warning:|hint:", said, re.M):
        return ["%s: %s" % (what, line) for line in said.splitlines() if line.strip()]
    return []


def same_names():
    """Icon, desktop file and window are one program to a desktop only if they have one name."""
    entry = dict(re.findall(r"^(\w+)=(.*)$", DESKTOP.read_text(encoding="utf-8"), re.M))
    main = (common.ROOT / "app" / "desktop" / "main.cpp").read_text(encoding="utf-8")
    template = (PACKAGING / (METAINFO + ".in")).read_text(encoding="utf-8")
    names = {
        "setDesktopFileName in main.cpp": re.search(r'setDesktopFileName\(QStringLiteral\("(.+?)"\)', main).group(1),
        "launchable in the metadata": re.search(r">(\S+)\.desktop</launchable>", template).group(1),
        "icon in the metadata": re.search(r'<icon type="stock">(\S+)</icon>', template).group(1),
        "Icon in the desktop file": entry["Icon"],
    }
    return ["%s is %s, the desktop file is called %s" % (where, name, DESKTOP.stem)
            for where, name in names.items() if name != DESKTOP.stem]


def main():
    problems = same_names()
    maker = documents()
    news = maker.releases((common.ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    project = re.search(r"project\(postrider VERSION ([\d.]+)", (common.ROOT / "CMakeLists.txt").read_text()).group(1)
    if not news or news[0][0] != project or not news[0][2]:
        problems.append("CHANGELOG.md does not begin with news of %s, the project's version" % project)
    missing = [tool for tool in ("desktop-file-validate", "appstreamcli") if not shutil.which(tool)]
    if "desktop-file-validate" not in missing:
        problems += complaints("postrider.desktop", ["desktop-file-validate", str(DESKTOP)])
    if "appstreamcli" not in missing:
        with tempfile.TemporaryDirectory(prefix="pr-metainfo-") as folder:
            file = pathlib.Path(folder, METAINFO)
            template = (PACKAGING / (METAINFO + ".in")).read_text(encoding="utf-8")
            file.write_text(maker.metainfo(template, news, maker.moment()), encoding="utf-8")
            problems += complaints(METAINFO, ["appstreamcli", "validate", "--pedantic", "--no-net", "--explain", str(file)])
    if missing and not problems:
        common.skip("%s not installed" % " and ".join(missing))
    common.finish(problems, what="the desktop's files")


main()
