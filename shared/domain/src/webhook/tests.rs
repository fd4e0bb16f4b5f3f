use std::net::IpAddr;

use serde_json::json;

use super::*;
use crate::input::{Reading, Source};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn seed(nonce: &str) -> SecretSeed {
    SecretSeed { key_id: "k".into(), nonce: nonce.into() }
}

fn endpoint() -> Endpoint {
    Endpoint {
        id: "e".into(),
        conference: "demo-2030".parse().unwrap(),
        url: WebhookUrl::parse("https://hooks.example.org/in", Target::Public).unwrap(),
        events: vec![EventKind::OfferMade],
        state: EndpointState::Active,
        secret: seed("one"),
        former: None,
        request: String::new(),
        created_at: at("2030-01-01T00:00:00Z"),
        rev: 1,
        tested: None,
        failing_since: None,
        failures: 0,
        rests_until: None,
    }
}

fn event() -> Event {
    let now = at("2030-01-02T03:04:05.6Z");
    Event::new(&"demo-2030".parse().unwrap(), EventKind::RegistrationCreated, "r-1", "confirmed", 0, now)
}

#[test]
fn only_addresses_of_the_public_internet_are_public() {
    use AddressClass::{
        LinkLocal, Loopback, Metadata, Multicast, Private, Public, Reserved, Shared, UniqueLocal, Unspecified,
    };
    for (text, class) in [
        ("8.8.8.8", Public),
        ("100.63.255.255", Public),
        ("100.128.0.0", Public),
        ("172.15.0.1", Public),
        ("172.32.0.1", Public),
        ("2a00:1450::1", Public),
        ("0.0.0.0", Unspecified),
        ("0.1.2.3", Unspecified),
        ("::", Unspecified),
        ("127.0.0.1", Loopback),
        ("127.255.0.9", Loopback),
        ("::1", Loopback),
        ("10.0.0.1", Private),
        ("172.16.0.1", Private),
        ("172.31.255.255", Private),
        ("192.168.1.1", Private),
        ("169.254.169.254", LinkLocal),
        ("fe80::1", LinkLocal),
        ("febf::1", LinkLocal),
        ("100.64.0.1", Shared),
        ("100.100.100.200", Shared),
        ("168.63.129.16", Metadata),
        ("fd00:ec2::254", UniqueLocal),
        ("fc00::1", UniqueLocal),
        ("224.0.0.1", Multicast),
        ("239.255.255.255", Multicast),
        ("ff02::1", Multicast),
        ("240.0.0.1", Reserved),
        ("255.255.255.255", Reserved),
        ("192.0.0.8", Reserved),
        ("192.0.2.1", Reserved),
        ("192.88.99.1", Reserved),
        ("198.18.0.1", Reserved),
        ("198.51.100.1", Reserved),
        ("203.0.113.1", Reserved),
        ("2001:db8::1", Reserved),
        ("2001::1", Reserved),
        ("3fff::1", Reserved),
        ("fec0::1", Reserved),
        ("100::1", Reserved),
        ("::7f00:1", Reserved),
        ("64:ff9b:1::1", Reserved),
        // Addresses that stand for IPv4 addresses: mapped, translated, NAT64, 6to4.
        ("::ffff:127.0.0.1", Loopback),
        ("::ffff:10.0.0.1", Private),
        ("::ffff:8.8.8.8", Public),
        ("::ffff:0:192.168.0.1", Private),
        ("64:ff9b::169.254.169.254", LinkLocal),
        ("64:ff9b::10.1.2.3", Private),
        ("64:ff9b::8.8.8.8", Public),
        ("2002:7f00:1::", Loopback),
        ("2002:c0a8:101::1", Private),
        ("2002:6440:1::1", Shared),
        ("2002:808:808::1", Public),
    ] {
        assert_eq!(class_of(text.parse::<IpAddr>().unwrap()), class, "{text}");
    }
}

#[test]
fn an_endpoint_is_https_at_a_public_name() {
    for (text, host, path) in [
        ("https://hooks.example.org", ("hooks.example.org", 443), "/"),
        ("https://hooks.example.org:8443/a?b=c", ("hooks.example.org", 8443), "/a?b=c"),
        ("https://hooks.example.org?b", ("hooks.example.org", 443), "/?b"),
    ] {
        let url = WebhookUrl::parse(text, Target::Public).unwrap();
        assert_eq!((url.host(), url.path().as_str()), (host, path));
    }
    for bad in [
        "http://hooks.example.org/",
        "ftp://hooks.example.org/",
        "https://",
        "https:///x",
        "https://localhost/",
        "https://db.internal/",
        "https://printer.local/",
        "https://router.home.arpa/",
        "https://LOCALHOST./",
        "https://hooks/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://1.2.3.0x4/",
        "https://example.0x/",
        "https://[::1]/",
        "https://ann@hooks.example.org/",
        "https://ann:secret@hooks.example.org/",
        "https://hooks.example.org:0/",
        "https://hooks.example.org:99999/",
        "https://hooks.example.org:x/",
        "https://hooks.example.org/#part",
        "https://hooks.example.org\\@10.0.0.1/",
        "https://hooks..example.org/",
        "https://-a.example.org/",
        "http://127.0.0.1:9000/",
        "",
    ] {
        assert!(WebhookUrl::parse(bad, Target::Public).is_err(), "{bad}");
    }
    assert!(WebhookUrl::parse("http://127.0.0.1:9000/in", Target::OrLoopback).is_ok());
    assert!(WebhookUrl::parse("http://10.0.0.1:9000/in", Target::OrLoopback).is_err());
    assert!(WebhookUrl::parse("http://ann@127.0.0.1/in", Target::OrLoopback).is_err());
}

