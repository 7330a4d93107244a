#!/usr/bin/python3
"""Stories of signing in: each mechanism that the servers offer, and what is said when one refuses."""

import livecase
import scriptedserver
from livecase import SIGN_IN_REFUSED, cyrusserver


class OnDovecot(livecase.LiveCase):
    """Passwords are the stories of tst_console; here is everything else."""

    def bare(self, scheme="imaps", user="alice"):
        """The connection without any secret."""
        return ("--account", self.url(scheme, user), "--ca-file", self.details["CA_FILE"])

    def run_verb(self, *arguments, status=livecase.DONE):
        found = livecase.run_program(*arguments)
        self.assertEqual(found.status, status, "%s: %s %s" % (arguments, found.lines, found.stderr))
        return found

    def token(self, name="TOKEN_FILE"):
        return ("--token-command", "cat %s" % self.details[name])

    def wire_log(self):
        return self.server.directory / "wire.log"

    def test_a_token(self):
        for mechanism in ("auto", "OAUTHBEARER", "XOAUTH2"):
            for scheme in ("imaps", "imap+starttls"):
                with self.subTest("%s %s" % (mechanism, scheme)):
                    self.run_verb(*self.bare(scheme), *self.token(), "--mechanism", mechanism, "noop")

    def test_an_expired_token(self):
        said = {"OAUTHBEARER": ("invalid_token", ""), "XOAUTH2": ("401", "mail")}
        for mechanism, (status, scope) in said.items():
            with self.subTest(mechanism):
                found = self.run_verb(*self.bare(), *self.token("EXPIRED_TOKEN_FILE"), "--mechanism", mechanism, "noop",
                                      status=SIGN_IN_REFUSED)
                self.assertEqual(found.error["error"], "LoginError")
                self.assertEqual(found.error["token"]["status"], status)
                self.assertEqual(found.error["token"]["scope"], scope)
                self.assertTrue(found.error["token"]["openid-configuration"].startswith("https://"))

    def test_a_token_is_not_logged(self):
        self.run_verb(*self.bare(), *self.token(), "--wire-log", self.wire_log(), "noop")
        log = self.wire_log().read_text()
        self.assertIn("AUTHENTICATE OAUTHBEARER ***", log)

    def test_a_client_certificate(self):
        certificate = ("--client-certificate", self.details["CLIENT_CERT"], "--client-key", self.details["CLIENT_KEY"])
        for forced in ((), ("--mechanism", "EXTERNAL")):
            for scheme in ("imaps", "imap+starttls"):
                with self.subTest("%s %s" % (forced, scheme)):
                    self.run_verb(*self.bare(scheme), *certificate, *forced, "noop")

    def test_external_without_a_certificate(self):
        self.run_verb(*self.bare(), "--mechanism", "EXTERNAL", "noop", status=SIGN_IN_REFUSED)

    def test_anonymous(self):
        found = self.run_verb(*self.bare(user="trace@example.org"), "--mechanism", "ANONYMOUS", "list-folders")
        self.assertIn("INBOX", [livecase.field(line, "name") for line in found.lines])

    def test_digest_md5(self):
        self.imap("--mechanism", "DIGEST-MD5", "noop")
        self.imap("--mechanism", "DIGEST-MD5", "noop", password="wrong", status=SIGN_IN_REFUSED)

    def test_a_mechanism_that_is_not_offered(self):
        found = self.imap("--mechanism", "SCRAM-SHA-512", "noop", status=SIGN_IN_REFUSED)
        self.assertIn("SCRAM-SHA-512", found.error["message"])

    def test_a_wrong_password_is_said_once(self):
        """Who tries all mechanisms with it locks the account."""
        self.imap("--wire-log", self.wire_log(), "noop", password="wrong", status=SIGN_IN_REFUSED)
        self.assertEqual(self.wire_log().read_text().count("AUTHENTICATE "), 1)


