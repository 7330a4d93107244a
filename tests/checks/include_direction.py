#!/usr/bin/python3
"""A folder includes only what the architecture's arrows name; the lower ones also keep away from widgets and threads."""

import re

import common

# Folder -> folders it may include, besides itself.
ARROWS = {
    "types": "",
    "wire": "types",
    "commands": "wire types",
    "sasl": "types",
    "net": "types",
    "store": "types",
    "mime": "types",
    "session": "commands wire net sasl types",
    # Messages are sorted by what people read in them.
    "sync": "session commands store mime types",
    # Commands are the words one says to a session, so who may run a session may name them.
    "account": "sync session commands store net sasl types",
    "ui/support": "account mime types",
    "ui/models": "ui/support account mime types",
    "ui/views": "ui/models ui/support account mime types",
    "ui/webengine": "ui/views ui/support account mime types",
    "ui/dialogs": "ui/views ui/models ui/support account mime types",
    "ui/mainwindow": "ui/dialogs ui/views ui/models ui/support account mime types",
    # The desktop program puts things together; the console program is the core's own front door.
    "app": "app ui account mime types",
    "app/console": "app account sync session commands wire net sasl store mime types",
    "app/desktop": "app ui account net mime types",
}
# Plain values that travel through the door which account keeps: who may use the door may name them.
THROUGH_ACCOUNT = {"net/connectionsettings.h"}
CORE = [folder for folder in ARROWS if "/" not in folder and folder != "app"]
PURE = ("types", "wire", "commands")

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+([<"])([^>"]+)[>"]', re.M)
_WIDGETS = re.compile(
    r"^(QtWidgets(/.*)?|Q(Application|Widget|Dialog|MessageBox|MainWindow|Menu|Action|Label|Layout|\w+View|\w+Widget|"
    r"\w+Dialog|\w+Layout|Style\w*|\w+Button|\w+Edit|\w+Box))$")
_NOT_WIDGETS = re.compile(r"^Q(ByteArray|String|Utf8String|Latin1String|AnyString|Debug)View$")
_IMPURE_HEADER = re.compile(
    r"^(QObject|QThread\w*|QTimer|QBasicTimer|QElapsedTimer|QMutex\w*|Q\w*Socket|QNetwork\w*|QSsl\w*|QProcess|QCoro\w*|"
    r"QtNetwork(/.*)?|QFuture\w*|QPromise|thread|mutex|future|condition_variable|sys/socket\.h)$")
_IMPURE_WORD = re.compile(r"\b(Q_OBJECT|Q_GADGET_EXPORT|QDateTime::current\w+|QDate::currentDate|QTime::currentTime|"
                          r"(?:steady|system|high_resolution)_clock|std::(?:thread|mutex|async))\b")


def folder_of(path):
    """The architecture's name for where a file lies, or None if no rule is about it."""
    parts = common.name(path).split("/")
    if parts[0] == "imapcore" and len(parts) > 2:
        return parts[1]
    if parts[0] == "ui" and len(parts) > 2:
        return "/".join(parts[:2])
    if parts[0] == "app":
        return "/".join(parts[:2]) if "/".join(parts[:2]) in ARROWS else "app"
    return None


def target_of(included, path):
    """The folder that a quoted include names; None for a file beside the including one."""
    if "/" not in included:
        return None
    parts = included.split("/")
    if parts[0] == "imapcore":
        parts = parts[1:]
    if parts[0] == "app":
        return "app"
    return "/".join(parts[:2]) if parts[0] == "ui" else parts[0]


def allowed(folder, target):
    names = ARROWS[folder].split() + [folder]
    return any(target == name or target.startswith(name + "/") for name in names)


def check(path, problems):
    folder = folder_of(path)
    if folder is None:
        return
    if folder not in ARROWS:
        problems.append("%s: the folder %s has no rule here" % (common.name(path), folder))
        return
    text = path.read_text(encoding="utf-8")
    for match in _INCLUDE.finditer(text):
        where = "%s:%d" % (common.name(path), common.line_of(text, match.start()))
        kind, included = match.groups()
        if kind == '"':
            if included.startswith(".."):
                problems.append('%s: "%s" climbs; include from the root' % (where, included))
                continue
            target = target_of(included, path)
            if included in THROUGH_ACCOUNT and allowed(folder, "account"):
                continue
            if target and not allowed(folder, target):
                problems.append('%s: %s may not include "%s"' % (where, folder, included))
        elif folder in CORE and _WIDGETS.match(included) and not _NOT_WIDGETS.match(included):
            problems.append("%s: <%s> is a widget; those begin in ui" % (where, included))
        elif folder in PURE and _IMPURE_HEADER.match(included):
            problems.append("%s: %s has no objects, sockets, clocks or threads, so no <%s>" % (where, folder, included))
    if folder in PURE:
        code = common.code_only(text)
        for match in _IMPURE_WORD.finditer(code):
            problems.append("%s:%d: %s has no objects, sockets, clocks or threads, so no %s"
                            % (common.name(path), common.line_of(code, match.start()), folder, match.group()))


def main():
    problems = []
    sources = common.files(".h", ".cpp", folders=("app", "imapcore", "ui"))
    for path in sources:
        check(path, problems)
    common.finish(problems, what="%d files" % len(sources))


main()
