"""What people do, over HTTP, with the real functions; each story goes on from where the one before it ended."""

import datetime
import json
import re
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import build
from stack import ALIAS, NAME, ORGANIZER, eventually

EDITION = "deployed-conf"
PASSES = 6
PATH = f"/conferences/{EDITION}"
LEAD = "lead@example.org"


def day(from_now):
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=from_now)).date().isoformat()


def edition():
    return {
        "id": EDITION,
        "series": "deployed",
        "name": "Deployed Conf",
        "starts_on": day(200),
        "ends_on": day(202),
        "time_zone": "Europe/Berlin",
        "contact": "contact@example.org",
        "organizers": [ORGANIZER],
        "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
        "registration": {"opens": day(-2) + "T09:00:00Z", "closes": day(199) + "T18:00:00Z"},
        "pools": [
            {"id": "general", "capacity": PASSES},
            {"id": "virtual", "capacity": 5},
            {"id": "speakers", "capacity": 1, "claim_by": day(100) + "T12:00:00Z"},
        ],
        "tracks": [
            {
                "id": "talks",
                "name": "Talks",
                "kind": "refereed",
                "leads": [LEAD],
                "description": "Talks about everything.",
                "cfp": {"opens": day(-2) + "T09:00:00Z", "closes": day(60) + "T18:00:00Z"},
            }
        ],
        "rooms": [{"id": "hall", "name": "Hall"}],
        "bof_slots": [{"room": "hall", "starts": day(201) + "T17:00:00", "minutes": 60}],
    }


def person(name):
    return {"name": f"Attendee {name}", "email": f"{name}@example.org", "attendance": "in_person"}


def register(stack, name):
    return stack.ask("POST", f"{PATH}/registrations", person(name), headers={"Idempotency-Key": f"key-of-{name}"})


def ledger(stack):
    answer = stack.ask("GET", f"{PATH}/pools/general", token=stack.organizer)
    assert answer.status == 200, f"the pool was answered {answer}"
    assert answer.json["capacity"] == sum(answer.json[part] for part in ("free", "spare", "held", "taken")), answer
    return {part: answer.json[part] for part in ("capacity", "free", "spare", "held", "taken")}


def the_stack_answers(stack):
    health = stack.ask("GET", "/healthz")
    assert health.status == 200, f"/healthz was answered {health}"
    home = stack.ask("GET", "/", headers={"Accept": "text/html"})
    assert home.status == 200 and "<html" in home.text, f"/ was answered {home}"
    missing = stack.ask("GET", "/no/such/page")
    assert missing.status == 404 and missing.json["type"] == "/problems/not-found", f"an unknown path: {missing}"


def sign_in(stack, address):
    """Signs in by the mailed link, and answers the token."""
    asked = stack.ask("POST", "/sign-in", {"email": address})
    assert asked.status == 202, f"signing in was answered {asked}"
    mail = stack.mail_to(address, "is your sign-in code")
    entered = stack.ask("POST", mail.link())
    assert entered.status == 200, f"the mailed link was answered {entered}"
    return entered.json["token"]


def the_first_organizer_signs_in_by_mail_and_creates_the_edition(stack):
    refused = stack.ask("PUT", PATH, edition())
    assert refused.status in (401, 403), f"a stranger creates an edition: {refused}"
    stack.organizer = sign_in(stack, ORGANIZER)
    created = stack.ask("PUT", PATH, edition(), token=stack.organizer)
    assert created.status == 201, f"creating the edition was answered {created}"
    page = stack.ask("GET", PATH)
    assert page.status == 200 and page.json["name"] == "Deployed Conf", f"the edition: {page}"


def the_stream_runs_a_workflow_sooner_than_its_schedule(stack):
    # The sign-in mail was due at once. The workflow runs every minute anyway, so only the log shows what started it.
    eventually(
        lambda: any("invoked workflows" in line and "deliver-mail" in line for line in stack.log_lines("wake")),
        "wake invoked no deliver-mail: " + "\n".join(stack.log_lines("wake")[-5:]),
    )


