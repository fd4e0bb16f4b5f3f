//! What transactions say, and changes of it.

use serde_json::Value;

pub(super) fn for_each_item(value: &mut Value, each: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Object(object) if object.contains_key("sk") => each(value),
        Value::Object(object) => object.iter_mut().for_each(|(_, value)| for_each_item(value, each)),
        Value::Array(values) => values.iter_mut().for_each(|value| for_each_item(value, each)),
        _ => {}
    }
}

pub(super) fn sort_key(item: &Value) -> &str {
    let key = item["Update"]["Key"]["sk"]["S"].as_str();
    key.or_else(|| item["Put"]["Item"]["sk"]["S"].as_str()).unwrap_or_default()
}

pub(super) fn is_shard(item: &Value) -> bool {
    sort_key(item) == "SHARD" && item["Update"].is_object()
}

/// Whether it adds passes that are on sale at once, to a shard or as a new one.
pub(super) fn adds_on_sale(item: &Value) -> bool {
    let put = &item["Put"]["Item"];
    let new = sort_key(item) == "SHARD" && put["free"]["N"].as_str().is_some_and(|free| free != "0");
    new || (is_shard(item) && changes(item, "capacity", '+') && changes(item, "free", '+'))
}

pub(super) fn is_claim(item: &Value) -> bool {
    sort_key(item) == "MAIL" && item["Put"]["Item"]["status"]["S"] == "claimed"
}

pub(super) fn expression(item: &Value) -> &str {
    item["Update"]["UpdateExpression"].as_str().unwrap_or_default()
}

/// Whether an update adds to (`+`) or takes from (`-`) a figure.
pub(super) fn changes(item: &Value, figure: &str, sign: char) -> bool {
    expression(item).contains(&format!("#{figure} = #{figure} {sign}"))
}

pub(super) fn changes_to(item: &Value, placeholder: &str) -> bool {
    expression(item).contains(&format!("{placeholder} = "))
}

/// Whether an update notes a sell-out and nothing else.
pub(super) fn is_sell_out(item: &Value) -> bool {
    changes_to(item, "#sold_out") && expression(item).matches(" = ").count() == 1
}

/// Whether it puts an entry of the waitlist in this state.
pub(super) fn puts_entry(item: &Value, status: &str) -> bool {
    sort_key(item) == "ENTRY" && item["Put"]["Item"]["status"]["S"] == status
}

pub(super) fn unconditional(item: &mut Value) {
    item["Update"].as_object_mut().map(|update| update.remove("ConditionExpression"));
    prune(item);
}

pub(super) fn unguarded(item: &mut Value) {
    if let Some(put) = item["Put"].as_object_mut() {
        for part in ["ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"] {
            put.remove(part);
        }
    }
}

pub(super) fn guard(item: &mut Value, condition: &str) {
    item["Update"]["ConditionExpression"] = condition.into();
    prune(item);
}

/// Changes the list of what an update sets.
pub(super) fn update(item: &mut Value, change: impl FnOnce(&mut Vec<String>)) {
    let text = expression(item).to_owned();
    let (set, remove) = text.split_once(" REMOVE ").map_or((text.as_str(), None), |(set, rest)| (set, Some(rest)));
    let mut parts: Vec<String> = set.trim_start_matches("SET ").split(", ").map(str::to_owned).collect();
    change(&mut parts);
    let remove = remove.map(|rest| format!(" REMOVE {rest}")).unwrap_or_default();
    item["Update"]["UpdateExpression"] = format!("SET {}{remove}", parts.join(", ")).into();
    prune(item);
}

/// Drops names and values that no expression uses: the table refuses them.
pub(super) fn prune(item: &mut Value) {
    let update = &mut item["Update"];
    let text = format!("{} {}", update["UpdateExpression"], update["ConditionExpression"]);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '#' | ':');
    let used: Vec<&str> = text.split(|c| !is_part(c)).collect();
    for part in ["ExpressionAttributeNames", "ExpressionAttributeValues"] {
        if let Some(map) = update[part].as_object_mut() {
            map.retain(|placeholder, _| used.contains(&placeholder.as_str()));
            if map.is_empty() {
                update.as_object_mut().map(|update| update.remove(part));
            }
        }
    }
}
