//! Texts in which rows, objects and lines name official accounts for their keys, or none.

use crate::chance::Chance;

const ACCOUNTS: &[&str] = &["@TOA#_news", "@TOA#_b-c", "@TOA#_@TOA#shop", "@TOA#_d"];

/// A key, and the account that is named for it.
pub type Owned = (String, Option<&'static str>);

/// A table, JSON Lines, bodies in a log, or lines of an account and a key. The keys of a text are different.
pub fn text(chance: &mut Chance) -> (String, Vec<Owned>) {
    let kind = chance.below(6);
    let (mut text, mut rows) = (String::new(), Vec::new());
    if kind < 2 {
        text += ["id,Official_Account,MsgKey\n", "MsgKey;text;officialAccount\n"][kind];
    }
    for row in 0..2 + chance.below(3) {
        let key = format!("{}_1_{}", 100 * (row + 1) + chance.below(100), 1_698_741_698 + chance.below(9));
        let account = if chance.below(3) > 0 { Some(chance.pick(ACCOUNTS)) } else { None };
        let shown = account.unwrap_or_default();
        text += &match kind {
            0 => format!("{row},{shown},{key}\n"),
            1 => format!("{key};\"a\nb\";{shown}\n"),
            2 => format!("{}\n", body(&key, account, chance)),
            3 => format!("12:00 INFO {}\n", body(&key, account, chance)),
            4 => format!("{}{}", if row == 0 { "12:00 INFO [" } else { "," }, body(&key, account, chance)),
            _ => format!("{shown} {key}\n"),
        };
        rows.push((key, account));
    }
    (text, rows)
}

fn body(key: &str, account: Option<&str>, chance: &mut Chance) -> String {
    let name = chance.pick(&["Official_Account", "OfficialAccount", "officialAccount"]);
    let member = account.map_or(String::new(), |account| format!("\"{name}\":\"{account}\","));
    let other = chance.pick(&["", "\"Text\":\"see @TOA#_x\",", "\"t\":{\"x\":\"} {\"},"]);
    if chance.below(2) == 0 {
        format!("{{{member}{other}\"MsgKey\":\"{key}\"}}")
    } else {
        format!("{{\"MsgKey\":\"{key}\",{other}{member}\"n\":1}}")
    }
}
