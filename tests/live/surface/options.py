"""O1 to O13, what a client is made with; and E1 to E13, what it raises."""

import datetime
import json
import select
import subprocess

import livecase
from livecase import CAPABILITY_MISSING, DONE, NO_CONNECTION, REFUSED, SIGN_IN_REFUSED, USAGE
from surface.ground import letter, row


@row("O1", "host", "dovecot cyrus")
def host(on, check):
    hosts = ("localhost", "127.0.0.1") if on.kind == "cyrus" else ("localhost", "127.0.0.1", "[::1]")
    for name in hosts:
        names = [line["name"] for line in on.imap("list-folders", host=name).lines]
        check.assertIn("INBOX", names)


@row("O2", "port", "dovecot cyrus")
def port(on, check):
    on.imap("noop")
    nobody, = livecase.mailserver.free_ports(1)
    found = on.imap("noop", url=on.url(port=nobody), status=NO_CONNECTION)
    check.assertEqual(found.error["error"], "AbortError")


@row("O3", "use_uid", "dovecot cyrus")
def use_uid(on, check):
    folder = on.folder("Row O3", "One", "Two")
    on.batch(("add-flags", "1", "\\Deleted"), ("expunge",), options=["--folder", folder])
    check.assertEqual(on.imap("--folder", folder, "fetch", "2", "FLAGS").field("seq"), 1)
    check.assertTrue(any(line.startswith("UID FETCH 2 ") for line in on.sent()), on.sent())
    check.assertEqual(on.imap("--folder", folder, "--sequence", "fetch", "1", "UID").field("uid"), 2)
    check.assertTrue(any(line.startswith("FETCH 1 ") for line in on.sent()), on.sent())


@row("O4", "ssl", "dovecot cyrus")
def ssl(on, check):
    for scheme in ("imaps", "imap+starttls", "imap+plain"):
        on.imap("noop", scheme=scheme)
        check.assertEqual("STARTTLS" in on.sent(), scheme == "imap+starttls", scheme)
        check.assertEqual(any("TLS: " in line for line in on.lines("-")), scheme == "imap+starttls", scheme)


@row("O5", "stream", "dovecot")
def stream(on, check):
    found = on.imap("batch", stdin="welcome\nlist-folders\n", url="imap+exec:" + on.details["PREAUTH_COMMAND"])
    check.assertIn("INBOX", [line.get("name") for line in found.lines])
    check.assertTrue(any("PREAUTH" in line for line in on.lines("S")))
    check.assertFalse(any("AUTHENTICATE" in line or "LOGIN " in line for line in on.sent()))


@row("O6", "ssl_context", "dovecot cyrus")
def ssl_context(on, check):
    found = on.imap("noop", trust=False, status=NO_CONNECTION)
    check.assertEqual(found.error["error"], "CertificateError")
    on.imap("noop", trust=True)
    if on.kind == "dovecot":
        on.imap("--client-certificate", on.details["CLIENT_CERT"], "--client-key", on.details["CLIENT_KEY"], "--mechanism",
                "EXTERNAL", "noop")
        check.assertTrue(any(line.startswith("AUTHENTICATE EXTERNAL") for line in on.sent()))


@row("O7", "timeout", "gmail:silence@NOOP gmail:silence@GREETING")
def timeout(on, check):
    found = on.imap("noop", limit=1, status=NO_CONNECTION)
    check.assertIn("1 s", found.error["message"])


@row("O8", "normalise_times", "dovecot cyrus")
def normalise_times(on, check):
    folder = on.folder("Row O8")
    on.imap("append", folder, on.file("o8.eml", letter("Time")), "--date", "2024-02-29T12:00:00-03:30")
    found = on.imap("--folder", folder, "fetch", "1", "INTERNALDATE", "ENVELOPE")
    when = datetime.datetime.fromisoformat(found.field("internaldate").replace("Z", "+00:00"))
    check.assertEqual(when, datetime.datetime.fromisoformat("2024-02-29T15:30:00+00:00"))
    check.assertEqual(found.field("envelope")["date"], "Mon, 2 Feb 2026 09:31:00 +0100")


@row("O9", "folder_encode", "dovecot cyrus")
def folder_encode(on, check):
    name = "Entwürfe & 日本 🚲"
    on.imap("create-folder", name)
    check.assertIn("Entw&APw-rfe &- &ZeVnLA- &2D3esg-", "\n".join(on.sent()))
    check.assertIn(name, [line["name"] for line in on.imap("list-folders").lines])
    on.imap("delete-folder", name)


@row("O10", "with", "dovecot cyrus gmail")
def context_manager(on, check):
    on.imap("noop")
    check.assertEqual(on.sent()[-1], "LOGOUT")
    on.imap("select-folder", "Nowhere at all", status=REFUSED)


@row("O11", "Error", "dovecot cyrus gmail")
@row("E1", "IMAPClientError", "dovecot cyrus gmail")
def error(on, check):
    found = on.imap("select-folder", "Nowhere at all", status=REFUSED)
    check.assertEqual(found.lines, [])
    check.assertTrue({"error", "message", "server", "code"} <= set(found.error), found.error)
    check.assertEqual(found.error["error"], "CommandError")
    check.assertTrue(found.error["server"])


@row("O12", "AbortError", "gmail:bye@NOOP")
@row("E2", "IMAPClientAbortError", "gmail:bye@NOOP gmail:close@NOOP gmail:cut@NOOP")
def abort_error(on, check):
    found = on.batch(("noop",), ("welcome",), status=NO_CONNECTION)
    check.assertEqual((found.error["error"], found.error["line"]), ("AbortError", 1))
    check.assertFalse(any("welcome" in line for line in found.lines), "nothing goes on")


