"""References between H.264 pictures, read from their headers (ITU-T H.264, 7.3.2.1, 7.3.3, 7.4.3, D.2.8)."""

from collections.abc import Iterator
from dataclasses import dataclass

# Kinds of units, and the profiles whose parameter sets name a chroma format.
_SLICE, _IDR, _SEI, _SPS = 1, 5, 6, 7
_CHROMA_PROFILES = frozenset({44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244})
_RECOVERY_POINT = 6
# Bytes of a unit that are read: parameter sets with scaling lists are shorter, a slice header needs twenty.
_HEAD_BYTES, _SLICE_BYTES = 512, 40


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """One coded picture. `recovery` counts pictures until a refresh is complete, None without one."""

    number: int
    reference: bool
    idr: bool
    recovery: int | None


class Bits:
    """The bits of a unit in order, followed by zeros."""

    def __init__(self, unit: bytes) -> None:
        plain = unit.replace(b"\0\0\3", b"\0\0")
        self._value, self._left = int.from_bytes(plain, "big"), 8 * len(plain)

    def take(self, count: int) -> int:
        """The next `count` bits as a number."""
        self._left -= count
        shifted = self._value >> self._left if self._left >= 0 else self._value << -self._left
        return shifted & ((1 << count) - 1)

    def golomb(self) -> int:
        """An Exp-Golomb number (9.1)."""
        zeros = 0
        while zeros < 32 and self._left > 0 and not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        """A signed Exp-Golomb number (9.1.1)."""
        code = self.golomb()
        return (code + 1) // 2 if code % 2 else -(code // 2)


@dataclass(frozen=True, slots=True)
class _Sequence:
    """The fields of a sequence parameter set about picture numbers."""

    number_bits: int
    planes_apart: bool
    gaps_allowed: bool


class H264Headers:
    """Reads the first header of each picture of one stream and remembers its parameter sets."""

    def __init__(self, extradata: bytes | None) -> None:
        """`extradata` of the container holds parameter sets in either form, or nothing."""
        self._length_bytes = 0
        self._sequence: _Sequence | None = None
        if extradata and extradata[0] == 1 and len(extradata) > 8:
            self._length_bytes = (extradata[4] & 3) + 1
            self._sequence = _sequence(extradata[8 : 8 + _HEAD_BYTES])
        elif extradata:
            self.read(memoryview(extradata))

    @property
    def numbers(self) -> int:
        """The count of picture numbers before they restart; 0 when they do not reveal losses."""
        known = self._sequence
        return 0 if known is None or known.gaps_allowed else 1 << known.number_bits

    def read(self, packet: memoryview) -> PictureHeader | None:
        """The header of the picture in a packet; None without a readable one."""
        recovery: int | None = None
        for unit in self._units(packet):
            kind = unit[0] & 31
            if kind == _SPS:
                self._sequence = _sequence(bytes(unit[:_HEAD_BYTES]))
            elif kind == _SEI:
                found = _recovery(bytes(unit[:_HEAD_BYTES]))
                recovery = recovery if found is None else found
            elif kind in (_SLICE, _IDR) and self._sequence is not None:
                return _header(bytes(unit[:_SLICE_BYTES]), self._sequence, recovery)
        return None

    def _units(self, packet: memoryview) -> Iterator[memoryview]:
        return _by_length(packet, self._length_bytes) if self._length_bytes else _by_start_code(packet)


def _by_length(packet: memoryview, count: int) -> Iterator[memoryview]:
    at = 0
    while at + count < len(packet):
        size = int.from_bytes(packet[at : at + count], "big")
        at += count
        if size:
            yield packet[at : at + size]
        at += size


def _by_start_code(packet: memoryview) -> Iterator[memoryview]:
    """Units between start codes, up to the first slice."""
    data = bytes(packet[: 16 * _HEAD_BYTES])
    at = data.find(b"\0\0\1")
    while 0 <= at < len(data) - 4:
        after = data.find(b"\0\0\1", at + 3)
        yield packet[at + 3 : after if after > 0 else len(packet)]
        at = after


def _sequence(unit: bytes) -> _Sequence:
    bits = Bits(unit[1:])
    profile = bits.take(8)
    bits.take(16)
    bits.golomb()
    planes_apart = profile in _CHROMA_PROFILES and _skip_chroma(bits)
    number_bits = bits.golomb() + 4
    _skip_order(bits)
    bits.golomb()
    return _Sequence(number_bits, planes_apart, bool(bits.take(1)))


def _skip_chroma(bits: Bits) -> bool:
    """Whether colour planes are coded separately; skips the fields of chroma and scaling."""
    chroma = bits.golomb()
    apart = chroma == 3 and bool(bits.take(1))
    bits.golomb()
    bits.golomb()
    bits.take(1)
    if bits.take(1):
        for index in range(12 if chroma == 3 else 8):
            if bits.take(1):
                _skip_scaling(bits, 16 if index < 6 else 64)
    return apart


def _skip_scaling(bits: Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed()) % 256
        last = following or last


def _skip_order(bits: Bits) -> None:
    """Skip the fields of the picture order."""
    kind = bits.golomb()
    if kind == 0:
        bits.golomb()
    elif kind == 1:
        bits.take(1)
        bits.signed()
        bits.signed()
        for _ in range(min(bits.golomb(), 255)):
            bits.signed()


def _recovery(unit: bytes) -> int | None:
    """Pictures until the recovery point of a supplemental message; None without one."""
    at = 1
    while at + 2 < len(unit):
        kind, at = _summed(unit, at)
        size, at = _summed(unit, at)
        if kind == _RECOVERY_POINT:
            return Bits(unit[at : at + size]).golomb()
        at += size
    return None


def _summed(unit: bytes, at: int) -> tuple[int, int]:
    """A number coded as bytes of 255 and a last one, and the position after it."""
    total = 0
    while at < len(unit) and unit[at] == 255:
        total, at = total + 255, at + 1
    return (total + unit[at] if at < len(unit) else total), at + 1


def _header(unit: bytes, sequence: _Sequence, recovery: int | None) -> PictureHeader:
    bits = Bits(unit[1:])
    for _ in range(3):
        bits.golomb()
    if sequence.planes_apart:
        bits.take(2)
    number = bits.take(sequence.number_bits)
    return PictureHeader(number, bool(unit[0] & 0x60), unit[0] & 31 == _IDR, recovery)
