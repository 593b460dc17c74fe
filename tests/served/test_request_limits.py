"""Long, deep and endless requests: refused in one line, and the server stays as small as it was."""

import json

import psutil
import pytest

from tests.support.served_program import ServedProgram, get, post, rest

SIGN_IN = b"POST /api/v1/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
CHUNK = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
SOCKET = b"POST /_nicegui_ws/socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n"


def refusal(answer: bytes) -> tuple[int, str]:
    """The status and the one line of a refusal."""
    head, _, body = answer.partition(b"\r\n\r\n")
    detail = json.loads(body)["detail"]
    assert "\n" not in detail
    return int(head.split(b" ", 2)[1]), detail


@pytest.mark.parametrize("head", [SIGN_IN, SOCKET], ids=["the API", "the pages' socket"])
def test_three_hundred_megabytes_are_refused_before_they_come(served: ServedProgram, head: bytes) -> None:
    status, line = refusal(served.answer(head + b"Content-Length: 300000000\r\n\r\n"))
    assert (status, line.rsplit(" ", 2)[0]) == (413, "the body is longer than")


@pytest.mark.parametrize("head", [SIGN_IN, SOCKET], ids=["the API", "the pages' socket"])
def test_an_endless_body_is_cut_off_and_leaves_the_server_small(served: ServedProgram, head: bytes) -> None:
    process = psutil.Process(served.pid)
    before = process.memory_info().rss
    with served.connect() as line:
        line.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        with pytest.raises(ConnectionError):
            for _ in range(5000):  # 300 MB
                line.sendall(CHUNK)
    assert process.memory_info().rss - before < 40e6


def test_a_body_that_is_a_little_too_long_gets_its_answer(served: ServedProgram) -> None:
    body = json.dumps({"name": "sun", "password": "x" * 5000})
    answer = post(f"{served.address}/api/v1/sign-in", content=body)
    assert (answer.status_code, answer.json()["detail"]) == (413, "the body is longer than 4096 bytes")
    chunked = post(f"{served.address}/api/v1/sign-in", content=iter([body.encode()]))
    assert chunked.status_code == 413


def test_a_body_that_is_nested_deep_is_refused(served: ServedProgram) -> None:
    answer = post(f"{served.address}/api/v1/events/1/reviews", content=b"[" * 100_000)
    assert (answer.status_code, answer.json()["detail"]) == (400, "the body is nested deeper than 32 levels")


def test_a_string_full_of_brackets_and_quotes_is_not_deep(served: ServedProgram) -> None:
    text = {"name": '[{"' * 500, "password": '\\"' * 200}
    assert post(f"{served.address}/api/v1/sign-in", json=text).status_code in (401, 422)


def test_a_long_address_and_long_headers_are_refused(served: ServedProgram) -> None:
    assert get(f"{served.address}/api/v1/health?x={'y' * 9000}").status_code == 414
    assert get(f"{served.address}/signin", headers={"X-Long": "y" * 40_000}).status_code == 431
    many = {f"X-{n}": "y" for n in range(120)}
    assert get(f"{served.address}/api/v1/health", headers=many).status_code == 431


def test_two_lengths_or_a_length_and_chunks_are_no_request(served: ServedProgram) -> None:
    """One server would end the request here, another one there, and read a second request out of the rest."""
    twice = SIGN_IN + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"
    both = SIGN_IN + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert [served.status(twice), served.status(both)] == [400, 400]


def test_a_refused_body_is_not_read_as_the_next_request(served: ServedProgram) -> None:
    hidden = b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with served.connect() as line:
        line.sendall(SIGN_IN + b"Content-Length: 5000\r\n\r\n" + hidden * 100)
        assert rest(line).count(b"HTTP/1.1 ") == 1
