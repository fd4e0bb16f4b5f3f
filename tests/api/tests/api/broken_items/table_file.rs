//! Changes a table's file with plain SQL, as a person does who repairs an item by hand and gets it wrong.

use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::{Value, json};

/// An item's partition and sort key.
pub(super) type Key = (String, String);

pub(super) struct TableFile(Connection);

/// A key as the file has it: with its type.
fn stored(text: &str) -> String {
    format!("S:{text}")
}

fn text(stored: &str) -> String {
    stored.trim_start_matches("S:").to_owned()
}

impl TableFile {
    /// The table of a data directory that no process uses.
    pub(super) fn open(data: &Path) -> Self {
        Self(Connection::open(data.join("table.db")).expect("the table's file"))
    }

    /// All items.
    pub(super) fn items(&self) -> Vec<(Key, Value)> {
        let mut rows = self.0.prepare("SELECT pk, sk, item_json FROM plumbline ORDER BY pk, sk").expect("the table");
        let rows = rows
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)));
        let item = |row: rusqlite::Result<(String, String, String)>| {
            let (pk, sk, json) = row.expect("a row");
            ((text(&pk), text(&sk)), serde_json::from_str(&json).expect("an item"))
        };
        rows.expect("its rows").map(item).collect()
    }

    /// Gives an attribute another value, and changes nothing else.
    pub(super) fn set(&self, (pk, sk): &Key, attribute: &str, value: &Value) {
        let sql = "UPDATE plumbline SET item_json = json_set(item_json, ?3, json(?4)) WHERE pk = ?1 AND sk = ?2";
        let path = format!("$.\"{attribute}\"");
        let changed = self.0.execute(sql, params![stored(pk), stored(sk), path, value.to_string()]);
        assert_eq!(changed, Ok(1), "{pk} {sk}");
    }

    /// Makes an item due like another one, for a process that died before it had done so.
    pub(super) fn make_due(&self, key: &Key, like: &Key) {
        let (_, model) = self.items().into_iter().find(|(found, _)| found == like).expect("the other item");
        let pk = format!("DUE#{}#0", if key.1 == "RELEASE" { "publish-timetable" } else { "promote-waitlist" });
        self.set(key, "due_pk", &json!({ "S": pk }));
        self.set(key, "due_at", &model["due_at"]);
        let sql = "INSERT INTO \"plumbline::gsi::due\"
                   SELECT ?1, due.gsi_sk, item.pk, item.sk, item.item_json
                   FROM \"plumbline::gsi::due\" AS due, plumbline AS item
                   WHERE due.table_pk = ?2 AND due.table_sk = ?3 AND item.pk = ?4 AND item.sk = ?5";
        let listed =
            self.0.execute(sql, params![stored(&pk), stored(&like.0), stored(&like.1), stored(&key.0), stored(&key.1)]);
        assert_eq!(listed, Ok(1), "{} {}", key.0, key.1);
    }

    pub(super) fn remove(&self, (pk, sk): &Key) {
        for sql in [
            "DELETE FROM plumbline WHERE pk = ?1 AND sk = ?2",
            "DELETE FROM \"plumbline::gsi::due\" WHERE table_pk = ?1 AND table_sk = ?2",
            "DELETE FROM \"plumbline::gsi::listing\" WHERE table_pk = ?1 AND table_sk = ?2",
        ] {
            self.0.execute(sql, params![stored(pk), stored(sk)]).expect("a deletion");
        }
    }
}
