"""Rows about the connection: greeting, capabilities, signing in, and what carries the bytes (M and U rows)."""

import base64
import hashlib
import os
import pathlib
import subprocess

import livecase
from livecase import DONE, SIGN_IN_REFUSED
from surface.ground import letter, row


@row("M4", "capabilities", "dovecot cyrus gmail")
@row("M22", "has_capability", "dovecot cyrus gmail")
def capabilities(on, check):
    names = [name.upper() for name in on.imap("capabilities").field("capabilities")]
    check.assertTrue({"IMAP4REV1", "IDLE", "UIDPLUS", "CONDSTORE"} <= set(names), names)
    check.assertIs(on.imap("has-capability", "idle").field("has"), True)
    check.assertIs(on.imap("has-capability", "X-NONSENSE").field("has"), False)
    check.assertIs(on.imap("--no-extension", "IDLE", "has-capability", "IDLE").field("has"), False)


@row("M10", "enable", "dovecot cyrus gmail")
@row("P26", "enable result", "dovecot cyrus gmail")
def enable(on, check):
    found = on.imap("enable", "CONDSTORE", "X-NONSENSE")
    check.assertEqual([name.upper() for name in found.field("enabled")], ["CONDSTORE"])


@row("M23", "id_", "dovecot cyrus gmail")
@row("P9", "id_(parameters=)", "dovecot cyrus gmail")
def identify(on, check):
    found = on.imap("id").lines[0]
    check.assertTrue(found["name"])
    check.assertIn("ID NIL", on.sent())
    on.imap("id", "name", "surface test", "version", "1")
    check.assertIn('ID ("name" "surface test" "version" "1")', " ".join(on.sent()).replace("name \"", '"name" "'))


@row("M29", "login", "dovecot")
def login(on, check):
    on.imap("--mechanism", "LOGIN", "noop")
    check.assertTrue(any("LOGIN" in line for line in on.sent()))
    check.assertNotIn(base64.b64encode(b"alice-secret").decode(), on.log.read_text(encoding="utf-8"))


@row("M30", "logout", "dovecot cyrus gmail")
def logout(on, check):
    on.imap("noop")
    check.assertEqual(on.sent()[-1], "LOGOUT")
    check.assertTrue(any("BYE" in line for line in on.lines("S")))


@row("M34", "noop", "dovecot cyrus gmail")
def noop(on, check):
    folder = on.folder("Row M34", "One")
    found = on.batch(("noop",), options=["--folder", folder])
    check.assertTrue(all(line["kind"] == "untagged" for line in found.lines))
    check.assertIn("NOOP", on.sent())


def token(on, name="TOKEN_FILE"):
    return "cat '%s'" % on.details[name]


@row("M35", "oauth2_login", "dovecot gmail")
@row("P14", "oauth2_login(mech=)", "dovecot gmail")
@row("P15", "oauth2_login(vendor=)", "dovecot gmail")
def oauth2_login(on, check):
    for vendor in ([], ["--vendor", "postrider"]):
        on.imap("--token-command", token(on), "--mechanism", "XOAUTH2", *vendor, "noop")
        check.assertTrue(any(line.startswith("AUTHENTICATE XOAUTH2") for line in on.sent()))
    found = on.imap("--token-command", token(on, "EXPIRED_TOKEN_FILE"), "--mechanism", "XOAUTH2", "noop", status=SIGN_IN_REFUSED)
    check.assertEqual(found.error["error"], "LoginError")
    secret = pathlib.Path(on.details["TOKEN_FILE"]).read_text(encoding="utf-8").strip()
    check.assertNotIn(secret, on.log.read_text(encoding="utf-8"))


@row("M36", "oauthbearer_login", "dovecot gmail")
def oauthbearer_login(on, check):
    on.imap("--token-command", token(on), "--mechanism", "OAUTHBEARER", "noop")
    check.assertTrue(any(line.startswith("AUTHENTICATE OAUTHBEARER") for line in on.sent()))
    on.imap("--token-command", token(on, "EXPIRED_TOKEN_FILE"), "--mechanism", "OAUTHBEARER", "noop", status=SIGN_IN_REFUSED)


@row("M37", "plain_login", "dovecot cyrus gmail")
def plain_login(on, check):
    on.imap("--mechanism", "PLAIN", "noop")
    check.assertTrue(any(line.startswith("AUTHENTICATE PLAIN") for line in on.sent()))


@row("P16", "plain_login(authorization_identity=)", "cyrus")
def authorization_identity(on, check):
    on.folder("Row P16")
    found = on.imap("--mechanism", "PLAIN", "--authzid", "alice", "list-folders", user="cyrus")
    check.assertIn("Row P16", [line["name"] for line in found.lines])


