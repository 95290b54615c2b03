//! One row of the table of codes: its columns and their values.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal $about:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $(#[doc = $about] $variant,)+ }

        impl $name {
            /// The name in the JavaScript API.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }
    };
}

words! {
    /// How a run treats a code.
    Class {
        Rate = "rate" "Too fast: slow down, then the same request.",
        Transient = "transient" "The same request may work later.",
        Resign = "resign" "A new UserSig is needed, then the same request.",
        UserSig = "userSig" "The UserSig, or the key it was signed with, is wrong.",
        Permission = "permission" "The identifier, or this machine, may not do this.",
        Region = "region" "Wrong data centre, or no such app.",
        Account = "account" "No such official account.",
        Plan = "plan" "The app's plan, quota or switches do not allow it.",
        Message = "message" "Concerns single messages.",
        Request = "request" "The request is malformed.",
        Other = "other" "Anything else, and codes that are not in the table.",
    }
}

words! {
    /// Who can fix the cause of a code.
    Fixer {
        Caller = "caller" "Whoever calls this library: options, keys, pace.",
        Library = "library" "This library, or whoever builds requests by hand.",
        Service = "service" "The vendor.",
        AccountOwner = "accountOwner" "Whoever owns the vendor account: plan, payment, console.",
        Nobody = "nobody" "Nobody.",
        Unknown = "unknown" "Nobody knows: the code is not in the table.",
    }
}

/// The languages of a `Text`, in its order.
pub const LANGUAGES: [&str; 3] = ["en", "zh", "ja"];

/// A sentence in each language of `LANGUAGES`. Only `explainCode` shows languages other than English and some of the columns: the module
/// for runs does not contain them.
#[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
pub type Text = [&'static str; 3];
/// A sentence in English.
#[cfg(all(target_arch = "wasm32", not(feature = "offline")))]
pub type Text = [&'static str; 1];

#[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
macro_rules! text {
    ($en:literal $zh:literal $ja:literal) => {
        [$en, $zh, $ja]
    };
}
#[cfg(all(target_arch = "wasm32", not(feature = "offline")))]
macro_rules! text {
    ($en:literal $zh:literal $ja:literal) => {
        [$en]
    };
}
pub(crate) use text;

/// One code of the vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The number, as ErrorCode or RetCode.
    pub number: i32,
    /// A short name.
    #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
    pub name: &'static str,
    /// Its meaning in one sentence.
    pub meaning: Text,
    /// What to try next.
    pub advice: &'static Text,
    /// Who can fix its cause.
    pub fixer: Fixer,
    /// How a run treats it.
    pub class: Class,
    /// Whether the service may have recalled messages despite this answer.
    pub outcome_unknown: bool,
    /// Largest number of retries, if the vendor's documents limit them.
    pub retry_limit: Option<u8>,
    /// Where it is documented: a document number of the vendor (`1047/34348`) or the header file of its SDK.
    #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
    pub source: &'static str,
}

impl Code {
    /// Whether a later request may recall the same messages without any change by the caller.
    #[must_use]
    pub fn retryable(&self) -> bool {
        matches!(self.class, Class::Rate | Class::Transient | Class::Resign)
    }
}
