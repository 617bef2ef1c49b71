"""Draws a QR code (ISO/IEC 18004) as a PNG: bytes mode, level L, versions 1 to 5, mask 0. Enough for a test picture; not a library.

Versions 1 to 5 at level L have a single block, so that codewords need no interleaving.
"""

import struct
import zlib

# version -> (data codewords, error correction codewords)
SIZES = {1: (19, 7), 2: (34, 10), 3: (55, 15), 4: (80, 20), 5: (108, 26)}
# Level L with mask 0, BCH-coded and masked (table C.1).
FORMAT = 0b111011111000100


def times(a, b):
    """The product in GF(256) modulo 0x11D."""
    out = 0
    for bit in range(7, -1, -1):
        out = (out << 1) ^ (0x11D if out >> 7 else 0)
        out ^= a if b >> bit & 1 else 0
    return out


def correction(data, count):
    """Reed-Solomon remainder of the data."""
    divisor, root = [0] * (count - 1) + [1], 1
    for _ in range(count):
        divisor = [times(value, root) ^ (divisor[i + 1] if i + 1 < count else 0) for i, value in enumerate(divisor)]
        root = times(root, 2)
    rest = [0] * count
    for byte in data:
        factor = byte ^ rest.pop(0)
        rest = [value ^ times(coefficient, factor) for value, coefficient in zip(rest + [0], divisor)]
    return rest


def codewords(data):
    """The version, and all codewords as bits."""
    version = next((v for v, (count, _) in SIZES.items() if len(data) + 2 <= count), None)
    if version is None:
        raise ValueError(f"{len(data)} bytes are more than this draws")
    count, extra = SIZES[version]
    bits = f"0100{len(data):08b}" + "".join(f"{byte:08b}" for byte in data) + "0000"
    words = [int(bits[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(bits), 8)][:count]
    words += [(0xEC, 0x11)[i % 2] for i in range(count - len(words))]
    return version, "".join(f"{word:08b}" for word in words + correction(words, extra))


def matrix(data):
    """Rows of booleans, dark is true."""
    version, bits = codewords(data)
    side = 17 + 4 * version
    cells = [[None] * side for _ in range(side)]

    def put(row, column, dark):
        if 0 <= row < side and 0 <= column < side:
            cells[row][column] = dark

    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        for y in range(-1, 8):
            for x in range(-1, 8):
                put(top + y, left + x, max(abs(y - 3), abs(x - 3)) not in (2, 4))
    if version > 1:
        for y in range(-2, 3):
            for x in range(-2, 3):
                put(side - 7 + y, side - 7 + x, max(abs(y), abs(x)) != 1)
    for i in range(8, side - 8):
        cells[6][i] = cells[i][6] = i % 2 == 0
    form = [bool(FORMAT >> i & 1) for i in range(15)]
    for i in range(15):
        put((i, i + 1, side - 15 + i)[(i > 5) + (i > 7)], 8, form[i])
        put(8, (side - 1 - i, 7, 14 - i)[(i > 7) + (i > 8)], form[i])
    put(side - 8, 8, True)
    place(cells, side, bits)
    return [[bool(cell) for cell in row] for row in cells]


def place(cells, side, bits):
    """Fills the free cells in the zigzag order, masked."""
    free, upward = iter(bits), True
    for right in (c for c in range(side - 1, 0, -2)):
        right -= right <= 6
        for step in range(side):
            row = side - 1 - step if upward else step
            for column in (right, right - 1):
                if cells[row][column] is None:
                    cells[row][column] = (next(free, "0") == "1") ^ ((row + column) % 2 == 0)
        upward = not upward


def png(text, scale=6, margin=4):
    """A grey PNG of the code of this text (UTF-8)."""
    rows = matrix(text.encode("utf-8"))
    side = (len(rows) + 2 * margin) * scale
    blank = b"\0" + b"\xff" * side
    lines = [blank] * (margin * scale)
    for row in rows:
        line = b"\xff" * (margin * scale) + b"".join((b"\0" if cell else b"\xff") * scale for cell in row) + b"\xff" * (margin * scale)
        lines += [b"\0" + line] * scale
    lines += [blank] * (margin * scale)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"".join(lines))) + chunk(b"IEND", b""))
