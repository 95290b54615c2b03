//! The table of the vendor's codes: what each one means, what to try next and who can do it, for the run and for people.

pub use crate::vendor::code_row::{Class, Code, Fixer, Text};

#[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
macro_rules! text {
    ($en:literal $zh:literal) => {
        [$en, $zh]
    };
}
#[cfg(all(target_arch = "wasm32", not(feature = "offline")))]
macro_rules! text {
    ($en:literal $zh:literal) => {
        [$en]
    };
}

/// The message does not exist.
pub const DOES_NOT_EXIST: i32 = 10030;
/// Some parameter is invalid.
pub const INVALID_PARAMETER: i32 = 10004;
/// Verification failed too often: one minute of silence.
pub const LOCKED_OUT: i32 = 70050;

/// What is said of a code that is in no row.
pub static UNKNOWN: Code = Code {
    number: 0,
    #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
    name: "UNKNOWN",
    meaning: text!("This code is in no document known to this release." "本版本所知的文档中没有此错误码。"),
    advice: &LOOK_UP,
    fixer: Fixer::Unknown,
    class: Class::Other,
    outcome_unknown: false,
    retry_limit: None,
    #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
    source: "",
};

/// What a code means, in English.
#[must_use]
pub fn meaning_of(number: i32) -> &'static str {
    find(number).unwrap_or(&UNKNOWN).meaning[0]
}

/// The row of a code.
#[must_use]
pub fn find(number: i32) -> Option<&'static Code> {
    CODES.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| CODES.get(at))
}

/// The class of a code; `Other` when nobody documents it.
#[must_use]
pub fn class_of(number: i32) -> Class {
    find(number).map_or(Class::Other, |row| row.class)
}

/// Whether the service may have done its work in spite of a code.
#[must_use]
pub fn is_outcome_unknown(number: i32) -> bool {
    find(number).is_some_and(|row| row.outcome_unknown)
}

/// Where codes are documented.
#[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
mod documents {
    pub(super) const RECALL: &str = "1047/60811";
    pub(super) const LIST: &str = "1047/34348";
    pub(super) const OVERVIEW: &str = "1047/34620";
    pub(super) const HEADER: &str = "V2TIMErrorCode.h";
}

macro_rules! advice {
    ($($name:ident $en:literal $zh:literal)+) => { $(static $name: Text = text!($en $zh);)+ };
}

advice! {
    LOOK_UP "Read ErrorInfo, and look the code up in the vendor's error codes." "请查看 ErrorInfo，并在官方错误码文档中查询该错误码。"
    SLOW_DOWN "Lower `rateLimit`, or raise the quota in the console." "请调低 rateLimit，或在控制台提高配额。"
    AGAIN "Run again later." "请稍后再运行。"
    UNSURE "Run again: the messages may or may not be recalled by now." "请再次运行：消息可能已撤回，也可能未撤回。"
    CREDENTIALS "Run again; if it stays, check `identifier`, UserSig and region." "请再试；若仍出现，请检查 identifier、UserSig 和地域。"
    FORM "Check `baseUrl` and any proxy; without one, report it to this library." "请检查 baseUrl 和代理；若未使用，请向本库报告。"
    INFO "Correct what ErrorInfo names." "请按 ErrorInfo 的提示修正。"
    OPTIONS "Check `sdkAppId`, `identifier` and UserSig." "请检查 sdkAppId、identifier 和 UserSig。"
    SIGN "Sign again." "请重新签名。"
    CLOCK "Sign again; if a fresh UserSig is refused too, set the signing machine's clock." "请重新签名；若刚生成的 UserSig 也被拒绝，请校准签名机器的时钟。"
    KEY "Copy this app's secret key from the console again; look for quotes or spaces around it." "请从控制台重新复制该应用的密钥，并检查首尾是否有引号或空格。"
    WHOLE "Sign with this app's secret key (HMAC-SHA256, v2), and pass the UserSig on whole." "请用该应用的密钥签名（HMAC-SHA256，v2），并完整传递 UserSig。"
    MINUTE "Correct the UserSig, then wait one minute." "请先修正 UserSig，再等待一分钟。"
    QUOTA "Upgrade the plan, or wait up to 24 hours." "请升级套餐，或最多等待 24 小时。"
    ADMIN "Use an identifier that the console lists as app administrator." "请使用控制台中的 App 管理员账号。"
    ALLOW "Call from an allowed address, or have this one allowed." "请从允许的 IP 调用，或将本机 IP 加入允许范围。"
    PLACE "Check `sdkAppId`, and choose the region the console shows for it." "请检查 sdkAppId，并选择控制台所示的地域。"
    SUPPORT "Ask Tencent Cloud support, with SDKAppID and this code." "请携带 SDKAppID 和此错误码联系腾讯云技术支持。"
    OWNER "Let the account owner check plan and settings in the console." "请账号所有者在控制台检查套餐和设置。"
    ACCOUNT "Check the official account id, and that it is of this app." "请检查公众号 ID，并确认它属于该应用。"
    FIND "Check MsgKey and official account; it may be recalled or expired already." "请核对 MsgKey 和公众号；消息可能已撤回或过期。"
    VISIBLE "The message stays visible: consider sending a correction." "消息仍然可见：可考虑发送更正消息。"
    NONE "Nothing is to be done." "无需处理。"
    STRANGE "Not expected on recall: check the URL, then ask support." "撤回时不应出现：请检查 URL，再联系技术支持。"
}

