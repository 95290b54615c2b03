//! Why a piece of a text is no MsgKey: a closed list of codes with their parameters. Sentences by code are in pkg-template/messages.

use crate::vendor::limits::MAX_MSG_KEY_CHARS;

/// Layers of escapes that are taken off one text: each costs a pass over it.
pub const MOST_LAYERS: usize = 12;

macro_rules! codes {
    ($($(#[$about:meta])* $name:ident $text:literal)*) => {
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
        }
    };
}

codes! {
    /// Something else.
    NotAKey "not-a-key"
    /// An empty value where a key belongs.
    Empty "empty"
    /// More than 50 characters.
    TooLong "too-long"
    /// A number begins with a needless 0.
    LeadingZero "leading-zero"
    /// A number above 4294967295.
    OutOfRange "out-of-range"
    /// The middle number is not 1.
    OneToOne "one-to-one"
    /// Something like a key inside a longer word.
    InsideWord "inside-word"
    /// Digits may belong to an escape.
    Escape "escape"
    /// A character that has no width, or a digit that is not of ASCII.
    Invisible "invisible-character"
    /// A break of the line may have cut it.
    CutByLine "cut-by-line-break"
    /// The text of a dump of bytes, which cuts words.
    HexDump "hex-dump"
    /// More layers of escapes than are taken off.
    TooDeep "too-deep"
    /// A row that is too short.
    MissingCell "missing-cell"
    /// A row without a key.
    NoKeyInRow "no-key-in-row"
    /// A key in another column or member than the one that is read.
    OtherColumn "other-column"
    /// Keys in two columns or members.
    TwoColumns "two-columns"
    /// The header lacks the named column.
    MissingColumn "missing-column"
    /// An entry of JSON lacks the named member.
    MissingMember "missing-member"
    /// Inside or behind a quoted cell that goes on over lines.
    QuotedCell "quoted-cell"
    /// A quoted cell of a table that does not end.
    UnclosedCell "unclosed-cell"
    /// A string of JSON that does not end.
    UnclosedString "unclosed-string"
    /// An object of JSON that does not end.
    UnclosedObject "unclosed-object"
    /// An array of JSON that does not end.
    UnclosedArray "unclosed-array"
}

impl RejectCode {
    /// The limit that a text of this code is over.
    #[must_use]
    pub fn limit(self) -> Params {
        match self {
            Self::TooLong => Params::Limit(MAX_MSG_KEY_CHARS as u32),
            Self::OutOfRange => Params::Limit(u32::MAX),
            Self::TooDeep => Params::Limit(MOST_LAYERS as u32),
            _ => Params::None,
        }
    }

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
    /// What stands there, cut where it may be a secret.
    pub text: String,
    /// What is wrong with it.
    pub code: RejectCode,
    /// What the code says it of.
    pub params: Params,
}

/// What a code leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Params {
    /// The code says all.
    None,
    /// The largest number, length or depth.
    Limit(u32),
    /// 1-based line on which the quoted cell around the text begins.
    Opened(u32),
    /// The column that was asked for.
    Column(String),
    /// The first two columns or members that hold keys.
    Columns([String; 2]),
}
