//! The closed lists of codes, each code with the names of its parameters.

macro_rules! codes {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $row:literal)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $type { $($(#[$doc])* $variant,)+ }

        impl $type {
            /// Every code, in the order of its numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The key of its row in the tables of `pkg-template/texts/`: the code in JavaScript and the names of its
            /// parameters, in order. Trailing parameters may be absent.
            #[must_use]
            pub fn row(self) -> &'static str {
                match self { $(Self::$variant => $row,)+ }
            }
        }
    };
}

codes! {
    /// A problem in the input. `index.d.ts` and the tables in `pkg-template/texts/` have the same list; tests compare them.
    IssueCode {
        /// An unexpected value. `value` is an excerpt of a string, or a number. It is absent for a secret.
        UnexpectedValue = "unexpected-value expected found value"
        /// Not an integer, or outside its range.
        NotInRange = "not-in-range min max unit found value"
        /// A copy or configuration mistake in a credential or id.
        Mispaste = "mispaste found expected"
        /// An empty text or list.
        Empty = "empty expected"
        /// An option name with the wrong case.
        MisspeltOption = "misspelt-option meant"
        /// A client option in a request.
        ClientOption = "client-option"
        /// An unknown option.
        UnknownOption = "unknown-option"
        /// Neither of two members, of which exactly one is required.
        Neither = "neither first second"
        /// Both of two members, of which exactly one is required.
        Both = "both first second"
        /// A secret key in a browser.
        SecretKeyInBrowser = "secret-key-in-browser"
        /// Not the name of a region.
        UnknownRegion = "unknown-region value meant"
        /// Not an absolute URL.
        UrlNotAbsolute = "url-not-absolute"
        /// A character that is not allowed in URLs.
        UrlCharacters = "url-characters"
        /// A user name or password.
        UrlUserInfo = "url-user-info"
        /// A query or fragment.
        UrlQuery = "url-query"
        /// No host.
        UrlNoHost = "url-no-host"
        /// Neither https: nor http:.
        UrlScheme = "url-scheme"
        /// http: to a host that is neither loopback nor in `insecureHttpHost`.
        UrlHttp = "url-http host"
        /// A path that the package itself appends.
        UrlPath = "url-path"
        /// Not in the format of a MsgKey.
        MsgKeyForm = "msg-key-form value"
        /// Too many characters for a MsgKey.
        MsgKeyTooLong = "msg-key-too-long max value"
        /// A number of a MsgKey has a leading zero.
        MsgKeyLeadingZero = "msg-key-leading-zero value"
        /// A number of a MsgKey is above 4294967295.
        MsgKeyOutOfRange = "msg-key-out-of-range value"
        /// The number of invalid MsgKeys that are not listed.
        MoreBadKeys = "more-bad-keys count"
        /// An official account id without its prefix.
        AccountPrefix = "account-prefix value"
        /// Too many bytes for an official account id.
        AccountTooLong = "account-too-long bytes max"
        /// An official account id with a character that is not printable ASCII.
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
        /// A truncated or altered UserSig.
        UserSigCut = "user-sig-cut"
        /// A UserSig of another identifier.
        UserSigIdentifier = "user-sig-identifier actual wanted"
        /// A UserSig of another app.
        UserSigApp = "user-sig-app actual wanted"
        // The following codes come only from the offline functions.
        /// Too many keys for one request.
        TooManyKeys = "too-many-keys count max"
        /// Too many characters for a UserSig.
        InspectedTooLong = "inspected-too-long bytes max"
        /// An empty UserSig.
        InspectedEmpty = "inspected-empty"
        /// A copy mistake: another text in place of a UserSig.
        InspectedMispaste = "inspected-mispaste found"
        /// A character outside the alphabet of UserSigs.
        InspectedAlphabet = "inspected-alphabet"
        /// Incomplete base64.
        InspectedBase64 = "inspected-base64"
        /// JSON that was not compressed.
        InspectedPlain = "inspected-plain"
        /// Bytes after the end of the zlib container.
        InspectedTrailing = "inspected-trailing"
        /// An invalid zlib container.
        InspectedZlib = "inspected-zlib max"
        /// Not UTF-8.
        InspectedUtf8 = "inspected-utf8"
        /// Not JSON.
        InspectedJson = "inspected-json"
        /// A UserSig of TLSSigAPI v1.
        InspectedOld = "inspected-old"
        /// A member of the wrong type.
        InspectedType = "inspected-type"
        /// A missing or malformed member.
        InspectedMember = "inspected-member name"
        /// An unsupported version.
        InspectedVersion = "inspected-version"
        /// A malformed signature.
        InspectedSignature = "inspected-signature"
        /// A parameter that is missing from the URL of a webhook.
        ParameterMissing = "parameter-missing"
        /// A missing parameter that the service sends only if a callback token is set.
        ParameterOfTokenMissing = "parameter-of-token-missing"
        /// A duplicate parameter.
        ParameterTwice = "parameter-twice"
        /// Malformed percent-encoding.
        ParameterEncoding = "parameter-encoding"
        /// A malformed Sign.
        SignForm = "sign-form"
        /// A Sign made with another token or RequestTime.
        SignMismatch = "sign-mismatch"
        /// An empty token.
        TokenEmpty = "token-empty"
        /// A RequestTime that is not a number.
        RequestTimeForm = "request-time-form value"
        /// A RequestTime too far in the past.
        RequestTimeOld = "request-time-old seconds max"
        /// A RequestTime too far in the future.
        RequestTimeAhead = "request-time-ahead seconds max"
        /// A parameter with an unexpected value.
        ParameterValue = "parameter-value value wanted"
        /// An unsupported webhook command.
        WebhookCommand = "webhook-command value first second"
        /// A body whose command differs from that of the URL.
        WebhookOtherCommand = "webhook-other-command value wanted"
        /// A body that is not the JSON of a webhook.
        WebhookJson = "webhook-json"
        /// A member that is missing from the body.
        WebhookMember = "webhook-member name"

        // The following codes are warnings of a plan.
        /// Duplicate keys.
        DuplicateKeys = "duplicate-keys count"
        /// Keys whose middle number is not 1.
        UnusualKeys = "unusual-keys count"
        /// Keys with a send time in the future.
        FutureKeys = "future-keys count"
        /// Keys with a send time before the service existed.
        OldKeys = "old-keys count"
        /// An identifier with characters that some documents exclude.
        UnusualIdentifier = "unusual-identifier"
        /// More requests per second than the documented limit.
        HighRateLimit = "high-rate-limit max"
        /// A timeout below the service's own limit.
        ShortTimeout = "short-timeout max"
    }
}

impl IssueCode {
    /// The first code that the module for runs never uses.
    pub const FIRST_OFFLINE: Self = Self::TooManyKeys;
    /// The first code that is a warning of a plan.
    pub const FIRST_OF_PLANS: Self = Self::DuplicateKeys;
}

codes! {
    /// Why something failed, beyond the `ERR_*` code and the issues.
    DetailCode {
        /// The service refused with a documented code.
        ServiceRefusal = "service-refusal errorInfo"
        /// The service refused with an undocumented code.
        UndocumentedRefusal = "undocumented-refusal errorInfo"
        /// Every request of the last minute was rate-limited.
        RatePatience = "rate-patience"
        /// Every retry was rate-limited.
        RateRetries = "rate-retries"
        /// No readable answer. JavaScript adds the host.
        NoReply = "no-reply loss"
        /// An HTTP status that the service never returns.
        UnexpectedStatus = "unexpected-status status"
        /// HTTP 407.
        ProxyCredentials = "proxy-credentials status"
        /// An answer that is not from this service.
        UnreadableAnswer = "unreadable-answer loss"
    }
}
