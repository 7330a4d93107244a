"""Small real files for the attachments: pictures, documents, tables, tracks. All made here, none copied."""

import datetime
import io
import math
import struct
import zipfile
import zlib


def png(width, height, colour_at):
    """A PNG whose pixel (x, y) is colour_at(x, y), three numbers from 0 to 255."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            red, green, blue = colour_at(x, y)
            rows += bytes((int(red) & 255, int(green) & 255, int(blue) & 255))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows), 9))
            + chunk(b"IEND", b""))


def mix(one, other, share):
    return tuple(a + (b - a) * share for a, b in zip(one, other))


def landscape(width=360, height=200, sky=((250, 214, 165), (96, 140, 190)), hills=((64, 92, 96), (38, 60, 66)), seed=1):
    """Hills behind hills under an evening sky, with a low sun."""
    def ridge(x, layer):
        t = x / width * 6.3 + seed * 1.7 + layer * 2.1
        return height * (0.52 + layer * 0.15 + 0.07 * math.sin(t) + 0.035 * math.sin(2.7 * t + seed))

    ridges = [[ridge(x, layer) for x in range(width)] for layer in range(3)]
    sun_x, sun_y, sun_r = width * (0.22 + 0.11 * (seed % 5)), height * 0.36, height * 0.075

    def colour(x, y):
        for layer in (2, 1, 0):
            if y > ridges[layer][x]:
                return mix(hills[0], hills[1], layer / 2)
        distance = math.hypot(x - sun_x, y - sun_y)
        base = mix(sky[1], sky[0], min(1, y / height / 0.6))
        if distance < sun_r:
            return (255, 244, 214)
        return mix(base, (255, 236, 190), max(0, 0.6 - distance / height) * 0.9)

    return png(width, height, colour)


def sea(width=360, height=190, seed=3):
    """A pier and the sea in the morning."""
    horizon = height * 0.45

    def colour(x, y):
        if y < horizon:
            return mix((176, 206, 226), (246, 236, 220), y / horizon)
        if abs(x - width * 0.7) < (y - horizon) * 0.25 + 2:
            plank = int((y - horizon) / 7) % 2
            return (120 + plank * 12, 96 + plank * 10, 74)
        wave = math.sin(x * 0.09 + seed + math.sin(y * 0.4)) * math.sin(y * 0.7)
        return mix((52, 108, 132), (142, 186, 196), 0.35 + 0.25 * wave)

    return png(width, height, colour)


def badge(size=96, ink=(34, 84, 110), paper=(250, 246, 236)):
    """The company's mark: a wheel with a wave in it."""
    half = size / 2

    def colour(x, y):
        dx, dy = x - half + 0.5, y - half + 0.5
        r = math.hypot(dx, dy) / half
        if r > 0.98:
            return (255, 255, 255)
        if r > 0.84 or abs(dy - math.sin(dx / half * 6) * half * 0.16) < half * 0.09 and r < 0.7:
            return ink
        if r < 0.78 and abs(math.sin(math.atan2(dy, dx) * 4)) < 0.05 / max(r, 0.05):
            return mix(ink, paper, 0.6)
        return paper

    return png(size, size, colour)


def chart(values, width=420, height=180):
    """A bar chart."""
    top, step = max(values), width / len(values)

    def colour(x, y):
        value = values[min(len(values) - 1, int(x / step))]
        if y > height - 3:
            return (90, 96, 102)
        if (x % step) > step * 0.2 and y > height - 3 - value / top * (height - 16):
            return mix((86, 148, 168), (36, 86, 112), (height - y) / height)
        return (232, 234, 236) if y % 36 == 0 else (252, 252, 251)

    return png(width, height, colour)


def pdf(title, lines):
    """A one-page PDF with a title and lines of text."""
    def escape(line):
        return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252", "replace")

    content = b"BT /F1 20 Tf 60 770 Td (" + escape(title) + b") Tj /F1 11 Tf 0 -36 Td 16 TL\n"
    content += b"".join(b"(" + escape(line) + b") Tj T*\n" for line in lines) + b"ET"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
               b"/Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def archive(files):
    """A ZIP of {name: bytes}, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def calendar(uid, summary, start, minutes, place, organizer):
    """An invitation (iCalendar)."""
    stamp = "%Y%m%dT%H%M%SZ"
    end = start + datetime.timedelta(minutes=minutes)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Saltwind//Rota//EN", "METHOD:REQUEST", "BEGIN:VEVENT",
             "UID:" + uid, "DTSTAMP:" + start.strftime(stamp), "DTSTART:" + start.strftime(stamp),
             "DTEND:" + end.strftime(stamp), "SUMMARY:" + summary, "LOCATION:" + place,
             "ORGANIZER:mailto:" + organizer, "ATTENDEE;RSVP=TRUE:mailto:alice@saltwind.example",
             "END:VEVENT", "END:VCALENDAR"]
    return "\r\n".join(lines) + "\r\n"


def track(name, points):
    """A GPX track."""
    rows = "".join('<trkpt lat="%.5f" lon="%.5f"/>' % point for point in points)
    return ('<?xml version="1.0"?><gpx version="1.1" creator="samples" xmlns="http://www.topografix.com/GPX/1/1">'
            "<trk><name>%s</name><trkseg>%s</trkseg></trk></gpx>\n" % (name, rows)).encode()
