//! Tests of excerpts: how a text of the caller is shown in a message.

use crate::text::excerpt::{brief, head};

#[test]
fn a_found_value_is_shortened_and_shown_on_one_line() {
    assert_eq!(brief("a\"b\n\t\u{1b}[31m"), "a\\\"b\\n\\t\\u{1b}[31m");
    assert_eq!(brief("a\u{202e}b\u{200b}c\u{feff}"), "a\\u{202e}b\\u{200b}c\\u{feff}");
    // A text of 32 characters or more may be a secret key, which has 64.
    assert_eq!(brief(&"字".repeat(31)), "字".repeat(31));
    assert_eq!(brief(&"字".repeat(32)), format!("{}…", "字".repeat(12)));
    assert_eq!(brief(&"a\"".repeat(16)), format!("{}…", "a\\\"".repeat(6)));
    assert_eq!(head(&"a\"".repeat(16)), format!("{}…", "a\"".repeat(6)));
    assert_eq!(head(&"a\n".repeat(15)), "a\n".repeat(15));
}
