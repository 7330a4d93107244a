"""ENVELOPE, BODYSTRUCTURE and BODY[...] of a message (RFC 9051 section 7.5.2)."""

import email
import email.policy
import email.utils
import re

from scripted.grammar import SyntaxProblem, quoted


def split(body):
    """Header (with the empty line) and text."""
    header, _, text = body.partition(b"\r\n\r\n")
    return header + b"\r\n\r\n", text


def fields(header, names, without=False):
    """The lines of the header whose names are (not) among names, and the empty line."""
    wanted = {bytes(name).lower() for name in names}
    lines = re.findall(rb"[^\r\n]+(?:\r\n[ \t][^\r\n]*)*\r\n", header)
    return b"".join(line for line in lines if (line.split(b":")[0].strip().lower() in wanted) != without) + b"\r\n"


def _message(body):
    return email.message_from_bytes(body, policy=email.policy.compat32)


def _addresses(message, name):
    found = email.utils.getaddresses([str(value) for value in message.get_all(name, [])])
    parts = []
    for person, address in found:
        mailbox, _, host = address.partition("@")
        parts.append(b"(%s NIL %s %s)" % (quoted(person or None), quoted(mailbox), quoted(host)))
    return b"(%s)" % b"".join(parts) if parts else b"NIL"


def envelope(body):
    message = _message(body)

    def text(name):
        value = message.get(name)
        return quoted(None if value is None else str(value).encode("utf-8", "surrogateescape"))

    sender = _addresses(message, "From")
    people = [sender]
    for name in ("Sender", "Reply-To"):
        own = _addresses(message, name)
        people.append(sender if own == b"NIL" else own)
    people += [_addresses(message, name) for name in ("To", "Cc", "Bcc")]
    return b"(%s %s %s %s %s)" % (text("Date"), text("Subject"), b" ".join(people), text("In-Reply-To"), text("Message-ID"))


def _parameters(pairs):
    if not pairs:
        return b"NIL"
    return b"(%s)" % b" ".join(quoted(name.upper()) + b" " + quoted(value) for name, value in pairs)


def structure(body, extended=True):
    return _structure(_message(body), extended)


def _structure(part, extended):
    kind, subtype = part.get_content_maintype(), part.get_content_subtype()
    parameters = _parameters((part.get_params(failobj=[]) or [("", "")])[1:])
    disposition = b"NIL"
    if part.get("Content-Disposition"):
        named = part.get_params(header="content-disposition")
        disposition = b"(%s %s)" % (quoted(named[0][0].upper()), _parameters(named[1:]))
    if part.is_multipart() and kind == "multipart":
        inner = b"".join(_structure(one, extended) for one in part.get_payload()) + b" " + quoted(subtype.upper())
        return b"(%s%s)" % (inner, b" %s %s NIL" % (parameters, disposition) if extended else b"")
    payload = part.get_payload()
    data = (payload if isinstance(payload, str) else "").encode("ascii", "surrogateescape")
    encoding = str(part.get("Content-Transfer-Encoding", "7BIT")).upper()
    identity, about = part.get("Content-ID"), part.get("Content-Description")
    words = [quoted(kind.upper()), quoted(subtype.upper()), parameters, quoted(identity), quoted(about), quoted(encoding),
             b"%d" % len(data)]
    if kind == "text":
        words.append(b"%d" % data.count(b"\n"))
    if extended:
        words += [b"NIL", disposition, b"NIL"]
    return b"(%s)" % b" ".join(words)


def section(body, name):
    """What BODY[name] holds; b"" where there is no such part."""
    if name.upper().startswith(b"HEADER.FIELDS"):
        match = re.fullmatch(rb"HEADER\.FIELDS(\.NOT)? \(([^)]*)\)", name, re.I)
        if not match:
            raise SyntaxProblem("%r is not a section" % name)
        names = [word.strip(b'"') for word in match.group(2).split()]
        return fields(split(body)[0], names, bool(match.group(1)))
    whole = {b"": body, b"HEADER": split(body)[0], b"TEXT": split(body)[1]}.get(name.upper())
    if whole is not None:
        return whole
    match = re.fullmatch(rb"(\d+(?:\.\d+)*)(?:\.(MIME|HEADER|TEXT))?", name, re.I)
    if not match:
        raise SyntaxProblem("%r is not a section" % name)
    found = _message(body)
    for number in match.group(1).split(b"."):
        index = int(number) - 1
        if not found.is_multipart():
            return b"" if index else _bytes(found, match.group(2))
        if index >= len(found.get_payload()):
            return b""
        found = found.get_payload()[index]
    return _bytes(found, match.group(2))


def _bytes(part, what):
    data = part.as_bytes(policy=email.policy.compat32.clone(linesep="\r\n"))
    header, text = split(data)
    return header if what and what.upper() in (b"MIME", b"HEADER") else text
