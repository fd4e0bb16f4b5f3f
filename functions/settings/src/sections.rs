//! The sections of the settings: which parts of a definition each shows, and how its fields are typed.

/// A page of settings.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) name: &'static str,
    pub(crate) parts: &'static [Part],
}

#[derive(Debug)]
pub(crate) enum Part {
    /// Fields of the definition under one heading.
    Fields { heading: &'static str, fields: &'static [Field] },
    /// A list of objects.
    List(List),
}

/// A list of objects, such as `pools`.
#[derive(Debug)]
pub(crate) struct List {
    /// Its pointer without the first slash, in the definition or in a row of the outer list.
    pub(crate) path: &'static str,
    pub(crate) fields: &'static [Field],
    /// Lists in each row. A list with them is shown row by row, another one as a table.
    pub(crate) lists: &'static [Self],
    /// Whether rows are found again by their `id`, because a page can leave out some of their keys.
    pub(crate) has_ids: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// Its pointer without the first slash, in the definition or in a row.
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

/// How a value is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Line,
    Email,
    Url,
    Date,
    Time,
    Number,
    /// A number that can have a fraction.
    Decimal,
    /// An instant, in any of the notations of a definition.
    Instant,
    Area,
    /// A list of texts, one on each line.
    Lines,
    /// A list of numbers, one on each line.
    Numbers,
    /// Its value where the definition says nothing.
    Tick(bool),
    /// A word of a group of texts.
    Word(&'static str, &'static [&'static str]),
    Track,
    Room,
    /// An image, uploaded.
    Image,
}

const fn field(path: &'static str, kind: Kind) -> Field {
    Field { path, kind, required: false }
}

const fn needs(path: &'static str, kind: Kind) -> Field {
    Field { path, kind, required: true }
}

const fn table(path: &'static str, fields: &'static [Field], has_ids: bool) -> List {
    List { path, fields, lists: &[], has_ids }
}

const QUESTION: &[Field] = &[
    needs("id", Kind::Line),
    needs("label", Kind::Line),
    needs("kind", Kind::Word("question-kind", &["text", "lines", "choice", "tick", "date"])),
    field("choices", Kind::Lines),
    field("required", Kind::Tick(false)),
    field("keep_days", Kind::Number),
];

const POLICY: Kind = Kind::Word("announcement-policy", &["publish", "hold", "off"]);

/// In the order of the navigation.
pub(crate) const SECTIONS: &[Section] = &[
    BASICS,
    PASSES,
    Section {
        name: "waitlist",
        parts: &[
            Part::Fields { heading: "order", fields: &[field("waitlist/classes", Kind::Lines)] },
            Part::Fields {
                heading: "offers",
                fields: &[
                    field("waitlist/offer_hours", Kind::Number),
                    field("waitlist/quiet_hours/from", Kind::Time),
                    field("waitlist/quiet_hours/until", Kind::Time),
                ],
            },
        ],
    },
    ROOMS,
    Section { name: "tracks", parts: &[Part::List(TRACKS)] },
    Section { name: "questions", parts: &[Part::List(table("questions", QUESTION, true))] },
    Section {
        name: "mails",
        parts: &[Part::Fields {
            heading: "announcements",
            fields: &[
                field("announcements/sold_out", POLICY),
                field("announcements/reopened", POLICY),
                field("announcements/released", POLICY),
                field("announcements/call_opened", POLICY),
                field("announcements/call_moved", POLICY),
                field("announcements/call_closed", POLICY),
                field("announcements/timetable", POLICY),
            ],
        }],
    },
    Section {
        name: "appearance",
        parts: &[Part::Fields {
            heading: "look",
            fields: &[field("appearance/accent", Kind::Line), field("appearance/logo", Kind::Image)],
        }],
    },
    BADGES,
    PRIVACY,
];

const PRIVACY: Section = Section {
    name: "privacy",
    parts: &[
        Part::Fields { heading: "privacy", fields: &[field("privacy/keep_days", Kind::Number)] },
        Part::List(table("privacy/consents", CONSENT, true)),
    ],
};

const CONSENT: &[Field] = &[
    needs("id", Kind::Line),
    needs("text", Kind::Line),
    field("url", Kind::Url),
    needs("version", Kind::Line),
    field("required", Kind::Tick(true)),
];

const BADGES: Section = Section {
    name: "badges",
    parts: &[
        Part::Fields {
            heading: "badge",
            fields: &[
                field("badges/kind", Kind::Word("badge-kind", &["sheet", "label"])),
                field("badges/width", Kind::Decimal),
                field("badges/height", Kind::Decimal),
                field("badges/qr", Kind::Tick(true)),
            ],
        },
        Part::Fields {
            heading: "badge-sheet",
            fields: &[
                field("badges/paper", Kind::Word("badge-paper", &["a4", "letter"])),
                field("badges/margin", Kind::Decimal),
                field("badges/gap", Kind::Decimal),
            ],
        },
    ],
};

const BASICS: Section = Section {
    name: "basics",
    parts: &[
        Part::Fields {
            heading: "edition",
            fields: &[
                needs("name", Kind::Line),
                field("description", Kind::Area),
                needs("starts_on", Kind::Date),
                needs("ends_on", Kind::Date),
                needs("time_zone", Kind::Line),
                needs("series", Kind::Line),
                field("acronym", Kind::Line),
            ],
        },
        Part::Fields {
            heading: "place",
            fields: &[
                needs("place/name", Kind::Line),
                field("place/address", Kind::Line),
                needs("place/city", Kind::Line),
                needs("place/country", Kind::Line),
            ],
        },
        Part::Fields {
            heading: "contact",
            fields: &[
                needs("contact", Kind::Email),
                field("website", Kind::Url),
                field("language", Kind::Word("language", &["en", "de"])),
                needs("organizers", Kind::Lines),
            ],
        },
    ],
};

const PASSES: Section = Section {
    name: "passes",
    parts: &[
        Part::Fields {
            heading: "registration",
            fields: &[
                needs("registration/opens", Kind::Instant),
                needs("registration/closes", Kind::Instant),
                field("registration/confirm_email", Kind::Tick(false)),
                field("registration/confirm_minutes", Kind::Number),
            ],
        },
        Part::List(table(
            "pools",
            &[
                needs("id", Kind::Line),
                needs("capacity", Kind::Number),
                field("claim_by", Kind::Instant),
                field("track", Kind::Track),
            ],
            true,
        )),
        Part::Fields {
            heading: "reconfirmation",
            fields: &[
                field("reconfirmation/ask_at", Kind::Instant),
                field("reconfirmation/answer_by", Kind::Instant),
                field("reconfirmation/reminders", Kind::Lines),
                field("reconfirmation/silence", Kind::Word("silence", &["keep", "return"])),
            ],
        },
        Part::Fields {
            heading: "no-show",
            fields: &[
                field("no_show/from", Kind::Instant),
                field("no_show/passes", Kind::Word("no-show-passes", &["list", "offer_on"])),
                field("no_show/offers_until", Kind::Instant),
                field("no_show/offer_minutes", Kind::Number),
            ],
        },
    ],
};

const ROOMS: Section = Section {
    name: "rooms",
    parts: &[
        Part::List(table(
            "rooms",
            &[
                needs("id", Kind::Line),
                needs("name", Kind::Line),
                field("capacity", Kind::Number),
                field("recording", Kind::Word("recording", &["by_default", "on_request", "forbidden"])),
                field("features", Kind::Lines),
                field("live_url", Kind::Url),
                field("chat_url", Kind::Url),
            ],
            true,
        )),
        Part::Fields { heading: "hours", fields: &[field("hours/from", Kind::Time), field("hours/until", Kind::Time)] },
        Part::List(table(
            "blocks",
            &[
                needs("track", Kind::Track),
                needs("room", Kind::Room),
                needs("starts", Kind::Instant),
                field("minutes", Kind::Number),
                field("ends", Kind::Instant),
            ],
            false,
        )),
        Part::List(table(
            "breaks",
            &[
                needs("label", Kind::Line),
                needs("starts", Kind::Instant),
                field("minutes", Kind::Number),
                field("ends", Kind::Instant),
                field("rooms", Kind::Lines),
            ],
            false,
        )),
        Part::List(table(
            "bof_slots",
            &[
                needs("room", Kind::Room),
                needs("starts", Kind::Instant),
                field("minutes", Kind::Number),
                field("ends", Kind::Instant),
            ],
            false,
        )),
    ],
};

const TRACKS: List = List {
    path: "tracks",
    has_ids: true,
    fields: &[
        needs("id", Kind::Line),
        needs("name", Kind::Line),
        needs("kind", Kind::Word("track-kind", &["microconference", "refereed", "summit", "bof", "other"])),
        field("leads", Kind::Lines),
        field("contact", Kind::Email),
        needs("description", Kind::Area),
        field("topics", Kind::Lines),
        field("accomplishments", Kind::Lines),
        field("recorded", Kind::Tick(true)),
        field("block_minutes", Kind::Number),
        field("cfp/opens", Kind::Instant),
        field("cfp/closes", Kind::Instant),
        field("cfp/reminders", Kind::Lines),
        field("cfp/limit_per_person", Kind::Number),
        field("review/mode", Kind::Word("review-mode", &["scored", "lead"])),
        field("review/blind", Kind::Tick(false)),
        field("review/due_by", Kind::Instant),
        field("confirm_by", Kind::Instant),
        field("confirm_days", Kind::Number),
        field("new_tracks/full_minutes", Kind::Number),
        field("new_tracks/half_minutes", Kind::Number),
        field("new_tracks/passes", Kind::Number),
        field("new_tracks/claim_by", Kind::Instant),
        field("new_tracks/closes", Kind::Instant),
        field("new_tracks/room_for", Kind::Number),
    ],
    lists: &[
        table("recordings", &[needs("label", Kind::Line), needs("url", Kind::Url)], false),
        table(
            "formats",
            &[needs("id", Kind::Line), needs("label", Kind::Line), needs("minutes", Kind::Numbers)],
            false,
        ),
        table("questions", QUESTION, false),
        table(
            "review/criteria",
            &[
                needs("id", Kind::Line),
                needs("label", Kind::Line),
                field("weight", Kind::Number),
                field("min", Kind::Number),
                field("max", Kind::Number),
            ],
            false,
        ),
    ],
};

/// The section with this name.
pub(crate) fn section(name: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|section| section.name == name)
}

impl Section {
    /// The keys of the definition that it shows.
    pub(crate) fn keys(&self) -> Vec<&'static str> {
        let paths = self.parts.iter().flat_map(|part| match part {
            Part::Fields { fields, .. } => fields.iter().map(|field| field.path).collect::<Vec<_>>(),
            Part::List(list) => vec![list.path],
        });
        let mut keys: Vec<_> = paths.filter_map(|path| path.split('/').next()).collect();
        keys.dedup();
        keys
    }

    /// Whether its form uploads a file.
    pub(crate) fn uploads(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Fields { fields, .. } => fields.iter().any(|field| field.kind == Kind::Image),
            Part::List(_) => false,
        })
    }
}
