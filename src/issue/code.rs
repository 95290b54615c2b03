//! The closed lists of codes, each code with the names of its parameters.

macro_rules! codes {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $row:literal)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $type { $($(#[$doc])* $variant,)+ }

        impl $type {
            /// Every code, by its number.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code that JavaScript sees, and the names of its parameters in their order, of which the last ones may be absent: the key of
            /// its row in the tables of `pkg-template/messages/`.
            #[must_use]
            pub fn row(self) -> &'static str {
                match self { $(Self::$variant => $row,)+ }
            }
        }
    };
}

codes! {
    /// What is wrong with an input. `index.d.ts` and the tables in `pkg-template/messages/` hold the same list; tests compare them.
    IssueCode {
        /// Another value than expected. `value` is an excerpt of a string, or a number; a secret has none.
        UnexpectedValue = "unexpected-value expected found value"
        /// No integer, or one outside its range.
        NotInRange = "not-in-range min max unit found value"
        /// A mistake of copying or configuration in a credential or id.
        Mispaste = "mispaste found expected"
        /// An empty text or list.
        Empty = "empty expected"
        /// The name of an option in other capitals.
        MisspeltOption = "misspelt-option meant"
        /// An option of a client in a request.
        ClientOption = "client-option"
        /// A member that is no option.
        UnknownOption = "unknown-option"
        /// Two members of which one is needed, and neither is there.
        Neither = "neither first second"
        /// Two members of which one is needed, and both are there.
        Both = "both first second"
        /// A secret key in a page.
        SecretKeyInBrowser = "secret-key-in-browser"
        /// No region has this name.
        UnknownRegion = "unknown-region value meant"
        /// Not an absolute URL.
        UrlNotAbsolute = "url-not-absolute"
        /// A character that no URL has.
        UrlCharacters = "url-characters"
        /// A user name or password.
        UrlUserInfo = "url-user-info"
        /// A query or fragment.
        UrlQuery = "url-query"
        /// No host.
        UrlNoHost = "url-no-host"
        /// Neither https: nor http:.
        UrlScheme = "url-scheme"
        /// http: to a host that is not loopback.
        UrlHttp = "url-http host"
        /// A path that the package adds itself.
        UrlPath = "url-path"
        /// Not the form of a MsgKey.
        MsgKeyForm = "msg-key-form value"
        /// Too many characters for a MsgKey.
        MsgKeyTooLong = "msg-key-too-long max value"
        /// A number of a MsgKey begins with a needless 0.
        MsgKeyLeadingZero = "msg-key-leading-zero value"
        /// A number of a MsgKey is above 4294967295.
        MsgKeyOutOfRange = "msg-key-out-of-range value"
        /// More values that are no MsgKeys than are listed.
        MoreBadKeys = "more-bad-keys count"
        /// An official account id without its prefix.
        AccountPrefix = "account-prefix value"
        /// Too many bytes for an official account id.
        AccountTooLong = "account-too-long bytes max"
        /// An official account id with something else than printable ASCII.
        AccountCharacters = "account-characters value"
        /// Too many bytes for a UserID.
        IdentifierTooLong = "identifier-too-long bytes max"
        /// A UserID with control characters.
        IdentifierCharacters = "identifier-characters value"
        /// Too many bytes for a reason.
        ReasonTooLong = "reason-too-long bytes max"
        /// Too many characters for a UserSig.
        UserSigTooLong = "user-sig-too-long max"
        /// A UserSig of TLSSigAPI v1.
        UserSigOld = "user-sig-old"
        /// A UserSig that is cut or altered.
        UserSigCut = "user-sig-cut"
        /// A UserSig of another identifier.
        UserSigIdentifier = "user-sig-identifier actual wanted"
        /// A UserSig of another app.
        UserSigApp = "user-sig-app actual wanted"
        // From here on, what the functions that work offline alone give.
        /// Too many keys for one request.
        TooManyKeys = "too-many-keys count max"
        /// A UserSig longer than any.
        InspectedTooLong = "inspected-too-long bytes max"
        /// An empty UserSig.
        InspectedEmpty = "inspected-empty"
        /// Something else in place of a UserSig.
        InspectedMispaste = "inspected-mispaste found"
        /// A character that no UserSig has.
        InspectedAlphabet = "inspected-alphabet"
        /// Incomplete base64.
        InspectedBase64 = "inspected-base64"
        /// JSON that was not compressed.
        InspectedPlain = "inspected-plain"
        /// Bytes after the end of the container.
        InspectedTrailing = "inspected-trailing"
        /// A container that cannot be opened.
        InspectedZlib = "inspected-zlib max"
        /// Not UTF-8.
        InspectedUtf8 = "inspected-utf8"
        /// Not JSON.
        InspectedJson = "inspected-json"
        /// A UserSig of TLSSigAPI v1.
        InspectedOld = "inspected-old"
        /// A member of another type.
        InspectedType = "inspected-type"
        /// A member that is missing or malformed.
        InspectedMember = "inspected-member name"
        /// Another version.
        InspectedVersion = "inspected-version"
        /// A signature of another form.
        InspectedSignature = "inspected-signature"
        /// A parameter that the URL of a webhook lacks.
        ParameterMissing = "parameter-missing"
        /// A parameter that the URL lacks when no callback token is set.
        ParameterOfTokenMissing = "parameter-of-token-missing"
        /// A parameter that comes twice.
        ParameterTwice = "parameter-twice"
        /// Malformed percent-encoding.
        ParameterEncoding = "parameter-encoding"
        /// A Sign of another form.
        SignForm = "sign-form"
        /// A Sign of another token or time.
        SignMismatch = "sign-mismatch"
        /// No token to verify with.
        TokenEmpty = "token-empty"
        /// A RequestTime that is no number.
        RequestTimeForm = "request-time-form value"
        /// A RequestTime too long ago.
        RequestTimeOld = "request-time-old seconds max"
        /// A RequestTime too far ahead.
        RequestTimeAhead = "request-time-ahead seconds max"
        /// A parameter with another value than the one that is wanted.
        ParameterValue = "parameter-value value wanted"
        /// A command that is none of the two that are read.
        WebhookCommand = "webhook-command value first second"
        /// A body that names another command than the URL.
        WebhookOtherCommand = "webhook-other-command value wanted"
        /// A body that is not JSON of a webhook.
        WebhookJson = "webhook-json"
        /// A member that the body lacks.
        WebhookMember = "webhook-member name"

        // From here on, what a plan warns of.
        /// Keys that come more than once.
        DuplicateKeys = "duplicate-keys count"
        /// Keys whose middle number is not 1.
        UnusualKeys = "unusual-keys count"
        /// Keys whose time is still to come.
        FutureKeys = "future-keys count"
        /// Keys from before the service existed.
        OldKeys = "old-keys count"
        /// An identifier with characters that some documents exclude.
        UnusualIdentifier = "unusual-identifier"
        /// More requests a second than the service documents.
        HighRateLimit = "high-rate-limit max"
        /// A timeout within which the service itself may still be at work.
        ShortTimeout = "short-timeout max"
    }
}

impl IssueCode {
    /// The first of those that the module for runs never gives.
    pub const FIRST_OFFLINE: Self = Self::TooManyKeys;
    /// The first of those that a plan warns of.
    pub const FIRST_OF_PLANS: Self = Self::DuplicateKeys;
}

codes! {
    /// Why something failed, where the `ERR_*` code and the issues do not say it.
    DetailCode {
        /// The service refused with a code of its documents.
        ServiceRefusal = "service-refusal errorInfo"
        /// The service refused with a code that no document lists.
        UndocumentedRefusal = "undocumented-refusal errorInfo"
        /// Every request of the last minute was refused for its rate.
        RatePatience = "rate-patience"
        /// Every retry was refused for its rate.
        RateRetries = "rate-retries"
        /// No answer could be read. JavaScript adds the host.
        NoReply = "no-reply loss"
        /// An HTTP status that the service never gives.
        UnexpectedStatus = "unexpected-status status"
        /// HTTP 407.
        ProxyCredentials = "proxy-credentials status"
        /// An answer that is not one of the service.
        UnreadableAnswer = "unreadable-answer loss"
    }
}