def everyone_registers_until_it_is_sold_out(stack):
    names = [f"attendee-{n}" for n in range(PASSES + 4)]
    with ThreadPoolExecutor(4) as crowd:
        answers = dict(zip(names, crowd.map(lambda name: register(stack, name), names)))
    for name in [name for name, answer in answers.items() if answer.status == 503]:
        # What the answer asks for: again, a little later, with the same key.
        answers[name] = eventually(
            lambda name=name: (lambda answer: answer if answer.status != 503 else None)(register(stack, name)),
            f"{name} only gets 503",
        )
    got = [name for name, answer in answers.items() if answer.status == 201]
    refused = [answer for answer in answers.values() if answer.status != 201]
    assert len(got) == PASSES, f"{len(got)} of {PASSES} passes were given: {answers}"
    for answer in refused:
        assert answer.status == 409 and answer.json["type"] == "/problems/sold-out", f"a refusal: {answer}"
    assert ledger(stack) == {"capacity": PASSES, "free": 0, "spare": 0, "held": 0, "taken": PASSES}, ledger(stack)
    again = register(stack, got[0])
    assert again.json == answers[got[0]].json, f"a repeat was answered {again}, and before {answers[got[0]]}"
    stack.registered = {name: answers[name].json for name in got}


def everyone_gets_one_confirmation_with_a_link_that_works(stack):
    stack.tokens = {}
    for name, held in stack.registered.items():
        mails = eventually(lambda name=name: stack.mails_to(f"{name}@example.org"), f"no mail to {name}")
        assert len(mails) == 1, f"{name} got {len(mails)} mails: {[mail.subject for mail in mails]}"
        link = urllib.parse.urlsplit(mails[0].link())
        assert link.path == f"{PATH}/registrations/{held['id']}", f"the link in the confirmation: {link}"
        stack.tokens[name] = urllib.parse.parse_qs(link.query)["token"][0]
        shown = stack.ask("GET", link.path, token=stack.tokens[name])
        assert shown.status == 200 and shown.json["status"] == "confirmed", f"the registration: {shown}"
    opened = stack.ask("GET", mails[0].link(), headers={"Accept": "text/html"})
    assert opened.status == 303, f"the link in the confirmation was answered {opened}"
    # The emulator hands no cookies on to functions: what one opens is looked at in tests/api.
    assert "HttpOnly" in opened.headers["Set-Cookie"], f"the link gives no cookie: {opened.headers}"
    stranger = stack.ask("GET", link.path)
    assert stranger.status in (401, 403, 404), f"a stranger reads a registration: {stranger}"


def a_cancelled_pass_is_on_sale_again(stack):
    name, held = stack.registered.popitem()
    path = f"{PATH}/registrations/{held['id']}"
    cancelled = stack.ask("DELETE", path, token=stack.tokens[name])
    assert cancelled.status in (200, 204), f"cancelling was answered {cancelled}"
    again = stack.ask("DELETE", path, token=stack.tokens[name])
    assert again.status == cancelled.status, f"cancelling twice was answered {again}"
    eventually(lambda: ledger(stack)["free"] == 1, "the cancelled pass does not come back")
    taken = register(stack, "late-comer")
    assert taken.status == 201, f"the pass that came back was refused: {taken}"
    stack.registered["late-comer"] = taken.json


