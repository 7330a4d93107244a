"""Makes messages byte by byte, so that the samples hold what real mail holds: old charsets, folded headers, flowed
text, RFC 2231 file names. Python's own email package would quietly modernise all of that.
"""

import base64
import dataclasses
import datetime
import email.header
import quopri
import re
import textwrap
import urllib.parse

DOMAIN = "saltwind.example"


@dataclasses.dataclass
class Person:
    name: str
    address: str
    zone: int = 1  # hours from UTC
    charset: str = "utf-8"

    def header(self):
        """The person as a header shows one: a bare, quoted or encoded name."""
        if not self.name:
            return self.address
        if self.name.isascii():
            bare = re.fullmatch(r"[\w !#$%&'*+/=?^`{|}~-]+", self.name)
            return "%s <%s>" % (self.name if bare else '"%s"' % self.name, self.address)
        return "%s <%s>" % (encoded(self.name, self.charset, 10), self.address)


def encoded(text, charset="utf-8", used=10):
    """RFC 2047 words, folded; ASCII stays as it is, but folded too."""
    if text.isascii():
        return text if len(text) < 70 else "\r\n ".join(textwrap.wrap(text, 72))
    return email.header.Header(text, able(text, charset), maxlinelen=74, header_name="x" * used).encode(linesep="\r\n")


def able(content, charset):
    """The charset if it holds the text, else UTF-8: what mail programs do, too."""
    try:
        content.encode(charset)
        return charset
    except UnicodeEncodeError:
        return "utf-8"


def parameter(name, value):
    """A MIME parameter: plain, or RFC 2231 with charset and, if long, in pieces."""
    if value.isascii() and len(value) < 60:
        return '; %s="%s"' % (name, value.replace("\\", "\\\\").replace('"', '\\"'))
    quoted = urllib.parse.quote(value, safe="")
    if len(quoted) < 50:
        return ";\r\n %s*=utf-8''%s" % (name, quoted)
    pieces = re.findall(r"(?:%..|[^%]){1,18}", quoted)
    return "".join(";\r\n %s*%d*=%s%s" % (name, number, "utf-8''" if number == 0 else "", piece)
                   for number, piece in enumerate(pieces))


def unwrapped(words):
    """Paragraphs on one line each. Lists, signatures and short lines keep their breaks."""
    lines = []
    joins = False
    for line in words.split("\n"):
        starts_own = not line or line[0] in " >-" or line[0].isdigit()
        if joins and not starts_own:
            lines[-1] += " " + line
        else:
            lines.append(line)
        joins = len(line) > 60 and line[0] not in " >-"
    return "\n".join(lines)


def flowed(text):
    """format=flowed (RFC 3676): a line that goes on ends in a blank; quoted lines are reflowed within their depth."""
    lines = []
    for line in unwrapped(text).split("\n"):
        quote = re.match(r">*", line).group()
        content = line[len(quote):].lstrip() if quote else line
        if content == "-- ":
            lines.append(content)
            continue
        wrapped = textwrap.wrap(content, 70, break_long_words=False) or [""]
        for number, piece in enumerate(wrapped):
            stuffed = " " if quote or piece.startswith((" ", ">", "From ")) else ""
            lines.append(quote + stuffed + piece + (" " if number + 1 < len(wrapped) else ""))
    return "\n".join(lines)


class Part:
    """One MIME part: its headers and its body, both as bytes ready to send."""

    def __init__(self, headers, body):
        self.headers = headers
        self.body = body

    def bytes(self):
        return "".join("%s: %s\r\n" % header for header in self.headers).encode("utf-8") + b"\r\n" + self.body


