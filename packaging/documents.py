#!/usr/bin/python3
"""Makes what is installed beside the programs: manuals, changelog, copyright, AppStream metadata.

Each says again what stands elsewhere, so it is made from there: the verbs from the program's own --help, the news from
CHANGELOG.md, the license from LICENSE. The same sources give the same bytes.
"""

import argparse
import datetime
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import textwrap
import xml.sax.saxutils

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


def moment():
    """When the sources are from: SOURCE_DATE_EPOCH, else the last commit, else the changelog's last change."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        # The sources may be an archive's, and git is not what the program needs.
        there = (ROOT / ".git").exists() and shutil.which("git")
        asked = subprocess.run(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True,
                               check=False) if there else None
        seconds = asked.stdout.strip() if asked and asked.returncode == 0 else (ROOT / "CHANGELOG.md").stat().st_mtime
    return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)


def releases(changelog):
    """[(version, date or None, [sentence...])...], newest first, of "## 0.1.0 (2026-01-31)" and "- " paragraphs."""
    found = []
    for line in changelog.splitlines():
        heading = re.fullmatch(r"## (\S+) \((\d{4}-\d\d-\d\d|unreleased)\)", line)
        if heading:
            found.append((heading.group(1), None if heading.group(2) == "unreleased" else heading.group(2), []))
        elif line.startswith("##"):
            sys.exit("CHANGELOG.md: a release is \"## VERSION (YYYY-MM-DD or unreleased)\", not %r" % line)
        elif found and line.startswith("- "):
            found[-1][2].append(line[2:].strip())
        elif found and line.startswith("  ") and found[-1][2]:
            found[-1][2][-1] += " " + line.strip()
    return found


def debian_changelog(news, maintainer, now):
    """As in Debian Policy 4.4."""
    entries = []
    for version, date, items in news:
        day = datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.timezone.utc) if date else now
        entries.append("postrider (%s) unstable; urgency=medium\n\n%s\n\n -- %s  %s\n" % (
            version,
            "\n".join(textwrap.fill(item, 78, initial_indent="  * ", subsequent_indent="    ", break_on_hyphens=False)
                      for item in items),
            maintainer, day.strftime("%a, %d %b %Y %H:%M:%S +0000")))
    return "\n".join(entries)


def copyright_file(license_text, maintainer):
    """As in Debian's machine-readable format 1.0."""
    title, holder, terms = license_text.strip().split("\n\n", 2)
    if title != "MIT License" or not holder.startswith("Copyright (c) "):
        sys.exit("LICENSE is not the MIT license any more; say so in documents.py")
    paragraphs = terms.replace("\n\n", "\n.\n").splitlines()
    return ("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
            "Upstream-Name: Postrider\nUpstream-Contact: %s\n\nFiles: *\nCopyright: %s\nLicense: Expat\n%s\n"
            % (maintainer, holder[len("Copyright (c) "):], "\n".join(" " + line for line in paragraphs)))


def metainfo(template, news, now):
    """Release notes as the AppStream specification has them; what is not released yet is a development release."""
    def marked(text):
        return re.sub(r"`([^`]+)`", r"<code>\1</code>", xml.sax.saxutils.escape(text))

    lines = []
    for version, date, items in news:
        kind = "stable" if date else "development"
        lines += ['<release version="%s" date="%s" type="%s">' % (version, date or now.strftime("%Y-%m-%d"), kind),
                  "  <description>", "    <ul>"]
        lines += ["      <li>%s</li>" % marked(item) for item in items]
        lines += ["    </ul>", "  </description>", "</release>"]
    return template.replace("@RELEASES@", textwrap.indent("\n".join(lines), " " * 4))


def roff(text):
    """Text that groff takes for nothing else; a line of it begins with no dot."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return ("\\&" if text[:1] in (".", "'") else "") + text


def verbs(help_text):
    """[(name, arguments, summary)...] of what postrider-imap --help lists."""
    listed = help_text.split("\nVerbs:\n", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^  (\S+) ?(.*)\n      (.+)$", listed, re.M)


def verb_list(help_text):
    """Verbs as items of an mdoc list. What they take is set word by word: mdoc must not read a macro in it."""
    lines = []
    for name, words, summary in verbs(help_text):
        lines.append(".It Ic %s%s" % (roff(name), " Li \"%s\"" % roff(words).replace('"', "\\(dq") if words else ""))
        lines.append(roff(summary[0].upper() + summary[1:] + ("" if summary.endswith(".") else ".")))
    return "\n".join(lines)


def write(path, text, packed=False):
    data = text.encode("utf-8")
    path.write_bytes(gzip.compress(data, 9, mtime=0) if packed else data)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--version", required=True, help="of the project; CHANGELOG.md must begin with it")
    parser.add_argument("--maintainer", required=True, help="of the package: NAME <ADDRESS>")
    parser.add_argument("--console", required=True, metavar="PROGRAM", help="postrider-imap, to be asked for its verbs")
    arguments = parser.parse_args()
    news = releases((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    if not news or news[0][0] != arguments.version:
        sys.exit("CHANGELOG.md begins with %s, the project's version is %s"
                 % (news[0][0] if news else "nothing", arguments.version))
    now = moment()
    help_text = subprocess.run([arguments.console, "--help"], capture_output=True, encoding="utf-8", check=True).stdout
    output = arguments.output
    output.mkdir(parents=True, exist_ok=True)
    for page in ("postrider.1", "postrider-imap.1"):
        text = (HERE / "man" / (page + ".in")).read_text(encoding="utf-8")
        text = text.replace("@VERSION@", arguments.version).replace("@DATE@", now.strftime("%B %-d, %Y"))
        write(output / (page + ".gz"), text.replace("@VERBS@", verb_list(help_text)), packed=True)
    write(output / "changelog.gz", debian_changelog(news, arguments.maintainer, now), packed=True)
    write(output / "copyright", copyright_file((ROOT / "LICENSE").read_text(encoding="utf-8"), arguments.maintainer))
    template = (HERE / "org.postrider.postrider.metainfo.xml.in").read_text(encoding="utf-8")
    write(output / "org.postrider.postrider.metainfo.xml", metainfo(template, news, now))


if __name__ == "__main__":
    main()