class ServerInfo(livecase.LiveCase):
    """What one asks first when something is odd with a server."""

    def test_everything_in_one_object(self):
        found = self.imap("--compress", "server-info").lines[0]
        self.assertEqual(found["mechanism"], "PLAIN")
        self.assertIn("IDLE", found["capabilities"])
        self.assertIn("AUTH=PLAIN", found["capabilities-before"])
        self.assertTrue(found["tls"]["protocol"].startswith("TLSv1."))
        self.assertEqual(found["tls"]["certificates"][0]["subject"], "localhost")
        self.assertIn("127.0.0.1", found["tls"]["certificates"][0]["names"])
        self.assertEqual(found["compression"]["algorithm"], "DEFLATE")
        self.assertEqual(found["namespace"]["personal"], [["", "/"]])
        self.assertTrue(found["id"]["name"])

    def test_without_encryption(self):
        found = self.imap("server-info", url=self.url("imap+plain")).lines[0]
        self.assertIsNone(found["tls"])
        self.assertIsNone(found["compression"])

    def test_two_ways_to_leave(self):
        self.assertTrue(self.imap("logout").lines[0]["bye"])
        self.assertEqual(self.imap("shutdown").lines, [{"done": True}])


class ServerInfoOnCyrus(ServerInfo):
    server_class = cyrusserver.CyrusServer

    def test_its_quirks(self):
        found = self.imap("server-info").lines[0]
        self.assertIn("cyrus-binding", found["quirks"])
        self.assertNotIn("LOGINDISABLED", found["capabilities"])


class Rev2(livecase.LiveCase):
    """A server that speaks IMAP4rev2 alone has nothing to enable: names are UTF-8, and there is no LSUB."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"behave": "rev2"}

    def test_names_of_folders(self):
        name = "Entwürfe & A&-B"
        self.imap("create-folder", name)
        for verb in ("list-folders", "list-sub-folders"):
            with self.subTest(verb):
                self.assertIn(name, [livecase.field(line, "name") for line in self.imap(verb).lines])
        self.assertEqual(self.imap("folder-status", name).field("messages"), 0)
        self.assertEqual(self.imap("select-folder", name).field("exists"), 0)


class Compression(livecase.LiveCase):
    """COMPRESS=DEFLATE, which both servers offer after sign-in."""

    def test_a_large_answer_is_small_on_the_wire(self):
        self.deliver("Large", "Large", body="The same line over and over.\r\n" * 20000)
        log = self.server.directory / "wire.log"
        plain = self.imap("--folder", "Large", "fetch", "1", "BODY.PEEK[]")
        for scheme in ("imaps", "imap+starttls", "imap+plain"):
            with self.subTest(scheme):
                found = self.imap("--compress", "--wire-log", log, "--folder", "Large", "fetch", "1", "BODY.PEEK[]",
                                  url=self.url(scheme))
                self.assertEqual(found.lines, plain.lines)
                self.assertIn("compression: DEFLATE", log.read_text())


class CompressionOnCyrus(Compression):
    server_class = cyrusserver.CyrusServer


class OnCyrus(livecase.LiveCase):
    """Cyrus offers SCRAM with channel binding under TLS, but knows only a binding that Qt does not give out."""

    server_class = cyrusserver.CyrusServer

    def test_each_password_mechanism(self):
        for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"):
            with self.subTest(mechanism):
                self.imap("--mechanism", mechanism, "noop")

    def test_a_binding_that_it_does_not_know(self):
        """Forced, that is an error; left to the program, the same SCRAM does without."""
        self.imap("--mechanism", "SCRAM-SHA-256-PLUS", "noop", status=SIGN_IN_REFUSED)
        log = self.server.directory / "wire.log"
        self.imap("--no-extension", "AUTH=PLAIN", "--wire-log", log, "noop")
        self.assertIn("AUTHENTICATE SCRAM-SHA-256 ***", log.read_text())

    def test_a_wrong_password(self):
        for mechanism in ("PLAIN", "SCRAM-SHA-256", "DIGEST-MD5"):
            with self.subTest(mechanism):
                self.imap("--mechanism", mechanism, "noop", password="wrong", status=SIGN_IN_REFUSED)

    def test_acting_for_somebody_else(self):
        found = self.imap("--authzid", "bob", "noop", status=SIGN_IN_REFUSED)
        self.assertEqual(found.error["error"], "LoginError")


if __name__ == "__main__":
    livecase.run()