macro_rules! codes {
    (@row $row:expr) => { $row };
    (@row $row:expr, $mark:ident $value:expr) => { Code { $mark: $value, ..$row } };
    ($($number:literal $name:ident $class:ident $fixer:ident $source:ident $advice:ident $([$mark:ident $value:expr])?
        $en:literal $zh:literal)+) => {
        /// Every documented code that a request of an administrator can meet, sorted by number.
        pub static CODES: &[Code] = &[$(codes!(@row Code {
            number: $number,
            #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
            name: stringify!($name),
            meaning: text!($en $zh), advice: &$advice, fixer: Fixer::$fixer, class: Class::$class,
            outcome_unknown: false, retry_limit: None,
            #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
            source: documents::$source,
        } $(, $mark $value)?),)+];
    };
}

// A row: number, name, class, who can fix it, source, advice; then its meaning.
codes! {
    0 SUCCESS Other Nobody OVERVIEW NONE "The service did what was asked." "操作成功。"
    10002 INTERNAL_ERROR Transient Service RECALL UNSURE [outcome_unknown true]
        "The service had an internal error." "服务内部错误。"
    10003 BAD_COMMAND Request Library RECALL FORM "The command in the URL is not known." "URL 中的命令字非法。"
    10004 INVALID_PARAMETER Request Caller RECALL INFO "A parameter of the request is invalid." "请求参数无效。"
    10005 TOO_MANY_ACCOUNTS Request Caller HEADER INFO "The request names too many accounts." "请求中的账号过多。"
    10006 OPERATION_RATE_LIMITED Rate Caller LIST SLOW_DOWN "This operation was called too often." "操作过于频繁。"
    10007 NO_PERMISSION Permission Caller RECALL ADMIN
        "The identifier may not do this; it may not be an app administrator." "权限不足；该账号可能不是 App 管理员。"
    10008 ILLEGAL_REQUEST Request Caller HEADER OPTIONS
        "The request is illegal; its signature information may be wrong." "请求非法，签名信息可能有误。"
    10010 ACCOUNT_NOT_FOUND Account Caller RECALL ACCOUNT
        "The official account does not exist or was dissolved." "公众号不存在或已解散。"
    10011 BODY_NOT_PARSED Request Library LIST FORM "The JSON body could not be parsed." "请求体 JSON 无法解析。"
    10015 INVALID_ACCOUNT_ID Account Caller RECALL ACCOUNT "The official account id is invalid." "公众号 ID 无效。"
    10018 REPLY_TOO_LARGE Other Nobody LIST STRANGE "The reply would be larger than 1 MB." "应答包超过 1 MB。"
    10023 SENDING_TOO_FAST Other Caller LIST AGAIN
        "Messages were sent too often from this account." "该账号发送消息过于频繁。"
    10026 COMMAND_DISABLED Plan Service LIST SUPPORT
        "This command is disabled for the SDKAppID." "该 SDKAppID 已被禁用此命令。"
    10030 MESSAGE_NOT_FOUND Message Caller RECALL FIND "The message does not exist." "要撤回的消息不存在。"
    10031 TIME_LIMIT_EXCEEDED Message Nobody RECALL VISIBLE
        "The time in which this message could be recalled is over." "已超过可撤回的时间。"
    10032 RECALL_NOT_SUPPORTED Message Nobody RECALL VISIBLE
        "This message does not support recall." "该消息不支持撤回。"
    10033 GROUP_FORBIDS_RECALL Message AccountOwner LIST OWNER
        "Recall is not allowed for this type of group." "该群组类型不允许撤回。"
    10041 APP_FORBIDS_RECALL Message AccountOwner LIST OWNER
        "A setting of the app forbids recall." "应用设置禁止撤回。"
    60002 BAD_HTTP Request Library LIST FORM
        "The HTTP request or the form of its URL could not be read." "HTTP 请求或 URL 格式无法解析。"
    60003 BAD_JSON Request Library LIST FORM
        "The JSON of the request could not be parsed." "请求 JSON 无法解析。"
    60004 ACCOUNT_CHECK_FAILED Transient Caller LIST CREDENTIALS [retry_limit Some(2)]
        "The account or its signature could not be checked." "账号或签名校验失败。"
    60005 ACCOUNT_CHECK_FAILED_2 Transient Caller LIST CREDENTIALS [retry_limit Some(2)]
        "The account or its signature could not be checked." "账号或签名校验失败。"
    60006 INVALID_SDK_APP_ID Region Caller OVERVIEW PLACE "The SDKAppID is invalid." "SDKAppID 无效。"
    60007 RATE_LIMITED Rate Caller LIST SLOW_DOWN
        "This API was called more often than its limit allows." "该接口调用频率超限。"
    60008 SERVICE_TIMEOUT Transient Service LIST UNSURE [outcome_unknown true]
        "The service timed out, or could not read the HTTP request." "服务超时，或 HTTP 请求格式错误。"
    60009 BAD_RESOURCE Request Library LIST FORM
        "The URL or the command in it is wrong." "请求资源错误，URL 或命令有误。"
    60010 ADMIN_REQUIRED Permission Caller LIST ADMIN
        "Only an app administrator may do this." "需要 App 管理员权限。"
    60011 APP_RATE_LIMITED Rate Caller OVERVIEW SLOW_DOWN
        "The app sends more requests than its limit allows." "应用的请求频率超限。"
    60012 SDK_APP_ID_MISSING Request Library LIST FORM "The URL lacks the SDKAppID." "URL 缺少 SDKAppID。"
    60013 BAD_REPLY_JSON Transient Service LIST UNSURE [outcome_unknown true]
        "The service could not build its own reply." "服务无法生成应答 JSON。"
    60014 ACCOUNT_CHECK_TIMEOUT Transient Service LIST AGAIN "The check of the account timed out." "账号校验超时。"
    60015 ACCOUNT_NOT_STRING Request Library LIST FORM
        "An account in the body is not a string." "请求体中的账号不是字符串。"
    60016 APP_DISABLED Plan AccountOwner LIST SUPPORT "The SDKAppID is disabled." "SDKAppID 已被禁用。"
    60017 REQUEST_DISABLED Plan Service LIST SUPPORT "This request is disabled." "该请求已被禁用。"
    60018 TOO_FREQUENT Rate Caller LIST SLOW_DOWN "Requests come too often." "请求过于频繁。"
    60019 TOO_FREQUENT_2 Rate Caller OVERVIEW SLOW_DOWN "Requests come too often." "请求过于频繁。"
    60020 PLAN_EXPIRED Plan AccountOwner LIST OWNER
        "The plan is missing or expired, or payment is overdue." "套餐未购买、已过期或欠费。"
    60021 IP_NOT_ALLOWED Permission AccountOwner LIST ALLOW
        "The IP address of this machine is not allowed." "来源 IP 不在允许范围内。"
    60025 BAD_URL_PARAMETER Request Caller LIST OPTIONS
        "SDKAppID, Identifier, UserSig or ContentType in the URL is wrong." "URL 中 SDKAppID、Identifier、UserSig 或 ContentType 有误。"
    60026 WRONG_SITE Region Caller LIST PLACE
        "The host and the SDKAppID are of different sites." "域名与 SDKAppID 不属于同一站点。"
    60027 TPUSH_ONLY Plan AccountOwner LIST OWNER
        "The app may only use resources of TPush." "该应用只能使用 TPush 资源。"
    60028 TRIAL_QUOTA Plan AccountOwner LIST QUOTA
        "The request quota of the trial edition for 24 hours is used up." "体验版 24 小时请求量已用尽。"
    70001 USER_SIG_EXPIRED Resign Library LIST CLOCK "The UserSig has expired." "UserSig 已过期。"
    70002 USER_SIG_EMPTY UserSig Caller HEADER OPTIONS "The UserSig is empty." "UserSig 为空。"
    70003 USER_SIG_ILLEGAL UserSig Caller LIST WHOLE
        "The UserSig cannot be decoded; it may be cut or wrongly made." "UserSig 非法，可能被截断或生成有误。"
    70005 USER_SIG_CHECK_FAILED UserSig Caller HEADER KEY
        "The check of the UserSig failed." "UserSig 校验失败。"
    70009 USER_SIG_OTHER_KEY UserSig Caller LIST KEY
        "The secret key is not the key of this SDKAppID." "密钥不是该 SDKAppID 的密钥。"
    70013 IDENTIFIER_MISMATCH UserSig Caller LIST OPTIONS
        "The UserSig was made for another identifier." "UserSig 与 identifier 不匹配。"
    70014 SDK_APP_ID_MISMATCH UserSig Caller LIST OPTIONS
        "The UserSig was made for another SDKAppID." "UserSig 与 SDKAppID 不匹配。"
    70016 KEY_NOT_FOUND Region Caller LIST PLACE
        "No key for this app: the app and the data centre do not match." "未找到密钥：应用与数据中心不匹配。"
    70020 APP_NOT_FOUND Region Caller LIST PLACE
        "No such SDKAppID: the app and the data centre do not match." "SDKAppID 不存在：应用与数据中心不匹配。"
    70050 USER_SIG_LOCKED_OUT UserSig Caller LIST MINUTE
        "Too many wrong UserSigs: none is checked for one minute." "UserSig 校验失败次数过多，被限制一分钟。"
    70051 ACCOUNT_BLOCKED Permission Service LIST SUPPORT
        "The identifier is on the blocklist." "该账号已被列入黑名单。"
    70052 USER_SIG_INVALIDATED Resign Library HEADER SIGN "The UserSig was invalidated." "UserSig 已失效。"
    70107 ACCOUNT_NOT_IMPORTED Permission Caller LIST ADMIN
        "The identifier does not exist in this app." "该账号尚未导入应用。"
    70114 SECURITY_RESTRICTED Permission Service HEADER SUPPORT
        "The identifier is restricted for security reasons." "因安全原因被限制。"
    70169 SERVER_TIMEOUT Transient Service LIST UNSURE [outcome_unknown true]
        "The service timed out inside." "服务内部超时。"
    70206 BAD_BATCH_COUNT Request Caller HEADER INFO
        "The number of entries in the batch is invalid." "批量请求的数量无效。"
    70398 ACCOUNT_LIMIT Plan AccountOwner LIST OWNER
        "The app has as many accounts as its plan allows." "账号数量达到套餐上限。"
    70399 REIMPORT_LOCKED Other AccountOwner LIST STRANGE
        "A deleted account cannot be imported again for three months." "已删除的账号三个月内不能重新导入。"
    70402 INVALID_PARAMETERS Request Caller LIST INFO "Parameters of the request are invalid." "请求参数非法。"
    70403 ADMIN_REQUIRED_2 Permission Caller HEADER ADMIN
        "Only an app administrator may do this." "需要 App 管理员权限。"
    70404 SDK_TOO_OLD Other Nobody LIST STRANGE "The client SDK is too old." "客户端 SDK 版本过低。"
    70500 SERVER_ERROR Transient Service LIST UNSURE [outcome_unknown true]
        "The service had an internal error." "服务内部错误。"
    71000 ACCOUNT_DELETION Plan AccountOwner LIST STRANGE "The app may not delete accounts." "该应用不能删除账号。"
    72000 ACTIVE_USERS Plan AccountOwner LIST OWNER
        "The plan's limit of active users (DAU, MAU) or a feature switch forbids this." "活跃用户数（DAU、MAU）超限，或功能未开通。"
    72001 ACTIVE_USERS_2 Plan AccountOwner LIST OWNER
        "The plan's limit of active users (DAU, MAU) or a feature switch forbids this." "活跃用户数（DAU、MAU）超限，或功能未开通。"
    72002 ACTIVE_USERS_3 Plan AccountOwner LIST OWNER
        "The plan's limit of active users (DAU, MAU) or a feature switch forbids this." "活跃用户数（DAU、MAU）超限，或功能未开通。"
    72010 LOGIN_TOO_FREQUENT Plan AccountOwner LIST AGAIN "Clients of the app log in too often." "客户端登录过于频繁。"
    72011 FEATURE_OFF Plan AccountOwner LIST OWNER
        "A feature switch or a limit of the plan forbids this." "功能未开通，或超出套餐限制。"
    72012 FEATURE_OFF_2 Plan AccountOwner LIST OWNER
        "A feature switch or a limit of the plan forbids this." "功能未开通，或超出套餐限制。"
    80001 CONTENT_REFUSED Other Caller LIST STRANGE
        "Content moderation refused a message that was to be sent." "待发送的消息未通过内容审核。"
    80002 BODY_TOO_LONG Other Caller LIST STRANGE
        "The body of a message that was to be sent is too long." "待发送的消息体过长。"
    80003 SEND_REFUSED Other Caller LIST STRANGE
        "A message was not sent: moderation, webhook failure or a service that is off." "消息未发送：内容审核、回调失败或服务已停用。"
    80004 SEND_REFUSED_2 Other Caller LIST STRANGE
        "A message was not sent: moderation, webhook failure or a service that is off." "消息未发送：内容审核、回调失败或服务已停用。"
    80005 SEND_REFUSED_3 Other AccountOwner LIST STRANGE
        "A message was not sent: moderation, webhook failure or a service that is off." "消息未发送：内容审核、回调失败或服务已停用。"
    130002 OA_NO_PERMISSION Permission Caller LIST ADMIN "The identifier may not do this." "权限不足。"
    130004 OA_NOT_FOUND Account Caller LIST ACCOUNT
        "The official account does not exist or was terminated." "公众号不存在或已注销。"
    130005 OA_ALREADY_SUBSCRIBED Other Nobody LIST STRANGE "The user has subscribed already." "用户已订阅。"
    130006 OA_SUBSCRIBERS_FULL Other AccountOwner LIST STRANGE
        "The official account has as many subscribers as it may have." "公众号订阅人数已满。"
    130007 OA_INVALID_ID Account Caller LIST ACCOUNT
        "The format of the official account id is wrong." "公众号 ID 格式错误。"
    130008 OA_ID_IN_USE Other Caller LIST STRANGE "The official account id is in use." "公众号 ID 已被使用。"
    130009 OA_DELETION_NOT_SUPPORTED Message Nobody LIST VISIBLE
        "The official account does not support deletion of messages." "该公众号不支持删除消息。"
    130010 OA_COUNT_EXCEEDED Other AccountOwner LIST STRANGE
        "Too many subscriptions or official accounts." "订阅数或公众号创建数超限。"
    131000 OA_NOT_ACTIVATED Plan Service LIST SUPPORT
        "Official accounts are not activated for this app." "该应用未开通公众号服务。"
    131003 OA_NOT_SUBSCRIBED Other Nobody LIST STRANGE "There is no such subscription." "订阅关系不存在。"
    131005 OA_SDK_TOO_OLD Other Nobody LIST STRANGE "The client SDK is too old." "客户端 SDK 版本过低。"
}
