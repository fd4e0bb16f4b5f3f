use super::*;
use expect_test::{Expect, expect};

use crate::input::{Reading, Source};

fn document() -> Value {
    json!({
        "id": "demo-2030", "series": "demo", "name": "Demo 2030",
        "starts_on": "2030-05-01", "ends_on": "2030-05-02", "time_zone": "Europe/Berlin",
        "contact": "contact@example.org", "organizers": ["organizer@example.org"],
        "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
        "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
        "pools": [{"id": "general", "capacity": 10}],
        "tracks": [
            {"id": "net", "name": "Networking", "kind": "microconference", "description": "Packets."},
            {"id": "choice", "name": "Choice", "kind": "other", "description": "Propose one.",
             "cfp": {"opens": "2030-01-01T09:00:00", "closes": "2030-02-01 anywhere on Earth"},
             "new_tracks": {"claim_by": "2030-03-20 anywhere on Earth", "closes": "2030-03-10T18:00:00", "room_for": 2}},
        ],
    })
}

fn proposal(title: &str, speakers: &[(&str, &str)], content: &Value) -> Proposal {
    let speakers: Vec<_> = speakers
        .iter()
        .map(|(name, state)| {
            json!({"name": name, "email": format!("{name}@example.org"), "state": state, "nonce": "", "key_id": "",
                   "invited_at": "2030-01-02T00:00:00Z", "confirmed_at": "2030-01-02T00:00:00Z",
                   "declined_at": "2030-01-02T00:00:00Z"})
        })
        .collect();
    let mut said = json!({"title": title});
    said.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
    serde_json::from_value(json!({
        "id": "0123456789abcdef", "number": 1, "code": "AAAAAA", "guid": "", "track": "choice", "content": said,
        "owner": "owner@example.org", "speakers": speakers, "state": "accepted", "decided_at": "2030-02-10T00:00:00Z",
        "created_at": "2030-01-02T00:00:00Z", "updated_at": "2030-01-02T00:00:00Z", "revision": 3,
    }))
    .unwrap()
}

fn tracing() -> Proposal {
    proposal(
        "Tracing & Friends",
        &[("ann", "confirmed"), ("bob", "invited")],
        &json!({"abstract": "Watch it run.", "format": "half", "minutes": 105,
               "links": [{"label": "2029", "url": "https://example.org/2029"}],
               "answers": {"topics": "Probes\nRings", "recorded": "no", "accomplishments": "Merged."}}),
    )
}

fn check(proposal: &Proposal, merged: Option<&Proposal>, terms: &Value, expected: &Expect) {
    let document = document();
    let conference = conference::read(&document).unwrap();
    let reading = Reading::new(Source::Typed);
    let terms = reading.root(terms).and_then(Terms::read);
    let terms = reading.finish(terms).unwrap();
    let call = conference.track("choice").unwrap();
    let now = "2030-02-11T09:00:00Z".parse().unwrap();
    let new_tracks = call.new_tracks.as_ref().unwrap();
    let became = become_track((&document, &conference), (call, new_tracks), proposal, merged, &terms, now);
    let shown = match became {
        Ok(became) => {
            let track = became.document["tracks"].as_array().unwrap().last().unwrap().clone();
            let pool = became.document["pools"].as_array().unwrap().last().unwrap().clone();
            assert_eq!(became.conference.tracks.last().unwrap().id, became.track);
            format!("{track:#}\n{pool}")
        }
        Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    };
    expected.assert_eq(&shown);
}

#[test]
fn an_accepted_proposal_becomes_a_track() {
    check(
        &tracing(),
        None,
        &json!({}),
        &expect![[r#"
            {
              "id": "tracing-friends",
              "name": "Tracing & Friends",
              "kind": "microconference",
              "leads": [
                "ann@example.org"
              ],
              "description": "Watch it run.",
              "topics": [
                "Probes",
                "Rings"
              ],
              "accomplishments": [
                "Merged."
              ],
              "recordings": [
                {
                  "label": "2029",
                  "url": "https://example.org/2029"
                }
              ],
              "block_minutes": 105,
              "recorded": false,
              "cfp": {
                "opens": "2030-02-11T09:00:00Z",
                "closes": "2030-03-10T18:00:00"
              }
            }
            {"id":"mc-tracing-friends","capacity":3,"claim_by":"2030-03-20 anywhere on Earth","track":"tracing-friends"}"#]],
    );
}

#[test]
fn merged_proposals_become_one_track_with_all_leads_and_topics() {
    let other = proposal(
        "Profiling",
        &[("eve", "confirmed"), ("ann", "confirmed")],
        &json!({"abstract": "Count it.", "format": "full", "answers": {"topics": "rings\nCounters", "recorded": "yes"}}),
    );
    let terms = json!({"id": "tracing", "name": "Tracing and Profiling", "length": "full", "recorded": true,
                       "passes": 0, "opens": "2030-02-12T00:00:00", "closes": "2030-03-01 anywhere on Earth"});
    check(
        &tracing(),
        Some(&other),
        &terms,
        &expect![[r#"
            {
              "id": "tracing",
              "name": "Tracing and Profiling",
              "kind": "microconference",
              "leads": [
                "ann@example.org",
                "eve@example.org"
              ],
              "description": "Watch it run.\n\nCount it.",
              "topics": [
                "Probes",
                "Rings",
                "Counters"
              ],
              "accomplishments": [
                "Merged."
              ],
              "recordings": [
                {
                  "label": "2029",
                  "url": "https://example.org/2029"
                }
              ],
              "block_minutes": 210,
              "recorded": true,
              "cfp": {
                "opens": "2030-02-12T00:00:00",
                "closes": "2030-03-01 anywhere on Earth"
              }
            }
            {"id":"general","capacity":10}"#]],
    );
}

#[test]
fn the_owner_leads_if_no_speaker_has_confirmed() {
    let unanswered = proposal("Net 2", &[("bob", "invited")], &json!({}));
    assert_eq!(leads(&unanswered).iter().map(ToString::to_string).collect::<Vec<_>>(), ["owner@example.org"]);
}

#[test]
fn impossible_terms_are_reported() {
    let refused = |terms: &Value, expected: &Expect| check(&tracing(), None, terms, expected);
    refused(&json!({"id": "net"}), &expect!["/id: net is a track of this conference already; choose another id"]);
    refused(
        &json!({"closes": "2030-02-01T00:00:00", "claim_by": "soon"}),
        &expect![[r#"
            /closes: must be after opens, 2030-02-11T09:00:00Z
            /claim_by: must be a time such as 2023-08-20T17:00:00, 2023-08-20T21:00:00Z or 2023-08-20 anywhere on Earth
            /claim_by: is required for a reserved pool: its unclaimed passes come back then"#]],
    );
    check(&proposal("\u{4f1a}", &[], &json!({})), None, &json!({}), &expect!["/id: is required: the name makes none"]);
}

#[test]
fn an_id_leaves_room_for_its_pool() {
    assert_eq!(id_of("Power Management and Thermal Control"), "power-management-and-thermal-control");
    assert_eq!(id_of("VFIO/IOMMU/PCI"), "vfio-iommu-pci");
    assert_eq!(id_of("Kernel Testing & Dependability of very long names"), "kernel-testing-dependability-of-very");
}

#[test]
fn a_proposals_answers_are_read() {
    let asked = Asked::of(&tracing());
    assert_eq!((asked.length, asked.recorded, asked.topics.len()), (Length::Half, false, 2));
    let asked = Asked::of(&proposal("Net 2", &[], &json!({})));
    assert_eq!((asked.length, asked.recorded, asked.topics.len()), (Length::Full, true, 0));
}
