#!/usr/bin/python3
"""Each way to fail, as the desktop program meets it: it says why and what to do, stays usable, and keeps the password."""

import base64
import socket
import threading

import desktopcase
import livecase

PASSWORD = "alice-secret"


class FakeServer:
    """Takes connections on loopback, gives each to `serve`, and keeps all that it was told."""

    def __init__(self, serve):
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.heard = []
        self._open = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        try:
            self._serve(self, connection)
            connection.close()
        except OSError:
            pass  # the program hung up first

    def hear(self, connection):
        """The next bytes, which are remembered; empty when the program closed."""
        data = connection.recv(65536)
        self.heard.append(data)
        return data

    def close(self):
        self._listener.close()
        for connection in self._open:
            connection.close()


def closes(fake, connection):
    del fake, connection


def is_a_web_server(fake, connection):
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<html>Speak HTTP!</html>\r\n")
    while fake.hear(connection):
        pass


def sends_noise(fake, connection):
    connection.sendall(bytes(range(256)) * 64)
    while fake.hear(connection):
        pass


def never_answers(fake, connection):
    while fake.hear(connection):
        pass


def speaks_without_tls(fake, connection):
    """No STARTTLS on offer, which is how somebody on the way would ask for the password."""
    offer = b"IMAP4rev1 AUTH=PLAIN LOGIN"
    connection.sendall(b"* OK [CAPABILITY " + offer + b"] ready\r\n")
    while line := fake.hear(connection):
        tag = line.split(b" ")[0]
        answer = b"* CAPABILITY " + offer + b"\r\n" if b"CAPABILITY" in line.upper() else b""
        word = b" BAD no such thing\r\n" if b"STARTTLS" in line.upper() else b" OK done\r\n"
        connection.sendall(answer + tag + word)


def is_signed_in_already(fake, connection):
    """PREAUTH before STARTTLS: what follows would be read unencrypted (RFC 9051 section 11.1)."""
    connection.sendall(b"* PREAUTH [CAPABILITY IMAP4rev1] welcome\r\n")
    while fake.hear(connection):
        pass


class Failing(desktopcase.DesktopCase):
    """What all stories of failures check."""

    def fails(self, url, error, *words, password=PASSWORD, **options):
        program = self.launch(url, password=password, **options)
        event = program.wait("disconnected")
        self.assertEqual(event["error"], error, event)
        for word in words:
            self.assertIn(word, event["reason"])
        # Sentences, and the last one says what to do or what the program does.
        self.assertRegex(event["reason"], r"^\S.*\. .+\.$")
        self.assertNotIn(password, program.timeline.read_text())
        self.assertEqual(program.end(), 0)
        return event

    def fails_at(self, serve, scheme, error, *words):
        fake = FakeServer(serve)
        self.addCleanup(fake.close)
        self.fails(self.url(scheme, port=fake.port), error, *words)
        told = b"".join(fake.heard)
        for secret in (PASSWORD.encode(), base64.b64encode(b"\0alice\0" + PASSWORD.encode()),
                       base64.b64encode(PASSWORD.encode())):
            self.assertNotIn(secret, told)
        for word in (b"LOGIN", b"AUTHENTICATE"):
            self.assertNotIn(word, told)


class WithoutServer(Failing):
    """Nobody there, or nobody who speaks IMAP."""

    @classmethod
    def start_server(cls):
        pass

    def url(self, scheme="imaps", user="alice", host="localhost", port=None):
        return "%s://%s@%s:%d" % (scheme, user, host, port)

    def test_an_unknown_host(self):
        self.fails("imaps://alice@no-such-host.invalid", "AbortError", "no-such-host.invalid", "Check the server's name")

    def test_a_port_where_nobody_listens(self):
        port, = livecase.mailserver.free_ports(1)
        self.fails(self.url(port=port), "AbortError", "Check the port")

    def test_it_closes_at_once(self):
        self.fails_at(closes, "imap+starttls", "AbortError", "connects again by itself")

    def test_it_closes_at_once_instead_of_tls(self):
        self.fails_at(closes, "imaps", "AbortError", "localhost")

    def test_a_web_server(self):
        self.fails_at(is_a_web_server, "imap+starttls", "ProtocolError", "Check that the port is the one for IMAP")

    def test_a_web_server_instead_of_tls(self):
        self.fails_at(is_a_web_server, "imaps", "AbortError", "993 is for TLS", "Nothing was sent unencrypted")

    def test_noise(self):
        self.fails_at(sends_noise, "imap+starttls", "ProtocolError", "Check that the port is the one for IMAP")

    def test_noise_instead_of_tls(self):
        self.fails_at(sends_noise, "imaps", "AbortError", "993 is for TLS")

    def test_it_never_answers(self):
        self.fails_at(never_answers, "imap+starttls", "AbortError", "again by itself")

    def test_encryption_is_prevented(self):
        self.fails_at(speaks_without_tls, "imap+starttls", "AbortError", "No password was sent")

    def test_signed_in_before_encryption(self):
        self.fails_at(is_signed_in_already, "imap+starttls", "AbortError", "No password was sent")


class WrongPassword(Failing):
    def test_it_is_refused_and_said(self):
        self.fails(self.url(), "LoginError", "Check", password="not-" + PASSWORD)


class ExpiredCertificate(Failing):
    server_options = {"certificate": "expired"}

    def test_it_is_refused_before_the_password(self):
        self.fails(self.url(), "CertificateError", "has expired", "No password was sent")
        self.assertNotIn("Login:", (self.server.directory / "dovecot.log").read_text())


class ForeignCertificate(Failing):
    server_options = {"certificate": "wronghost"}

    def test_it_is_refused_before_the_password(self):
        for scheme in ("imaps", "imap+starttls"):
            with self.subTest(scheme):
                self.fails(self.url(scheme), "CertificateError", "for another name than localhost", "No password was sent")
        self.assertNotIn("Login:", (self.server.directory / "dovecot.log").read_text())


if __name__ == "__main__":
    livecase.run()