#[test]
fn an_event_has_one_id_and_a_body_without_personal_data() {
    assert_eq!(event(), event());
    let c = "demo-2030".parse().unwrap();
    let other = Event::new(&c, EventKind::RegistrationCreated, "r-1", "confirmed", 1, event().at);
    assert_ne!(other.id, event().id);
    let body: serde_json::Value = serde_json::from_str(&event().body("https://conf.example.org")).unwrap();
    let url = "https://conf.example.org/conferences/demo-2030/registrations/r-1";
    let data = json!({
        "conference": "demo-2030", "object": "registration", "id": "r-1", "state": "confirmed", "url": url,
    });
    assert_eq!(body, json!({ "type": "registration.created", "timestamp": "2030-01-02T03:04:05.6Z", "data": data }));
}

#[test]
fn delays_grow_from_seconds_to_a_day_and_jitter_shortens_them() {
    let seconds: Vec<_> = (1..=10).map(|tries| delay_after(tries, 0).as_secs()).collect();
    assert_eq!(seconds, [5, 30, 180, 1_080, 6_480, 38_880, 86_400, 86_400, 86_400, 86_400]);
    assert_eq!(delay_after(1, 999).as_millis(), 4_001);
    assert!((1..=10).all(|tries| (0..1000).step_by(111).all(|j| delay_after(tries, j) <= delay_after(tries, 0))));
}

#[test]
fn a_delivery_is_tried_ten_times_and_can_be_replayed() {
    let now = at("2030-01-02T03:04:05Z");
    let mut delivery = Delivery::new(&event(), &endpoint(), "", now);
    let refused = Outcome::Answered(500, "no\nto ann@example.org".into());
    for _ in 0..TRIES_MOST {
        delivery = delivery.claim(now).unwrap().tried(&refused, now, 7, now);
    }
    assert_eq!((delivery.state, delivery.next_try_at), (DeliveryState::Failed, None));
    assert!(delivery.claim(now).is_err());
    let error = delivery.attempts[0].error.clone().unwrap();
    assert!(error.starts_with("no to") && !error.contains("example.org"), "{error}");
    let again = delivery.replayed(now).unwrap();
    assert_eq!((again.id.as_str(), again.body.as_str()), (delivery.id.as_str(), delivery.body.as_str()));
    assert_eq!(again.replayed(now), None);
    let done = again.claim(now).unwrap().tried(&Outcome::Answered(204, String::new()), now, 7, now);
    assert_eq!((done.state, done.attempts.len()), (DeliveryState::Delivered, 11));
}

#[test]
fn an_endpoint_that_fails_for_days_or_is_gone_is_disabled() {
    let (rest, failed) = (SignedDuration::from_secs(5), Outcome::Failed("timeout".into()));
    let first = endpoint().after(&failed, rest, at("2030-01-02T00:00:00Z")).unwrap();
    let fourth = first.after(&failed, rest, at("2030-01-06T23:59:59Z")).unwrap();
    assert_eq!((fourth.state, fourth.failures), (EndpointState::Active, 2));
    let fifth = fourth.after(&failed, rest, at("2030-01-07T00:00:00Z")).unwrap();
    assert_eq!(fifth.state, EndpointState::Disabled);
    let works = fourth.after(&Outcome::Answered(200, String::new()), rest, at("2030-01-07T00:00:00Z")).unwrap();
    assert_eq!((works.state, works.failing_since, works.rests_until), (EndpointState::Active, None, None));
    assert_eq!(works.after(&Outcome::Answered(204, String::new()), rest, works.created_at), None);
    let gone = endpoint().after(&Outcome::Answered(410, String::new()), rest, endpoint().created_at).unwrap();
    assert_eq!(gone.state, EndpointState::Disabled);
}

#[test]
fn the_secret_before_a_rotation_signs_for_a_day() {
    let rotated = endpoint().rotated(seed("two"), at("2030-01-02T00:00:00Z"));
    assert_eq!(rotated.seeds(at("2030-01-02T23:59:59Z")), [&seed("two"), &seed("one")]);
    assert_eq!(rotated.seeds(at("2030-01-03T00:00:00Z")), [&seed("two")]);
}

#[test]
fn events_are_read_from_a_list_or_from_the_boxes_of_a_form() {
    let read = |source, events: serde_json::Value| {
        let document = json!({ "url": "https://hooks.example.org/", "events": events });
        let reading = Reading::new(source);
        let requested = reading.root(&document).and_then(|o| NewEndpoint::read(o, Target::Public));
        reading.finish(requested).map(|requested| requested.events)
    };
    let both = vec![EventKind::OfferMade, EventKind::TimetablePublished];
    assert_eq!(read(Source::Typed, json!(["timetable.published", "offer.made", "offer.made"])), Ok(both.clone()));
    assert_eq!(read(Source::Form, json!({ "offer.made": "true", "timetable.published": "true" })), Ok(both));
    for bad in [json!([]), json!(["webhook.test"]), json!(["x"]), json!(null), json!("offer.made")] {
        assert!(read(Source::Typed, bad.clone()).is_err(), "{bad}");
    }
}

#[test]
fn an_edition_wants_what_its_active_endpoints_ask_for() {
    let paused = Endpoint { state: EndpointState::Paused, events: vec![EventKind::PersonCheckedIn], ..endpoint() };
    assert_eq!(wanted([&endpoint(), &paused, &endpoint()]), [EventKind::OfferMade]);
    assert_eq!(wanted([&paused]), []);
}
