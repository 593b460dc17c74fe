"""A small camera that speaks ONVIF on this machine: it answers probes, checks passwords and tells its streams."""

import base64
import datetime as dt
import hashlib
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Thread
from typing import Self

from lxml import etree

from tests.support.loopback_http import LoopbackHttp, Received, Reply
from vision.sources.onvif_discovery import GROUP

TDS, TRT = "http://www.onvif.org/ver10/device/wsdl", "http://www.onvif.org/ver10/media/wsdl"
TT = "http://www.onvif.org/ver10/schema"
_SECURITY = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-%s-1.0.xsd}"
_FAULT = (
    '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:ter="http://www.onvif.org/ver10/error">'
    "ter:NotAuthorized</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang='en'>Sender not Authorized</s:Text>"
    "</s:Reason></s:Fault>"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One stream of the camera."""

    name: str
    uri: str
    size: tuple[int, int] = (1920, 1080)
    codec: str = "H264"
    rate: int = 25


@dataclass
class OnvifDevice:
    """Serves until the end of a `with`; its clock is `clock_s` ahead of this machine's."""

    profiles: Sequence[Profile]
    user: str = "viewer"
    password: str = "pa ss/1"
    clock_s: float = 0.0
    asked: list[str] = field(default_factory=list)
    _http: LoopbackHttp = field(init=False)

    def __post_init__(self) -> None:
        self._http = LoopbackHttp(otherwise=self._answer)

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.__exit__(*_)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.port}/onvif/device_service"

    def _answer(self, asked: Received) -> Reply:
        envelope = etree.fromstring(asked.body)
        (question,) = envelope.find("{*}Body")
        name = etree.QName(question).localname
        self.asked.append(name)
        if name != "GetSystemDateAndTime" and not self._knows(envelope):
            return self._soap(_FAULT, 400)
        return self._soap(getattr(self, f"_{name}")(question))

    def _knows(self, envelope: etree._Element) -> bool:
        token = envelope.find(f".//{_SECURITY % 'secext'}UsernameToken")
        if token is None:
            return False
        said = {etree.QName(part).localname: part.text or "" for part in token}
        made = base64.b64decode(said["Nonce"]) + said["Created"].encode() + self.password.encode()
        digest = base64.b64encode(hashlib.sha1(made).digest()).decode()
        # A real camera refuses a request that was signed a while ago by its own clock.
        old = abs((dt.datetime.fromisoformat(said["Created"]) - self._now()).total_seconds())
        return said["Username"] == self.user and said["Password"] == digest and old < 10

    def _now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self.clock_s)

    @staticmethod
    def _soap(body: str, status: int = 200) -> Reply:
        whole = (
            f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="{TDS}" xmlns:trt="{TRT}"'
            f' xmlns:tt="{TT}"><s:Body>{body}</s:Body></s:Envelope>'
        )
        return Reply(status, whole, {"Content-Type": "application/soap+xml; charset=utf-8"})

    def _GetSystemDateAndTime(self, _: etree._Element) -> str:  # noqa: N802 - the name of the question
        now = self._now()
        return (
            "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>"
            "<tt:DaylightSavings>false</tt:DaylightSavings><tt:UTCDateTime>"
            f"<tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute>"
            f"<tt:Second>{now.second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.year}</tt:Year>"
            f"<tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date></tt:UTCDateTime>"
            "</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
        )

    def _GetServices(self, _: etree._Element) -> str:  # noqa: N802
        version = "<tds:Version><tt:Major>2</tt:Major><tt:Minor>6</tt:Minor></tds:Version>"
        services = "".join(
            f"<tds:Service><tds:Namespace>{name}</tds:Namespace><tds:XAddr>{self.address}</tds:XAddr>{version}"
            "</tds:Service>"
            for name in (TDS, TRT)
        )
        return f"<tds:GetServicesResponse>{services}</tds:GetServicesResponse>"

    def _GetDeviceInformation(self, _: etree._Element) -> str:  # noqa: N802
        return (
            "<tds:GetDeviceInformationResponse><tds:Manufacturer>Acme</tds:Manufacturer><tds:Model>Dome 2</tds:Model>"
            "<tds:FirmwareVersion>5.7</tds:FirmwareVersion><tds:SerialNumber>1</tds:SerialNumber>"
            "<tds:HardwareId>1</tds:HardwareId></tds:GetDeviceInformationResponse>"
        )

    def _GetProfiles(self, _: etree._Element) -> str:  # noqa: N802
        return (
            f"<trt:GetProfilesResponse>{''.join(map(self._profile, self.profiles))}</trt:GetProfilesResponse>"
        )

    def _profile(self, one: Profile) -> str:
        width, height = one.size
        return (
            f'<trt:Profiles token="{one.name}" fixed="true"><tt:Name>{one.name}</tt:Name>'
            f'<tt:VideoEncoderConfiguration token="e{one.name}"><tt:Name>e</tt:Name><tt:UseCount>1</tt:UseCount>'
            f"<tt:Encoding>{one.codec}</tt:Encoding><tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}"
            "</tt:Height></tt:Resolution><tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>"
            f"{one.rate}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>2048"
            "</tt:BitrateLimit></tt:RateControl><tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type>"
            "<tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL>"
            "<tt:AutoStart>false</tt:AutoStart></tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout>"
            "</tt:VideoEncoderConfiguration></trt:Profiles>"
        )

    def _GetStreamUri(self, question: etree._Element) -> str:  # noqa: N802
        token = question.findtext(f"{{{TRT}}}ProfileToken")
        uri = next(one.uri for one in self.profiles if one.name == token)
        return (
            f"<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>{uri}</tt:Uri><tt:InvalidAfterConnect>false"
            "</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT60S"
            "</tt:Timeout></trt:MediaUri></trt:GetStreamUriResponse>"
        )


class ProbeListener:
    """Answers each probe on the network of this machine with `answers`, one datagram for each."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = answers
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(GROUP)
        member = struct.pack("4s4s", socket.inet_aton(GROUP[0]), socket.inet_aton("127.0.0.1"))
        self._socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        self._thread = Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
            end.sendto(b"end", GROUP)
        self._thread.join(10)
        self._socket.close()

    def _listen(self) -> None:
        while True:
            said, sender = self._socket.recvfrom(65_507)
            if said == b"end":
                return
            if b"NetworkVideoTransmitter" in said:
                for answer in self._answers:
                    self._socket.sendto(answer, sender)


def probe_match(address: str, scopes: str = "onvif://www.onvif.org/name/East%20door") -> bytes:
    """The answer of a camera to a probe."""
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
        ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body><d:ProbeMatches><d:ProbeMatch>'
        f"<d:Scopes>{scopes} onvif://www.onvif.org/hardware/Dome-2</d:Scopes>"
        f"<d:XAddrs>http://[fe80::1]/onvif {address}</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
    ).encode()
