//! Names for what was found or expected. Each language translates them.

macro_rules! words {
    ($($variant:ident = $name:literal)+) => {
        /// A translatable name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the name says it, and the words in issues_en.js say it in full")]
        pub enum Word { $($variant,)+ }

        impl Word {
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The first word that the module for runs never uses.
            pub const FIRST_OFFLINE: Self = Self::EmptyString;

            /// Its name in the parameters of an issue. It crosses to JavaScript as its index.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

words! {
    // What was found.
    Nothing = "nothing"
    Null = "null"
    True = "true"
    False = "false"
    Boolean = "boolean"
    Number = "number"
    String = "string"
    HalfSurrogate = "half-surrogate"
    BigInt = "bigint"
    Symbol = "symbol"
    Function = "function"
    Array = "array"
    Object = "object"
    Date = "date"
    InvalidDate = "invalid-date"
    ThrowingGetter = "throwing-getter"
    ThrowingIterable = "throwing-iterable"
    NoAcquire = "no-acquire"

    // What was expected.
    SdkAppId = "sdk-app-id"
    Identifier = "identifier"
    IdentifierAlone = "identifier-alone"
    SecretKey = "secret-key"
    SecretKeyAlone = "secret-key-alone"
    SecretKeyText = "secret-key-text"
    UserSig = "user-sig"
    UserSigText = "user-sig-text"
    UserSigOfApp = "user-sig-of-app"
    UserSigOrFunction = "user-sig-or-function"
    OfficialAccount = "official-account"
    MsgKey = "msg-key"
    MsgKeyText = "msg-key-text"
    OneMsgKey = "one-msg-key"
    MsgKeyList = "msg-key-list"
    MsgKeySource = "msg-key-source"
    MessageRef = "message-ref"
    OneMessage = "one-message"
    MessageList = "message-list"
    MessageSource = "message-source"
    Reason = "reason"
    Region = "region"
    Url = "url"
    UrlAlone = "url-alone"
    HostName = "host-name"
    Fetch = "fetch"
    Limiter = "limiter"
    Flag = "flag"
    Deadline = "deadline"
    Moment = "moment"
    Signal = "signal"
    Listener = "listener"
    Sender = "sender"
    ClientOptions = "client-options"
    RecallOptions = "recall-options"
    RecallRequest = "recall-request"
    Options = "options"

    // Units of numbers.
    Seconds = "seconds"
    Milliseconds = "milliseconds"
    Requests = "requests"
    RequestsPerSecond = "requests-per-second"

    // What `lib/wasm/mispaste.js` recognized in place of a credential or id.
    SeveralIds = "several-ids"
    AtToa = "at-toa"
    HashForAt = "hash-for-at"
    EcdsaKey = "ecdsa-key"
    Quotes = "quotes"
    Placeholder = "placeholder"
    WhiteSpace = "white-space"
    Jwt = "jwt"
    MoreThanIt = "more-than-it"
    PercentEncoding = "percent-encoding"
    StandardBase64 = "standard-base64"
    AUserSig = "a-user-sig"
    ASecretKey = "a-secret-key"
    OtherCharacter = "other-character"

    // What only the offline functions find or expect.
    EmptyString = "empty-string"
    UserSigOrKey = "user-sig-or-key"
    SignerOptions = "signer-options"
    SignedUserId = "signed-user-id"
    Bytes = "bytes"
    WebhookOptions = "webhook-options"
    WebhookUrl = "webhook-url"
    WebhookBody = "webhook-body"
    Token = "token"
    Answer = "answer"
    AnswerText = "answer-text"
    PastedText = "pasted-text"
    ColumnName = "column-name"
    ApiCode = "api-code"
    Locale = "locale"
}