@row("M41", "sasl_login", "dovecot cyrus")
@row("P17", "sasl_login(callable)", "dovecot cyrus")
def sasl_login(on, check):
    for mechanism in ("CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"):
        on.imap("--mechanism", mechanism, "noop")
        check.assertTrue(any(line.startswith("AUTHENTICATE " + mechanism) for line in on.sent()))
        on.imap("--mechanism", mechanism, "noop", password="wrong", status=SIGN_IN_REFUSED)


@row("M48", "shutdown", "dovecot cyrus gmail")
@row("U6", "IMAP4_TLS.shutdown", "dovecot cyrus gmail")
def shutdown(on, check):
    # The connection is cut from our side; the server must be there for the next one.
    process = subprocess.Popen([livecase.program(), *map(str, on.connection()), "--folder", "INBOX", "idle"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.kill()
    process.wait()
    on.imap("noop")
    check.assertIn("LOGOUT", on.sent())


@row("M49", "socket", "dovecot")
@row("U9", "one thread for each instance", "dovecot")
def event_loop(on, check):
    # Two connections at once do not disturb each other.
    folder = on.folder("Row M49", "One")
    verbs = "".join("fetch 1 FLAGS\nnoop\n" for _ in range(20))
    both = [subprocess.Popen([livecase.program(), *map(str, on.connection()), "--folder", folder, "batch"], text=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    on.ran.append("batch of 40 verbs, twice at once")
    for process in both:
        out, _ = process.communicate(verbs, timeout=livecase.TIME_LIMIT)
        check.assertEqual(process.returncode, DONE)
        check.assertEqual(out.count('"uid":1'), 20)


@row("M51", "starttls", "dovecot cyrus")
@row("P23", "starttls(ssl_context=)", "dovecot cyrus")
def starttls(on, check):
    on.imap("noop", scheme="imap+starttls")
    said = on.sent()
    check.assertLess(said.index("STARTTLS"), min(i for i, line in enumerate(said) if "AUTHENTICATE" in line or "LOGIN" in line))
    found = on.imap("--no-extension", "STARTTLS", "noop", scheme="imap+starttls", status=livecase.NO_CONNECTION)
    check.assertEqual(found.error["error"], "AbortError")
    on.imap("noop", scheme="imap+starttls", trust=False, status=livecase.NO_CONNECTION)


@row("M57", "welcome", "dovecot cyrus gmail")
def welcome(on, check):
    name = {"dovecot": "Dovecot", "cyrus": "Cyrus", "gmail": "Gimap"}[on.kind]
    check.assertIn(name, on.imap("welcome").field("welcome"))


@row("U1", "tls.IMAP4_TLS", "dovecot cyrus gmail")
@row("U2", "IMAP4_TLS.open", "dovecot cyrus gmail")
def tls(on, check):
    on.imap("noop", scheme="imaps")
    check.assertTrue(any("connected to" in line for line in on.lines("-")))
    check.assertNotIn("STARTTLS", on.sent())


@row("U3", "IMAP4_TLS.read", "dovecot cyrus")
@row("U4", "IMAP4_TLS.readline", "dovecot cyrus")
@row("U5", "IMAP4_TLS.send", "dovecot cyrus")
def bytes_over_tls(on, check):
    # A literal that looks like answers, and is longer than any buffer.
    folder = on.folder("Row U3")
    body = "".join("* %d FETCH (FLAGS ())\r\nA%d OK {%d}\r\n" % (n, n, n) for n in range(20000))
    data = letter("Large", body=body)
    on.imap("append", folder, on.file("u3.eml", data))
    found = on.imap("--folder", folder, "fetch", "1", "BODY.PEEK[]", "RFC822.SIZE")
    check.assertEqual(len(found.lines), 1)
    check.assertEqual(hashlib.sha256(found.field("BODY[]").encode()).digest(), hashlib.sha256(data).digest())


def unit_test(on, check, name):
    """The core's own doubles are C++; their tests are run where they were built."""
    program = pathlib.Path(livecase.program()).with_name(name)
    on.ran.append(name)
    if not program.exists():
        check.skipTest("%s is not built" % name)
    done = subprocess.run([program], capture_output=True, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    check.assertEqual(done.returncode, 0, done.stdout[-2000:])


@row("U7", "MockIMAP4", "gmail")
def scripted_transport(on, check):
    unit_test(on, check, "tst_scriptedtransport")


@row("U8", "TestableIMAPClient", "gmail")
def scripted_session(on, check):
    unit_test(on, check, "tst_session")
