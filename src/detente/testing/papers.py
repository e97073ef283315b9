"""A PDF made by hand, page by page and line by line: for tests and measurements of what reads one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["pdf"]

Line = tuple[float, float, float, str]
"""Points from the left, points from the bottom, size of the letters, words."""


def pdf(pages: Sequence[Sequence[Line]], *, info: Mapping[str, str] | None = None, image: bool = False) -> bytes:
    """A PDF of A4 pages set in Helvetica, with the entries of its information dictionary; ``image`` puts a picture on each page.

    >>> pdf([[(72, 720, 12, "North left.")]])[:8]
    b'%PDF-1.4'
    """
    entries = "".join(f"/{key} ({_escaped(value)}) " for key, value in (info or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {entries}>>".encode("cp1252"),
        b"<< /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream",
    ]
    for number, lines in enumerate(pages):
        words = "\n".join(f"BT /F1 {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm ({_escaped(said)}) Tj ET" for x, y, size, said in lines)
        content = (words + ("\nq 500 0 0 700 50 50 cm /Im1 Do Q" if image else "")).encode("cp1252")
        resources = b"<< /Font << /F1 3 0 R >> %s>>" % (b"/XObject << /Im1 5 0 R >> " if image else b"")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>" % (resources, 7 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(made)


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
