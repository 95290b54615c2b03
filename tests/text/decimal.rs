//! Tests of decimal numbers as text: the results equal those of the standard library.

use crate::client::retry::Rng;
use crate::text::decimal::{parse, push, signed, text};

fn numbers() -> Vec<u64> {
    let mut rng = Rng::new(3);
    let mut numbers = vec![0, 1, 9, 10, 11, 99, 100, u64::from(u32::MAX), i64::MAX as u64, 1 << 63, u64::MAX];
    for _ in 0..10_000 {
        let zeros = rng.up_to(63);
        numbers.push(rng.next_u64() >> zeros);
    }
    numbers
}

#[test]
fn numbers_are_written_and_parsed_as_by_the_standard_library() {
    for number in numbers() {
        assert_eq!(text(number), number.to_string());
        assert_eq!(signed(number as i64), (number as i64).to_string());
        assert_eq!(parse(&number.to_string()), Some(number));
        let mut hexadecimal = String::from("0x");
        push(&mut hexadecimal, number, 16);
        assert_eq!(hexadecimal, format!("{number:#x}"));
    }
}

#[test]
fn only_digits_are_accepted() {
    for text in [
        "",
        " ",
        "+1",
        "-1",
        "1 ",
        " 1",
        "1.0",
        "1e3",
        "0x1",
        "１",
        "1_0",
        "18446744073709551616",
        "99999999999999999999",
    ] {
        assert_eq!(parse(text), None, "{text:?}");
    }
    assert_eq!(parse("000000000000000000000000000007"), Some(7));
}
