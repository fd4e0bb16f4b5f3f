//! What every page has around it, and the assets that pages load.

/// What every page has around it.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub title: String,
    /// The edition it is about: id and name.
    pub conference: Option<(String, String)>,
    pub signed_in: Option<String>,
    /// Whether they organize this edition.
    pub organizer: bool,
}

impl Layout {
    /// A page of no edition, to nobody in particular.
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// The same with another title.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// The style sheet's address.
    pub fn style(&self) -> String {
        format!("/assets/{}", ASSETS[0].name())
    }

    /// The address of the script that adds the reader's own time to deadlines.
    pub fn zone_script(&self) -> String {
        format!("/assets/{}", ASSETS[1].name())
    }
}

/// Something that pages load, kept by browsers for a year: its name changes with its content.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    stem: &'static str,
    extension: &'static str,
    pub content_type: &'static str,
    pub body: &'static str,
}

impl Asset {
    /// Its file name, with a hash of its content.
    pub fn name(&self) -> String {
        // FNV-1a: it has to differ between versions, nothing more.
        let hash =
            self.body.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        format!("{}-{:08x}.{}", self.stem, hash >> 32, self.extension)
    }
}

/// A script, which pages do without.
const fn script_asset(stem: &'static str, body: &'static str) -> Asset {
    Asset { stem, extension: "js", content_type: "text/javascript; charset=utf-8", body }
}

pub const ASSETS: &[Asset] = &[
    Asset {
        stem: "plumbline",
        extension: "css",
        content_type: "text/css; charset=utf-8",
        body: include_str!("../assets/plumbline.css"),
    },
    script_asset("zone", include_str!("../assets/zone.js")),
    script_asset("proposal", include_str!("../assets/proposal.js")),
    script_asset("timetable", include_str!("../assets/timetable.js")),
    script_asset("timetable-worker", include_str!("../assets/timetable-worker.js")),
    script_asset("timetable-editor", include_str!("../assets/timetable-editor.js")),
];

/// The address of a script: `timetable`.
pub fn script(stem: &str) -> String {
    let found = ASSETS.iter().find(|asset| asset.stem == stem && asset.extension == "js");
    found.map(|asset| format!("/assets/{}", asset.name())).unwrap_or_default()
}

/// The asset of this file name.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name() == name)
}
