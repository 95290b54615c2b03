//! Claims about how a text of the caller's is shown in a message.

use crate::text::excerpt::{brief, head, quoted};

#[test]
fn what_was_found_is_shown_short_and_on_one_line() {
    assert_eq!(quoted("a\"b\n\t\u{1b}[31m"), "\"a\\\"b\\n\\t\\u{1b}[31m\"");
    assert_eq!(quoted("a\u{202e}b\u{200b}c\u{feff}"), "\"a\\u{202e}b\\u{200b}c\\u{feff}\"");
    // A secret key has 64 characters: from 32 on it may be one.
    assert_eq!(quoted(&"字".repeat(31)), format!("\"{}\"", "字".repeat(31)));
    assert_eq!(quoted(&"字".repeat(32)), format!("\"{}…\"", "字".repeat(12)));
    assert_eq!(brief(&"a\"".repeat(16)), format!("{}…", "a\\\"".repeat(6)));
    assert_eq!(head(&"a\"".repeat(16)), format!("{}…", "a\"".repeat(6)));
    assert_eq!(head(&"a\n".repeat(15)), "a\n".repeat(15));
}