def raised_capacity_reopens_registration_by_the_schedule_alone(stack):
    mappings = stack.client("lambda").list_event_source_mappings(FunctionName=stack.function("wake"))
    assert len(mappings["EventSourceMappings"]) == 1, f"the readers of the stream: {mappings}"
    for mapping in mappings["EventSourceMappings"]:
        # The schedule is guaranteed; `wake` only runs the workflow sooner.
        stack.client("lambda").update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    time.sleep(3)
    assert register(stack, "too-early").json["type"] == "/problems/sold-out", "it is not sold out"
    raised = stack.ask("PATCH", f"{PATH}/pools/general", {"capacity": PASSES + 2}, token=stack.organizer)
    assert raised.status == 200, f"raising the capacity was answered {raised}"
    eventually(lambda: ledger(stack)["free"] == 2, "the schedule does not reopen registration", within=180)
    for name in ("too-early", "later"):
        answer = register(stack, name)
        assert answer.status == 201, f"after reopening {name} was answered {answer}"
        stack.registered[name] = answer.json
    assert register(stack, "too-late").json["type"] == "/problems/sold-out"
    for mapping in mappings["EventSourceMappings"]:
        stack.client("lambda").update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def a_pass_that_comes_back_goes_to_who_waits(stack):
    waiting = []
    for name in ("waits-first", "waits-second"):
        entry = {"name": f"Attendee {name}", "email": f"{name}@example.org", "reason": "To take part."}
        joined = stack.ask("POST", f"{PATH}/waitlist", entry)
        assert joined.status == 201, f"joining was answered {joined}"
        waiting.append(joined.json)
    first, second = waiting
    assert (first["position"], second["position"]) == (1, 2), f"the positions are {waiting}"
    shown = lambda entry: stack.ask("GET", f"{PATH}/waitlist/{entry['id']}", token=entry["manage_token"]).json
    name = next(name for name in stack.registered if name in stack.tokens)
    held = stack.registered.pop(name)
    cancelled = stack.ask("DELETE", f"{PATH}/registrations/{held['id']}", token=stack.tokens[name])
    assert cancelled.status == 200, f"cancelling was answered {cancelled}"
    eventually(lambda: shown(first)["status"] == "offered", "the pass is not offered", within=120)
    offers = eventually(lambda: stack.mails_to("waits-first@example.org"), "no mail to who waits")
    eventually(lambda: len(stack.mails_to("waits-first@example.org")) >= 2, f"no offer by mail, only {len(offers)}")
    accept = f"{PATH}/waitlist/{first['id']}/accept"
    accepted = stack.ask("POST", accept, token=first["manage_token"])
    assert accepted.status == 200 and accepted.json["pool"] == "general", f"accepting was answered {accepted}"
    again = stack.ask("POST", accept, token=first["manage_token"])
    assert again.json == accepted.json, f"accepting twice was answered {again}"
    assert shown(second)["status"] == "waiting", "the second got an offer too"
    released = stack.ask("POST", f"{PATH}/pools/speakers/release", token=stack.organizer)
    assert released.status == 200 and released.json["released"] == 1, f"releasing was answered {released}"
    eventually(lambda: shown(second)["status"] == "offered", "the released pass is not offered", within=120)
    stack.offered = second
    agenda = stack.ask("GET", f"{PATH}/agenda", token=stack.organizer)
    assert any(line["id"].startswith("end-offers") for line in agenda.json["agenda"]), f"the agenda: {agenda}"
    feed = stack.ask("GET", f"{PATH}/announcements.atom", headers={"Accept": "*/*"})
    assert feed.status == 200 and "is sold out" in feed.text, f"the feed: {feed}"


def an_offer_whose_mail_bounces_lapses(stack):
    # The emulator's mail service sends no events: this is what SES sends through SNS.
    entry = stack.offered
    bounce = {
        "eventType": "Bounce",
        "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"diagnosticCode": "550 no such user"}]},
        "mail": {"messageId": "a-message", "headers": [{"name": "X-Plumbline-Mail", "value": f"offer:{entry['id']}"}]},
    }
    stack.invoke("mail-feedback", {"Records": [{"Sns": {"Message": json.dumps(bounce)}}]})
    shown = stack.ask("GET", f"{PATH}/waitlist/{entry['id']}", token=entry["manage_token"])
    assert shown.json["status"] == "lapsed", f"the entry whose offer bounced: {shown}"
    eventually(lambda: ledger(stack)["free"] == 1, "its pass does not go back on sale", within=120)


def an_organizer_sees_who_is_registered(stack):
    rows = stack.ask("GET", f"{PATH}/registrations.csv", token=stack.organizer, headers={"Accept": "text/csv"})
    assert rows.status == 200, f"the list was answered {rows}"
    for name in stack.registered:
        assert f"{name}@example.org" in rows.text, f"{name} is not in the list"
    assert stack.ask("GET", f"{PATH}/registrations.csv").status in (401, 403), "a stranger reads the list"