@row("O13", "ReadOnlyError", "dovecot cyrus")
@row("E3", "IMAPClientReadOnlyError", "dovecot cyrus")
def read_only_error(on, check):
    folder = on.folder("Row E3", "One")
    found = on.imap("--read-only", "--folder", folder, "add-flags", "1", "\\Flagged", status=REFUSED)
    check.assertEqual(found.error["error"], "ReadOnlyError")
    check.assertFalse(any("STORE" in line for line in on.sent()), "nothing is sent")


@row("E4", "CapabilityError", "dovecot cyrus")
def capability_error(on, check):
    found = on.imap("--no-extension", "NAMESPACE", "namespace", status=CAPABILITY_MISSING)
    check.assertEqual(found.error["error"], "CapabilityError")
    check.assertNotIn("NAMESPACE", on.sent())


@row("E5", "IllegalStateError", "dovecot cyrus")
def illegal_state_error(on, check):
    found = on.imap("fetch", "1:*", "FLAGS", status=USAGE)
    check.assertEqual(found.error["error"], "IllegalStateError")
    check.assertFalse(any("FETCH" in line for line in on.sent()), "nothing is sent")


@row("E6", "InvalidCriteriaError", "dovecot cyrus gmail")
def invalid_criteria_error(on, check):
    found = on.imap("--folder", "INBOX", "search", "--raw", "FLAVOUR sweet", status=REFUSED)
    check.assertEqual(found.error["error"], "InvalidCriteriaError")


@row("E7", "LoginError", "dovecot cyrus gmail")
def login_error(on, check):
    found = on.imap("noop", password="wrong", status=SIGN_IN_REFUSED)
    check.assertEqual(found.error["error"], "LoginError")
    check.assertNotIn("wrong", on.log.read_text(encoding="utf-8"))
    if on.kind != "cyrus":
        check.assertEqual(found.error["code"], "AUTHENTICATIONFAILED")


@row("E8", "ProtocolError", "gmail:notimap@GREETING gmail:wrongtag@GREETING")
def protocol_error(on, check):
    found = on.imap("noop", status=NO_CONNECTION)
    check.assertEqual(found.error["error"], "ProtocolError")


@row("E9", "socket.error", "gmail:close@GREETING")
def socket_error(on, check):
    found = on.imap("noop", status=NO_CONNECTION)
    check.assertIn("closed", found.error["message"])
    found = on.imap("noop", url="imaps://alice@no-such-host.invalid", status=NO_CONNECTION)
    check.assertEqual(found.error["error"], "AbortError")


@row("E10", "socket.timeout", "gmail:silence@LIST")
@row("T1", "SocketTimeout", "gmail:silence@LIST")
def socket_timeout(on, check):
    found = on.imap("--connect-timeout", "20", "--read-timeout", "1", "list-folders", status=NO_CONNECTION)
    check.assertEqual(found.error["error"], "AbortError")
    check.assertIn("did not answer for 1 s", found.error["message"])
    on.imap("--read-timeout", "1", "noop")


@row("E11", "ssl.SSLError", "dovecot cyrus")
def ssl_error(on, check):
    # TLS spoken to a port that does not speak it.
    found = on.imap("noop", url=on.url("imaps", port=on.details["PORT_IMAP"]), limit=5, status=NO_CONNECTION)
    check.assertEqual(found.error["error"], "AbortError")


@row("E12", "ssl.CertificateError", "dovecot cyrus")
def certificate_error(on, check):
    for scheme in ("imaps", "imap+starttls"):
        found = on.imap("noop", scheme=scheme, trust=False, status=NO_CONNECTION)
        check.assertEqual(found.error["error"], "CertificateError")
        check.assertTrue(found.error["problems"])
        check.assertFalse(any("AUTHENTICATE" in line or "LOGIN" in line for line in on.sent()))


@row("E13", "malformed text", "dovecot cyrus")
def malformed_text(on, check):
    folder = on.folder("Row E13")
    on.imap("append", folder, on.file("e13.eml", letter("x").replace(b"Hello.", b"Gr\xfc\xdfe")))
    found = on.imap("--folder", folder, "fetch", "1", "BODY.PEEK[TEXT]")
    check.assertEqual(found.field("BODY[TEXT]"), {"b64": "R3L832UNCg=="})
    found = on.imap("folder-exists", b"\xff".decode("utf-8", "surrogateescape"), status=USAGE)
    check.assertEqual(found.error["error"], "UsageError")


@row("M24", "idle", "dovecot cyrus gmail")
@row("M25", "idle_check", "dovecot cyrus gmail")
@row("M26", "idle_done", "dovecot cyrus gmail")
@row("P10", "idle_check(timeout=)", "dovecot cyrus gmail")
def idle(on, check):
    folder = on.folder("Row M24", "Before")
    process = subprocess.Popen([livecase.program(), *map(str, on.connection()), "--folder", folder, "idle", "--for", "6"],
                               stdout=subprocess.PIPE, text=True)
    on.ran.append("idle --for 6")
    try:
        for number in range(60):
            # News that come before IDLE began are none, so there are several.
            on.deliver(folder, "News %d" % number)
            if select.select([process.stdout], [], [], 0.2)[0]:
                break
        out, _ = process.communicate(timeout=livecase.TIME_LIMIT)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    updates = [json.loads(line) for line in out.splitlines()]
    check.assertIn("EXISTS", [update["type"] for update in updates])
    check.assertEqual(process.returncode, DONE)
    said = on.sent()
    check.assertEqual(said[said.index("IDLE") + 1], "DONE", said)