def text(content, subtype="plain", charset="utf-8", transfer="quoted-printable", extra=""):
    """A text part. transfer is quoted-printable, base64, 8bit or 7bit."""
    if subtype == "plain" and extra == "flowed":
        content, extra = flowed(content), "; format=flowed"
    charset = able(content, charset)
    raw = content.replace("\r\n", "\n").replace("\n", "\r\n").encode(charset)
    if transfer == "base64":
        body = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    elif transfer == "quoted-printable":
        body = re.sub(rb"\r?\n", b"\r\n", quopri.encodestring(raw.replace(b"\r\n", b"\n")))
        # A blank at a line's end does not survive every mail server.
        body = re.sub(rb" (?=\r\n)", b"=20", body)
    else:
        body = raw
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    return Part([("Content-Type", "text/%s; charset=%s%s" % (subtype, charset, extra)),
                 ("Content-Transfer-Encoding", transfer)], body)


def file(data, media, name, disposition="attachment", content_id=None):
    """A file in base64; with a content_id it is one that the HTML beside it shows."""
    headers = [("Content-Type", media + parameter("name", name)), ("Content-Transfer-Encoding", "base64"),
               ("Content-Disposition", disposition + parameter("filename", name))]
    if content_id:
        headers.append(("Content-ID", "<%s>" % content_id))
    return Part(headers, base64.encodebytes(data).replace(b"\n", b"\r\n"))


def forwarded(message, name="forwarded message"):
    """A whole message within a message."""
    return Part([("Content-Type", "message/rfc822" + parameter("name", name)), ("Content-Disposition", "inline")], message)


def several(subtype, parts, extra="", preamble=b""):
    """A multipart of parts."""
    boundary = "=_%s_%d_%d" % (subtype, len(parts), sum(len(p.body) for p in parts))
    body = preamble
    for part in parts:
        body += b"--" + boundary.encode() + b"\r\n" + part.bytes() + b"\r\n"
    body += b"--" + boundary.encode() + b"--\r\n"
    return Part([("Content-Type", 'multipart/%s; boundary="%s"%s' % (subtype, boundary, extra))], body)


def rich(plain, html, charset="utf-8"):
    """Both a plain and an HTML form, as most programs send."""
    return several("alternative", [text(plain, charset=charset), text(html, "html", charset)])


def page(paragraphs, style=""):
    """A simple HTML page of paragraphs (which may hold HTML)."""
    return ('<!DOCTYPE html><html><head><meta charset="utf-8"></head><body style="font-family:sans-serif;'
            'color:#222;%s">%s</body></html>\n' % (style, "\n".join("<p>%s</p>" % p for p in paragraphs)))


def date_header(when):
    """RFC 5322, with English names whatever the locale."""
    day = "Mon Tue Wed Thu Fri Sat Sun".split()[when.weekday()]
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[when.month - 1]
    return "%s, %d %s %d %s" % (day, when.day, month, when.year, when.strftime("%H:%M:%S %z"))


@dataclasses.dataclass
class Letter:
    """A message with the folder it lies in and its flags there."""

    folder: str
    sender: Person
    to: list
    subject: str
    when: datetime.datetime
    body: Part
    flags: tuple = ()
    cc: tuple = ()
    charset: str = ""
    message_id: str = ""
    references: tuple = ()
    headers: tuple = ()
    to_text: str = ""   # in place of to: groups, "undisclosed-recipients:;"
    raw: bytes = b""    # in place of everything: broken mail

    def bytes(self):
        if self.raw:
            return self.raw
        charset = self.charset or self.sender.charset
        local = self.when.astimezone(datetime.timezone(datetime.timedelta(hours=self.sender.zone)))
        lines = [("Date", date_header(local)), ("From", self.sender.header()),
                 ("To", self.to_text or ",\r\n ".join(person.header() for person in self.to))]
        if self.cc:
            lines.append(("Cc", ",\r\n ".join(person.header() for person in self.cc)))
        lines.append(("Subject", encoded(self.subject, charset, 9)))
        if self.message_id:
            lines.append(("Message-ID", self.message_id))
        if self.references:
            lines.append(("In-Reply-To", self.references[-1]))
            lines.append(("References", "\r\n ".join(self.references)))
        lines += list(self.headers) + [("MIME-Version", "1.0")]
        head = "".join("%s: %s\r\n" % line for line in lines if line[1])
        return head.encode("utf-8") + self.body.bytes()