def the_rooms_of_the_desk_answer(stack):
    rooms = [f"{PATH}/{room}" for room in ("desk", "activity", "people", "messages", "check-in", "no-shows", "statistics")]
    for room in rooms:
        answer = stack.ask("GET", room, token=stack.organizer)
        assert answer.status == 200, f"{room} was answered {answer}"
    for page in (f"{PATH}/settings/basics", "/setup"):
        answer = stack.ask("GET", page, token=stack.organizer, headers={"Accept": "text/html"})
        assert answer.status == 200 and "<form" in answer.text, f"{page} was answered {answer}"


def every_list_of_the_desk_is_a_workbook_too(stack):
    for name in ("people", "registrations", "waitlist", "proposals", "badges", "statistics"):
        answer = stack.ask("GET", f"{PATH}/{name}.xlsx", token=stack.organizer)
        assert answer.status == 200, f"{name}.xlsx was answered {answer.status}"
        kind = answer.headers["Content-Type"]
        assert kind == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f"{name}.xlsx is {kind}"


def a_ticket_is_scanned_once_and_a_check_in_can_be_undone(stack):
    name, registration = next(iter(stack.registered.items()))
    own = f"{PATH}/registrations/{registration['id']}"
    ticket = stack.ask("GET", f"{own}/ticket", token=registration["manage_token"])
    assert ticket.status == 200, f"the ticket of {name} was answered {ticket}"

    def scan(device):
        at = (datetime.datetime.now(datetime.UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
        wanted = {"code": ticket.json["code"], "at": at, "device": device}
        return wanted, stack.ask("POST", f"{PATH}/check-ins", wanted, token=stack.organizer)

    sent, first = scan("first")
    assert first.status == 200 and first.json["state"] == "checked_in", f"the first scan was answered {first}"
    repeat = stack.ask("POST", f"{PATH}/check-ins", sent, token=stack.organizer)
    assert repeat.json == first.json, f"the same scan again was answered {repeat}"
    _, second = scan("second")
    assert second.json["state"] == "already_checked_in", f"another scan was answered {second}"
    assert second.json["first_at"] == first.json["first_at"], f"the first scan was at {second}"
    here = stack.ask("GET", f"{PATH}/check-in", token=stack.organizer)
    assert here.json["here"] == 1, f"the door was answered {here}"
    undone = stack.ask("DELETE", f"{PATH}/check-ins/{registration['id']}", token=stack.organizer)
    assert undone.status == 200 and undone.json["checked_in_at"] is None, f"the undo was answered {undone}"
    here = stack.ask("GET", f"{PATH}/check-in", token=stack.organizer)
    assert here.json["here"] == 0, f"the door after the undo was answered {here}"
    missing = stack.ask("GET", f"{PATH}/no-shows", token=stack.organizer)
    names = [person["registration"] for person in missing.json["missing"]]
    assert registration["id"] in names, f"who is missing was answered {missing}"


def an_organizer_erases_a_person(stack):
    erased = stack.registered.pop("later")
    [person] = stack.ask("GET", f"{PATH}/people?q={erased['email']}", token=stack.organizer).json["people"]
    asked = stack.ask("POST", f"{PATH}/people/{person['id']}/erasure", {"reason": "They asked."}, token=stack.organizer)
    assert asked.status == 202, f"erasing was answered {asked}"
    own = f"{PATH}/registrations/{erased['id']}"

    def is_gone():
        now = stack.ask("GET", own, token=stack.organizer)
        assert now.status == 200, f"their registration was answered {now}"
        return now.json["state"] == "cancelled" and erased["email"] not in now.text and erased["name"] not in now.text

    eventually(is_gone, "the workflow does not erase them", within=120)


def a_program_reads_the_desk_with_a_token(stack):
    wanted = {"name": "Dashboard", "scope": "read", "conference": EDITION}
    made = stack.ask("POST", "/me/tokens", wanted, token=stack.organizer)
    assert made.status == 201, f"a token was answered {made}"
    read = stack.ask("GET", f"{PATH}/desk", token=made.json["token"])
    assert read.status == 200, f"the desk was answered {read}"
    # The desk's role reads only, but for this.
    listed = stack.ask("GET", "/me/tokens", token=stack.organizer).json["tokens"]
    assert listed[0]["last_used_at"], f"the use was not noted: {listed}"


def a_proposal_is_reviewed_accepted_and_mailed(stack):
    speaker, stack.lead = sign_in(stack, "speaker@example.org"), sign_in(stack, LEAD)
    talk = {"title": "Atomic counters", "abstract": "How to count.", "submit": True}
    talk["speakers"] = [{"name": "A Speaker", "email": "speaker@example.org"}]
    made = stack.ask("POST", f"{PATH}/tracks/talks/proposals", talk, token=speaker)
    assert made.status == 201 and made.json["state"] == "submitted", f"submitting was answered {made}"
    proposal = f"{PATH}/proposals/{made.json['id']}"
    stack.mail_to("speaker@example.org", "Atomic counters")
    scored = stack.ask("PUT", f"{proposal}/reviews/mine", {"score": 5}, token=stack.lead)
    assert scored.status == 200, f"a review was answered {scored}"
    # One pass for who speaks, and one that is left for who waits.
    raised = stack.ask("PATCH", f"{PATH}/pools/speakers", {"capacity": 2}, token=stack.organizer)
    assert raised.status == 200, f"raising the speakers' pool was answered {raised}"
    decided = stack.ask("POST", f"{proposal}/decision", {"decision": "accepted"}, token=stack.lead)
    assert decided.status == 200, f"the decision was answered {decided}"
    looked = stack.ask("GET", f"{PATH}/tracks/talks/decisions/release", token=stack.lead)
    preview = {"preview": looked.json["preview"]}
    released = stack.ask("POST", f"{PATH}/tracks/talks/decisions/release", preview, token=stack.lead)
    assert released.status == 202, f"the release was answered {released}"
    stack.mail_to("speaker@example.org", "was accepted")
    code = stack.mail_to("speaker@example.org", "reserved for you").link().split("invitation=")[1]
    claim = person("speaker") | {"invitation": code}
    claimed = stack.ask("POST", f"{PATH}/registrations", claim)
    assert claimed.status == 201 and claimed.json["pool"] == "speakers", f"the invitation was answered {claimed}"
    confirmed = stack.ask("POST", f"{proposal}/confirm", {}, token=speaker)
    assert confirmed.status == 200, f"confirming was answered {confirmed}"
    # What keeps the calls in order has run by the schedule, and its roles let it.
    for name in ("close-cfps", "send-messages", "send-reminders", "reconfirm", "release-decisions", "deliver-webhooks"):
        stack.invoke(name)
    calls = stack.ask("GET", f"{PATH}/tracks")
    assert calls.status == 200 and "talks" in calls.text, f"the open calls: {calls}"
    assert stack.ask("GET", "/me/proposals", token=speaker).json, "the speaker sees no proposal"


def the_timetable_is_filled_in_and_published(stack):
    entry = stack.ask("POST", f"{PATH}/sessions", {"title": "Opening", "minutes": 30}, token=stack.organizer)
    assert entry.status == 201, f"a session was answered {entry}"
    place = {"room": "hall", "starts_at": day(200) + "T09:00:00", "minutes": 30}
    placed = stack.ask("PUT", f"{PATH}/sessions/{entry.json['id']}/placement", place, token=stack.organizer)
    assert placed.status == 200, f"placing was answered {placed}"
    suggested = stack.ask("POST", f"{PATH}/timetable/suggest", {}, token=stack.organizer)
    assert suggested.status == 200, f"suggesting was answered {suggested}"
    published = stack.ask("POST", f"{PATH}/timetable/publish", {}, token=stack.organizer)
    assert published.status in (200, 201, 202), f"publishing was answered {published}"
    stack.invoke("publish-timetable")
    calendar = stack.ask("GET", f"{PATH}/timetable.ics", headers={"Accept": "*/*"})
    assert calendar.status == 200 and "SUMMARY:Opening" in calendar.text, f"the calendar: {calendar}"


def who_comes_gets_a_bof_slot_and_the_next_does_not(stack):
    name = next(name for name in stack.registered if name in stack.tokens)
    comes = sign_in(stack, f"{name}@example.org")
    bof = {"title": "Stack traces", "abstract": "About them."}
    made = stack.ask("POST", f"{PATH}/bofs", bof, token=comes)
    assert made.status == 201 and made.json["room"] == "hall", f"the BoF was answered {made}"
    refused = stack.ask("POST", f"{PATH}/bofs", bof | {"title": "Another"}, token=stack.lead)
    assert refused.status == 403 and refused.json["type"] == "/problems/in-person-only", f"who does not come: {refused}"
    mine = stack.ask("GET", "/me", token=comes)
    assert mine.status == 200, f"/me was answered {mine}"


def what_a_workflow_fails_at_is_in_the_dead_letters(stack):
    name, client = stack.function("promote-waitlist"), stack.client("lambda")
    stack.bridge_failures("promote-waitlist")
    right = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    deployed = client.get_alias(FunctionName=name, Name=ALIAS)["FunctionVersion"]
    assert stack.dead_letters() == [], "there are dead letters before anything failed"
    client.update_function_configuration(
        FunctionName=name, Environment={"Variables": right | {"PLUMBLINE_TABLE": "no-such-table"}}
    )
    # Not a published version: the emulator applies no EventInvokeConfig to those.
    client.update_alias(FunctionName=name, Name=ALIAS, FunctionVersion="$LATEST")
    client.invoke(FunctionName=name, Qualifier=ALIAS, InvocationType="Event", Payload="{}")
    letters = eventually(stack.dead_letters, "a failed run leaves no dead letter", within=60)
    assert "promote-waitlist" in letters[0] or name in letters[0], f"the dead letter says {letters[0][:500]}"
    client.update_function_configuration(FunctionName=name, Environment={"Variables": right})
    client.update_alias(FunctionName=name, Name=ALIAS, FunctionVersion=deployed)
    # Nothing was lost by it: the next run does the work.
    eventually(lambda: "reopened" in (invoke_or_none(stack, "promote-waitlist") or {}), "it does not recover")


def what_becomes_due_wakes_its_workflow_without_the_schedule(stack):
    scheduler = stack.client("scheduler")
    schedules = [
        scheduler.get_schedule(Name=found["Name"])
        for page in scheduler.get_paginator("list_schedules").paginate()
        for found in page["Schedules"]
    ]
    assert len(schedules) >= 9, f"the schedules: {schedules}"
    settings = ("Name", "ScheduleExpression", "FlexibleTimeWindow", "Target")
    switch = lambda state: [
        scheduler.update_schedule(State=state, **{key: schedule[key] for key in settings}) for schedule in schedules
    ]
    woken = lambda: sum("deliver-mail" in line["workflows"] for line in json_lines(stack, "wake") if "workflows" in line)
    switch("DISABLED")
    try:
        # What was started before ends.
        time.sleep(5)
        before = woken()
        sign_in(stack, "woken@example.org")
        eventually(lambda: woken() > before, "wake does not say that it woke deliver-mail", within=30)
        time.sleep(5)
        settled = woken()
        time.sleep(5)
        assert woken() == settled, "deliver-mail is woken by its own writes"
    finally:
        switch("ENABLED")


def invoke_or_none(stack, name):
    try:
        return stack.invoke(name)
    except AssertionError:
        return None


def rotated_keys_leave_what_was_signed_valid(stack):
    secrets, secret = stack.client("secretsmanager"), stack.outputs["SigningKeysArn"]
    old = json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"])
    ring = [{"id": "b", "secret": "another secret, as long as the first one was"}, old]
    version = secrets.put_secret_value(SecretId=secret, SecretString=json.dumps(ring))["VersionId"]
    stack.sam_deploy(SigningKeysVersion=version)
    function = {"FunctionName": stack.function("register"), "Qualifier": ALIAS}
    variables = stack.client("lambda").get_function_configuration(**function)
    assert variables["Environment"]["Variables"]["PLUMBLINE_SIGNING_KEYS"] == json.dumps(ring), "callers get the old keys"
    name = next(name for name in stack.registered if name in stack.tokens)
    path = f"{PATH}/registrations/{stack.registered[name]['id']}"
    shown = stack.ask("GET", path, token=stack.tokens[name])
    assert shown.status == 200, f"a link from before the rotation was answered {shown}"
    # An organizer's session from before the rotation still reads the pool.
    ledger(stack)


def the_audit_finds_nothing(stack):
    found = stack.invoke("audit")
    assert found["findings"] == 0, f"the audit found {found}"
    assert found["registrations"] >= len(stack.registered), f"the audit saw {found}"


def logs_carry_ids_and_metrics_and_no_addresses(stack):
    metrics, ids = set(), set()
    for name in build.functions():
        lines = eventually(lambda name=name: stack.log_lines(name), f"{name} has no log", within=30)
        for line in lines:
            assert "@example.org" not in line and "Attendee" not in line, f"the log of {name} names a person: {line}"
            try:
                fields = json.loads(line)
            except ValueError:
                continue
            ids |= fields.keys()
            for directive in fields.get("_aws", {}).get("CloudWatchMetrics", []):
                metrics |= {metric["Name"] for metric in directive["Metrics"]}
                assert all(dimension in fields for dimension in directive["Dimensions"][0]), f"no such dimension: {line}"
    wanted = {"request.id", "request.route", "request.trace", "conference.id", "mail.key"}
    assert wanted <= ids, f"no line has {wanted - ids}"
    wanted = {"registrations", "refusals", "mails_sent", "mails_failed", "oldest_due_seconds", "write_units", "ledger_mismatches"}
    assert wanted <= metrics, f"no line has the metrics {wanted - metrics}"


def one_trace_leads_from_the_request_to_its_mail(stack):
    trace = next(
        fields["request.trace"]
        for fields in json_lines(stack, "register")
        if fields.get("request.route", "").endswith("/registrations") and fields.get("status") == 201
    )
    mailed = [fields for fields in json_lines(stack, "deliver-mail") if fields.get("request.trace") == trace]
    assert trace and mailed, f"no mail has the trace {trace!r} of its request"


def json_lines(stack, name):
    for line in stack.log_lines(name):
        if re.match(r"\s*\{", line):
            yield json.loads(line)


def metrics_of_the_dashboard_exist(stack):
    body = json.loads(stack.client("cloudwatch").get_dashboard(DashboardName=NAME)["DashboardBody"])
    assert len(body["widgets"]) >= 6, "the dashboard is empty"
    shown = set(re.findall(r'"Plumbline", "(\w+)"', json.dumps(body)))
    logged = {
        metric["Name"]
        for name in build.functions()
        for fields in json_lines(stack, name)
        for directive in fields.get("_aws", {}).get("CloudWatchMetrics", [])
        for metric in directive["Metrics"]
    }
    assert shown <= logged, f"the dashboard shows what no function logs: {shown - logged}"


ALL = [
    the_stack_answers,
    the_first_organizer_signs_in_by_mail_and_creates_the_edition,
    the_stream_runs_a_workflow_sooner_than_its_schedule,
    everyone_registers_until_it_is_sold_out,
    everyone_gets_one_confirmation_with_a_link_that_works,
    a_cancelled_pass_is_on_sale_again,
    raised_capacity_reopens_registration_by_the_schedule_alone,
    a_proposal_is_reviewed_accepted_and_mailed,
    a_pass_that_comes_back_goes_to_who_waits,
    an_offer_whose_mail_bounces_lapses,
    what_becomes_due_wakes_its_workflow_without_the_schedule,
    an_organizer_sees_who_is_registered,
    the_rooms_of_the_desk_answer,
    every_list_of_the_desk_is_a_workbook_too,
    a_ticket_is_scanned_once_and_a_check_in_can_be_undone,
    an_organizer_erases_a_person,
    a_program_reads_the_desk_with_a_token,
    the_timetable_is_filled_in_and_published,
    who_comes_gets_a_bof_slot_and_the_next_does_not,
    what_a_workflow_fails_at_is_in_the_dead_letters,
    rotated_keys_leave_what_was_signed_valid,
    the_audit_finds_nothing,
    logs_carry_ids_and_metrics_and_no_addresses,
    one_trace_leads_from_the_request_to_its_mail,
    metrics_of_the_dashboard_exist,
]
