"""What a server can do wrong. A fault is written NAME, NAME@COMMAND or NAME@COMMAND=NUMBER; without a command it strikes
at the greeting. Each takes the answer the server would have given and sends something else.

    close       hang up without an answer
    silence     no answer, and the connection stays
    drip        the answer byte by byte, NUMBER milliseconds apart (5)
    cut         half of the answer, if possible inside a literal, then hang up
    bye         half of the answer, BYE, and hang up
    wrongtag    a tag that nobody used, then the right one
    garbage     lines that are no IMAP, then the answer
    notimap     another protocol
    hugeline    a line of NUMBER bytes (20000000) without an end
    hugeliteral a literal of more than 2^63 bytes is announced
"""

import time

NAMES = ("close", "silence", "drip", "cut", "bye", "wrongtag", "garbage", "notimap", "hugeline", "hugeliteral")


class HangUp(Exception):
    """The connection ends here."""


def parse(text):
    """(name, command, number) of "cut@FETCH=3"."""
    name, _, where = text.partition("@")
    command, _, number = where.partition("=")
    if name not in NAMES:
        raise ValueError("no fault %s; there are %s" % (name, ", ".join(NAMES)))
    return name, command.upper() or "GREETING", int(number or 0)


def strike(fault, send, tag, answer, complete):
    """Sends `answer` (the untagged part) and `complete` (the tagged line) as the fault has it."""
    name, _, number = fault
    whole = answer + complete
    if name == "close":
        raise HangUp
    if name == "silence":
        return
    if name == "drip":
        for at in range(len(whole)):
            send(whole[at:at + 1])
            time.sleep((number or 5) / 1000)
        return
    if name == "cut":
        inside = answer.rfind(b"}\r\n")
        send(answer[:inside + 3 + 10] if inside >= 0 else whole[:max(1, len(whole) // 2)])
        raise HangUp
    if name == "bye":
        lines = answer.split(b"\r\n* ")
        send(b"\r\n* ".join(lines[:len(lines) // 2]) + (b"\r\n" if len(lines) > 1 else b""))
        send(b"* BYE [UNAVAILABLE] Going down for maintenance\r\n")
        raise HangUp
    if name == "wrongtag":
        send(answer + b"ZZ99 OK somebody else's answer\r\n" + complete)
    elif name == "garbage":
        send(b"* 1 FETCH (UID x\r\n* \xff\xfe\x00 ???\r\n\r\n* LIST (\\Marked\r\n* 99999999999999999999 EXISTS\r\n" + whole)
    elif name == "notimap":
        send(b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>Bad Request</html>\r\n")
        raise HangUp
    elif name == "hugeline":
        send(b"* OK ")
        for _ in range((number or 20_000_000) // 65536):
            send(b"x" * 65536)
        send(b"\r\n" + whole)
    elif name == "hugeliteral":
        send(b"* 1 FETCH (BODY[] {9223372036854775808}\r\n")
