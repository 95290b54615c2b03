//! Why a piece of a pasted text is no MsgKey: a closed list of codes, and the sentence for each. For the readers of texts.

/// Characters of a rejected text that are kept.
const SHOWN_CHARS: usize = 12;
/// From this length on a text may be a secret: a secret key has 64 characters.
const SECRET_CHARS: usize = 32;

macro_rules! codes {
    ($($(#[$about:meta])* $name:ident $text:literal $reason:literal)*) => {
        /// What is wrong with a piece of a text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum RejectCode { $($(#[$about])* $name,)* }

        impl RejectCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The text that JavaScript sees.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The sentence, where it says all.
            #[must_use]
            pub fn reason(self) -> &'static str {
                match self { $(Self::$name => $reason,)* }
            }
        }
    };
}

codes! {
    /// Something else.
    NotAKey "not-a-key" "found no MsgKey, expected one like \"71_1_1698741698\" (Seq_1_ServerTime)"
    /// An empty value where a key belongs.
    Empty "empty" "empty, expected a MsgKey like \"71_1_1698741698\""
    /// More than 50 characters.
    TooLong "too-long" "found a text of more than 50 characters, expected a MsgKey like \"71_1_1698741698\""
    /// A number begins with a needless 0.
    LeadingZero "leading-zero" "found a number that begins with 0, expected a MsgKey like \"71_1_1698741698\" (an escape in front of it?)"
    /// A number above 4294967295.
    OutOfRange "out-of-range" "found a number above 4294967295, expected a MsgKey like \"71_1_1698741698\""
    /// The middle number is not 1.
    OneToOne "one-to-one" "found the MsgKey of a one-to-one message, expected 1 as the middle number"
    /// Something like a key inside a longer word.
    InsideWord "inside-word" "found something like a MsgKey inside a longer word, expected a blank or a quote before and after it"
    /// Digits may belong to an escape.
    Escape "escape" "found what may be an escape beside these digits, expected a blank or a quote there: where the MsgKey begins and ends is in doubt"
    /// A character that has no width, or a digit that is not of ASCII.
    Invisible "invisible-character" "found a character that is invisible or not of ASCII among these digits, expected the MsgKey alone"
    /// A break of the line may have cut it.
    CutByLine "cut-by-line-break" "found digits that a line break may have cut, expected the whole MsgKey on one line"
    /// The text of a dump of bytes, which cuts words.
    HexDump "hex-dump" "found a dump of bytes, which cuts words at the end of a line, expected the text itself"
    /// More layers of escapes than are taken off.
    TooDeep "too-deep" "found more than 12 layers of escapes, expected the text without them"
    /// A row that is too short.
    MissingCell "missing-cell" "found a row without this cell, expected a MsgKey in it"
    /// A row without a key.
    NoKeyInRow "no-key-in-row" "found no cell that is a MsgKey, expected one"
    /// A key in another column or member than the one that is read.
    OtherColumn "other-column" "found a MsgKey in another column or member than the others, expected all in one: name it as `column`"
    /// Keys in two columns or members.
    TwoColumns "two-columns" "found MsgKeys in more than one column or member, expected one: name it as `column`"
    /// The header lacks the named column.
    MissingColumn "missing-column" "found a header without this column, expected it on this line"
    /// An entry of JSON lacks the named member.
    MissingMember "missing-member" "found an entry without this member, expected a MsgKey in it"
    /// Inside or behind a quoted cell that goes on over lines.
    QuotedCell "quoted-cell" "found inside or behind a quoted cell that begins on an earlier line, expected a cell of its own"
    /// A quoted cell of a table that does not end.
    UnclosedCell "unclosed-cell" "found a quote that nothing closes, expected another before the end of the text"
    /// A string of JSON that does not end.
    UnclosedString "unclosed-string" "found a quote that nothing closes, expected another before the end of the line"
    /// An object of JSON that does not end.
    UnclosedObject "unclosed-object" "found an object that nothing closes, expected } before the end of the text"
    /// An array of JSON that does not end.
    UnclosedArray "unclosed-array" "found an array that nothing closes, expected ] before the end of the text"
}

impl RejectCode {
    /// Whether the text ended before it was whole: keys may be missing from it.
    #[must_use]
    pub fn is_incomplete(self) -> bool {
        matches!(self, Self::UnclosedCell | Self::UnclosedString | Self::UnclosedObject | Self::UnclosedArray)
    }
}

/// Something that should have been a key and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// 1-based line.
    pub line: u32,
    /// What stands there, as `shown` cuts it.
    pub text: String,
    /// What is wrong with it.
    pub code: RejectCode,
    /// 1-based line on which the quoted cell around it begins.
    pub opened: Option<u32>,
    /// What was found and expected, as a sentence.
    pub reason: String,
}

/// A pasted text as a message may show it: the first 12 characters of one that has 32 or more.
#[must_use]
pub fn shown(text: &str) -> String {
    let is_long = text.chars().nth(SECRET_CHARS - 1).is_some();
    let mut shown: String = text.chars().take(if is_long { SHOWN_CHARS } else { SECRET_CHARS }).collect();
    if is_long {
        shown.push('\u{2026}');
    }
    shown
}
