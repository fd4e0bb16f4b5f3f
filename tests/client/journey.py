"""A person registers, another waits, a third proposes and reads, all with the generated client.

It fails if an operation or a model is missing, or if an answer is not what the document says.
"""

import re
import socket
import subprocess
import sys
import time

import httpx
from plumbline_client import AuthenticatedClient, Client
from plumbline_client.api.home import get_conferences_conference
from plumbline_client.api.register import (
    delete_conferences_conference_registrations_id,
    get_conferences_conference_waitlist_id,
    post_conferences_conference_registrations,
    post_conferences_conference_waitlist,
    post_conferences_conference_waitlist_id_accept,
)
from plumbline_client.api.sign_in import post_sign_in, post_sign_in_token
from plumbline_client.api.submit_proposal import (
    get_conferences_conference_proposals,
    get_conferences_conference_proposals_id,
    post_conferences_conference_tracks_track_proposals,
)
from plumbline_client.models import Code, Email, Join, Propose, Register

EDITION = "client-test"


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def wait_until(what, found, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if result := found():
                return result
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"{what}: not within {seconds} s")


def expect(status, response):
    assert response.status_code == status, f"{response.status_code} instead of {status}: {response.content.decode()}"
    return response.parsed


def register(client, email):
    body = Register(name="An Attendee", email=email, attendance="in_person")
    return post_conferences_conference_registrations.sync_detailed(EDITION, client=client, body=body)


def sign_in(client, url, email):
    expect(202, post_sign_in.sync_detailed(client=client, body=Email(email=email)))

    def link():
        mails = httpx.get(f"{url}/_local/outbox", headers={"accept": "application/json"}).json()
        texts = [mail["text"] for mail in mails if mail["to"] == email]
        return re.search(r"/sign-in/(\S+)", texts[0]) if texts else None

    token = wait_until("the mail to sign in", link).group(1)
    return expect(200, post_sign_in_token.sync_detailed(token, client=client, body=Code())).token


def journey(url):
    client = Client(base_url=url)
    edition = expect(200, get_conferences_conference.sync_detailed(EDITION, client=client))
    assert edition.registration.state == "open", edition

    first = expect(201, register(client, "first@example.org"))
    sold_out = expect(409, register(client, "second@example.org"))
    assert sold_out.type_ == "/problems/sold-out", sold_out

    join = Join(name="Second", email="second@example.org", reason="To come.")
    entry = expect(201, post_conferences_conference_waitlist.sync_detailed(EDITION, client=client, body=join))
    assert entry.state == "waiting" and entry.position == 1, entry

    holder = AuthenticatedClient(base_url=url, token=first.manage_token)
    gone = expect(200, delete_conferences_conference_registrations_id.sync_detailed(EDITION, first.id, client=holder))
    assert gone.state == "cancelled", gone

    waiting = AuthenticatedClient(base_url=url, token=entry.manage_token)

    def offered():
        now = get_conferences_conference_waitlist_id.sync_detailed(EDITION, entry.id, client=waiting)
        return expect(200, now).state == "offered"

    wait_until("the offer", offered)
    accepted = post_conferences_conference_waitlist_id_accept.sync_detailed(EDITION, entry.id, client=waiting)
    assert expect(200, accepted).state == "confirmed", accepted

    speaker = AuthenticatedClient(base_url=url, token=sign_in(client, url, "speaker@example.org"))
    talk = Propose.from_dict(
        {
            "title": "Counting",
            "abstract": "How passes are counted.",
            "speakers": [{"name": "A Speaker", "email": "speaker@example.org"}],
            "submit": True,
        }
    )
    made = post_conferences_conference_tracks_track_proposals.sync_detailed(EDITION, "talks", client=speaker, body=talk)
    proposal = expect(201, made)
    found = get_conferences_conference_proposals_id.sync_detailed(EDITION, proposal.id, client=speaker)
    assert expect(200, found).title == "Counting", found
    listed = expect(200, get_conferences_conference_proposals.sync_detailed(EDITION, client=speaker))
    assert [one.id for one in listed.proposals] == [proposal.id], listed


def main(plumbline):
    listen = f"127.0.0.1:{free_port()}"
    url = f"http://{listen}"
    server = subprocess.Popen(
        [plumbline, "--listen", listen, "--memory", "--conference", "tests/client/conference.toml"]
    )
    try:
        wait_until("the server", lambda: httpx.get(f"{url}/healthz").is_success)
        journey(url)
    finally:
        server.terminate()
        server.wait()
    print("The generated client registered, waited, proposed and read.")


main(sys.argv[1])
