//! Why a piece of a text is not a MsgKey: a closed list of codes with parameters. The sentences are in pkg-template/texts.

use crate::vendor::limits::MAX_MSG_KEY_CHARS;

/// Largest number of escape layers to decode: each costs a pass over the text.
pub const MOST_LAYERS: usize = 12;

macro_rules! codes {
    ($($(#[$about:meta])* $name:ident $text:literal)*) => {
        /// What is wrong with a piece of a text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum RejectCode { $($(#[$about])* $name,)* }

        impl RejectCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name in the JavaScript API.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// None of the cases below.
    NotAKey "not-a-key"
    /// An empty value where a key belongs.
    Empty "empty"
    /// More than 50 characters.
    TooLong "too-long"
    /// A number has a leading zero.
    LeadingZero "leading-zero"
    /// A number above 4294967295.
    OutOfRange "out-of-range"
    /// The middle number is not 1.
    OneToOne "one-to-one"
    /// A text like a key inside a longer word.
    InsideWord "inside-word"
    /// Some of the digits may belong to an escape.
    Escape "escape"
    /// A zero-width character, or a digit outside ASCII.
    Invisible "invisible-character"
    /// A line break may have cut it.
    CutByLine "cut-by-line-break"
    /// The text column of a hex dump, which cuts words.
    HexDump "hex-dump"
    /// More escape layers than are decoded.
    TooDeep "too-deep"
    /// A row without a cell in the column of keys.
    MissingCell "missing-cell"
    /// A row without a key.
    NoKeyInRow "no-key-in-row"
    /// A key in a column or member that is not read.
    OtherColumn "other-column"
    /// Keys in two columns or members.
    TwoColumns "two-columns"
    /// The header lacks the requested column.
    MissingColumn "missing-column"
    /// A JSON object lacks the requested member.
    MissingMember "missing-member"
    /// Inside or after a quoted cell that spans several lines.
    QuotedCell "quoted-cell"
    /// A text in place of the official account of a key.
    NotAnAccount "not-an-account"
    /// A key for which several official accounts are named, or for which it is unclear which one is.
    DoubtfulAccount "doubtful-account"
    /// An unclosed quoted cell of a table.
    UnclosedCell "unclosed-cell"
    /// An unclosed JSON string.
    UnclosedString "unclosed-string"
    /// An unclosed JSON object.
    UnclosedObject "unclosed-object"
    /// An unclosed JSON array.
    UnclosedArray "unclosed-array"
}

impl RejectCode {
    /// The limit that a text with this code exceeds.
    #[must_use]
    pub fn limit(self) -> Params {
        match self {
            Self::TooLong => Params::Limit(MAX_MSG_KEY_CHARS as u32),
            Self::OutOfRange => Params::Limit(u32::MAX),
            Self::TooDeep => Params::Limit(MOST_LAYERS as u32),
            _ => Params::None,
        }
    }

    /// Whether the text ended inside a quote, string, object or array, so that keys may be missing.
    #[must_use]
    pub fn is_incomplete(self) -> bool {
        matches!(self, Self::UnclosedCell | Self::UnclosedString | Self::UnclosedObject | Self::UnclosedArray)
    }
}

/// A text that looks like a key, or is in the place of one, and is not a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// 1-based line.
    pub line: u32,
    /// The text, truncated if it may be a secret.
    pub text: String,
    /// What is wrong with it.
    pub code: RejectCode,
    /// The parameters of the code.
    pub params: Params,
}

/// The parameters of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Params {
    /// No parameters.
    None,
    /// The largest number, length or depth.
    Limit(u32),
    /// 1-based line on which the quoted cell around the text begins.
    Opened(u32),
    /// The requested column.
    Column(String),
    /// The first two columns or members that hold keys.
    Columns([String; 2]),
}
