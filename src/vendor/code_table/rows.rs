//! Every documented code that an administrator's request can get, one row each.

use crate::vendor::code_table::advice::*;
use crate::vendor::code_table::row::{Class, Code, Fixer, text};

/// Where codes are documented.
#[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
mod documents {
    pub(super) const RECALL: &str = "1047/60811";
    pub(super) const LIST: &str = "1047/34348";
    pub(super) const OVERVIEW: &str = "1047/34620";
    pub(super) const HEADER: &str = "V2TIMErrorCode.h";
}

macro_rules! codes {
    (@row $row:expr) => { $row };
    (@row $row:expr, $mark:ident $value:expr) => { Code { $mark: $value, ..$row } };
    ($($number:literal $name:ident $class:ident $fixer:ident $source:ident $advice:ident $([$mark:ident $value:expr])?
        $en:literal $zh:literal $ja:literal)+) => {
        /// The rows, sorted by number.
        pub static CODES: &[Code] = &[$(codes!(@row Code {
            number: $number,
            #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
            name: stringify!($name),
            meaning: text!($en $zh $ja), advice: &$advice, fixer: Fixer::$fixer, class: Class::$class,
            outcome_unknown: false, retry_limit: None,
            #[cfg(any(not(target_arch = "wasm32"), feature = "offline"))]
            source: documents::$source,
        } $(, $mark $value)?),)+];
    };
}

// A row: number, name, class, who can fix it, source, advice; then its meaning in English, Chinese and Japanese.
codes! {
    0 SUCCESS Other Nobody OVERVIEW NONE "The service did what was asked."
        "操作成功。" "正常に処理されました。"
    10002 INTERNAL_ERROR Transient Service RECALL UNSURE [outcome_unknown true] "The service had an internal error."
        "服务内部错误。" "サービスの内部エラーです。"
    10003 BAD_COMMAND Request Library RECALL FORM "The command in the URL is not known."
        "URL 中的命令字非法。" "URL のコマンドが正しくありません。"
    10004 INVALID_PARAMETER Request Caller RECALL INFO "A parameter of the request is invalid."
        "请求参数无效。" "リクエストのパラメーターが無効です。"
    10005 TOO_MANY_ACCOUNTS Request Caller HEADER INFO "The request names too many accounts."
        "请求中的账号过多。" "リクエストに含まれるアカウントが多すぎます。"
    10006 OPERATION_RATE_LIMITED Rate Caller LIST SLOW_DOWN "This operation was called too often."
        "操作过于频繁。" "この操作の呼び出し頻度が高すぎます。"
    10007 NO_PERMISSION Permission Caller RECALL ADMIN
        "The identifier may not do this; it may not be an app administrator."
        "权限不足；该账号可能不是 App 管理员。" "権限がありません。アプリの管理者アカウントではない可能性があります。"
    10008 ILLEGAL_REQUEST Request Caller HEADER OPTIONS
        "The request is illegal; its signature information may be wrong."
        "请求非法，签名信息可能有误。" "不正なリクエストです。署名情報に誤りがある可能性があります。"
    10010 ACCOUNT_NOT_FOUND Account Caller RECALL ACCOUNT "The official account does not exist or was dissolved."
        "公众号不存在或已解散。" "公式アカウントが存在しないか、解散済みです。"
    10011 BODY_NOT_PARSED Request Library LIST FORM "The JSON body could not be parsed."
        "请求体 JSON 无法解析。" "リクエスト本文の JSON を解析できません。"
    10015 INVALID_ACCOUNT_ID Account Caller RECALL ACCOUNT "The official account id is invalid."
        "公众号 ID 无效。" "公式アカウントの ID が無効です。"
    10018 REPLY_TOO_LARGE Other Nobody LIST STRANGE "The reply would be larger than 1 MB."
        "应答包超过 1 MB。" "応答が 1 MB を超えます。"
    10023 SENDING_TOO_FAST Other Caller LIST AGAIN "Messages were sent too often from this account."
        "该账号发送消息过于频繁。" "このアカウントのメッセージ送信頻度が高すぎます。"
    10026 COMMAND_DISABLED Plan Service LIST SUPPORT "This command is disabled for the SDKAppID."
        "该 SDKAppID 已被禁用此命令。" "この SDKAppID ではこのコマンドが無効になっています。"
    10030 MESSAGE_NOT_FOUND Message Caller RECALL FIND "The message does not exist."
        "要撤回的消息不存在。" "取り消すメッセージが存在しません。"
    10031 TIME_LIMIT_EXCEEDED Message Nobody RECALL VISIBLE "The time in which this message could be recalled is over."
        "已超过可撤回的时间。" "取り消しできる期間を過ぎています。"
    10032 RECALL_NOT_SUPPORTED Message Nobody RECALL VISIBLE "This message does not support recall."
        "该消息不支持撤回。" "このメッセージは取り消しに対応していません。"
    10033 GROUP_FORBIDS_RECALL Message AccountOwner LIST OWNER "Recall is not allowed for this type of group."
        "该群组类型不允许撤回。" "この種類のグループでは取り消しが許可されていません。"
    10041 APP_FORBIDS_RECALL Message AccountOwner LIST OWNER "A setting of the app forbids recall."
        "应用设置禁止撤回。" "アプリの設定で取り消しが禁止されています。"
    60002 BAD_HTTP Request Library LIST FORM "The HTTP request or the form of its URL could not be read."
        "HTTP 请求或 URL 格式无法解析。" "HTTP リクエストまたは URL の形式を解析できません。"
    60003 BAD_JSON Request Library LIST FORM "The JSON of the request could not be parsed."
        "请求 JSON 无法解析。" "リクエストの JSON を解析できません。"
    60004 ACCOUNT_CHECK_FAILED Transient Caller LIST CREDENTIALS [retry_limit Some(2)]
        "The account or its signature could not be checked."
        "账号或签名校验失败。" "アカウントまたは署名を検証できませんでした。"
    60005 ACCOUNT_CHECK_FAILED_2 Transient Caller LIST CREDENTIALS [retry_limit Some(2)]
        "The account or its signature could not be checked."
        "账号或签名校验失败。" "アカウントまたは署名を検証できませんでした。"
    60006 INVALID_SDK_APP_ID Region Caller OVERVIEW PLACE "The SDKAppID is invalid."
        "SDKAppID 无效。" "SDKAppID が無効です。"
    60007 RATE_LIMITED Rate Caller LIST SLOW_DOWN "This API was called more often than its limit allows."
        "该接口调用频率超限。" "この API の呼び出し頻度が上限を超えました。"
    60008 SERVICE_TIMEOUT Transient Service LIST UNSURE [outcome_unknown true]
        "The service timed out, or could not read the HTTP request."
        "服务超时，或 HTTP 请求格式错误。" "サービスがタイムアウトしたか、HTTP リクエストを解析できませんでした。"
    60009 BAD_RESOURCE Request Library LIST FORM "The URL or the command in it is wrong."
        "请求资源错误，URL 或命令有误。" "URL またはその中のコマンドが正しくありません。"
    60010 ADMIN_REQUIRED Permission Caller LIST ADMIN "Only an app administrator may do this."
        "需要 App 管理员权限。" "アプリの管理者権限が必要です。"
    60011 APP_RATE_LIMITED Rate Caller OVERVIEW SLOW_DOWN "The app sends more requests than its limit allows."
        "应用的请求频率超限。" "アプリのリクエスト頻度が上限を超えました。"
    60012 SDK_APP_ID_MISSING Request Library LIST FORM "The URL lacks the SDKAppID."
        "URL 缺少 SDKAppID。" "URL に SDKAppID がありません。"
    60013 BAD_REPLY_JSON Transient Service LIST UNSURE [outcome_unknown true]
        "The service could not build its own reply."
        "服务无法生成应答 JSON。" "サービスが応答を作成できませんでした。"
    60014 ACCOUNT_CHECK_TIMEOUT Transient Service LIST AGAIN "The check of the account timed out."
        "账号校验超时。" "アカウントの検証がタイムアウトしました。"
    60015 ACCOUNT_NOT_STRING Request Library LIST FORM "An account in the body is not a string."
        "请求体中的账号不是字符串。" "リクエスト本文のアカウントが文字列ではありません。"
    60016 APP_DISABLED Plan AccountOwner LIST SUPPORT "The SDKAppID is disabled."
        "SDKAppID 已被禁用。" "SDKAppID が無効化されています。"
    60017 REQUEST_DISABLED Plan Service LIST SUPPORT "This request is disabled."
        "该请求已被禁用。" "このリクエストは無効化されています。"
    60018 TOO_FREQUENT Rate Caller LIST SLOW_DOWN "Requests come too often."
        "请求过于频繁。" "リクエストの頻度が高すぎます。"
    60019 TOO_FREQUENT_2 Rate Caller OVERVIEW SLOW_DOWN "Requests come too often."
        "请求过于频繁。" "リクエストの頻度が高すぎます。"
    60020 PLAN_EXPIRED Plan AccountOwner LIST OWNER "The plan is missing or expired, or payment is overdue."
        "套餐未购买、已过期或欠费。" "プランが未購入または期限切れか、料金が未払いです。"
    60021 IP_NOT_ALLOWED Permission AccountOwner LIST ALLOW "The IP address of this machine is not allowed."
        "来源 IP 不在允许范围内。" "この送信元 IP アドレスは許可されていません。"
    60025 BAD_URL_PARAMETER Request Caller LIST OPTIONS
        "SDKAppID, Identifier, UserSig or ContentType in the URL is wrong."
        "URL 中 SDKAppID、Identifier、UserSig 或 ContentType 有误。" "URL の SDKAppID、Identifier、UserSig、ContentType のいずれかが正しくありません。"
    60026 WRONG_SITE Region Caller LIST PLACE "The host and the SDKAppID are of different sites."
        "域名与 SDKAppID 不属于同一站点。" "ホストと SDKAppID のサイトが異なります。"
    60027 TPUSH_ONLY Plan AccountOwner LIST OWNER "The app may only use resources of TPush."
        "该应用只能使用 TPush 资源。" "このアプリは TPush のリソースしか使えません。"
    60028 TRIAL_QUOTA Plan AccountOwner LIST QUOTA "The request quota of the trial edition for 24 hours is used up."
        "体验版 24 小时请求量已用尽。" "体験版の 24 時間あたりのリクエスト数を使い切りました。"
    70001 USER_SIG_EXPIRED Resign Library LIST CLOCK "The UserSig has expired."
        "UserSig 已过期。" "UserSig の有効期限が切れています。"
    70002 USER_SIG_EMPTY UserSig Caller HEADER OPTIONS "The UserSig is empty."
        "UserSig 为空。" "UserSig が空です。"
    70003 USER_SIG_ILLEGAL UserSig Caller LIST WHOLE "The UserSig cannot be decoded; it may be cut or wrongly made."
        "UserSig 非法，可能被截断或生成有误。" "UserSig を復号できません。途中で切れているか、生成方法に誤りがある可能性があります。"
    70005 USER_SIG_CHECK_FAILED UserSig Caller HEADER KEY "The check of the UserSig failed."
        "UserSig 校验失败。" "UserSig の検証に失敗しました。"
    70009 USER_SIG_OTHER_KEY UserSig Caller LIST KEY "The secret key is not the key of this SDKAppID."
        "密钥不是该 SDKAppID 的密钥。" "秘密鍵がこの SDKAppID のものではありません。"
    70013 IDENTIFIER_MISMATCH UserSig Caller LIST OPTIONS "The UserSig was made for another identifier."
        "UserSig 与 `identifier` 不匹配。" "UserSig と Identifier が一致しません。"
    70014 SDK_APP_ID_MISMATCH UserSig Caller LIST OPTIONS "The UserSig was made for another SDKAppID."
        "UserSig 与 SDKAppID 不匹配。" "UserSig と SDKAppID が一致しません。"
    70016 KEY_NOT_FOUND Region Caller LIST PLACE "No key for this app: the app and the data centre do not match."
        "未找到密钥：应用与数据中心不匹配。" "鍵が見つかりません。アプリとデータセンターが一致していません。"
    70020 APP_NOT_FOUND Region Caller LIST PLACE "No such SDKAppID: the app and the data centre do not match."
        "SDKAppID 不存在：应用与数据中心不匹配。" "SDKAppID が見つかりません。アプリとデータセンターが一致していません。"
    70050 USER_SIG_LOCKED_OUT UserSig Caller LIST MINUTE "Too many wrong UserSigs: none is checked for one minute."
        "UserSig 校验失败次数过多，被限制一分钟。" "誤った UserSig が多すぎるため、1 分間検証されません。"
    70051 ACCOUNT_BLOCKED Permission Service LIST SUPPORT "The identifier is on the blocklist."
        "该账号已被列入黑名单。" "このアカウントはブロックリストに登録されています。"
    70052 USER_SIG_INVALIDATED Resign Library HEADER SIGN "The UserSig was invalidated."
        "UserSig 已失效。" "UserSig は失効しています。"
    70107 ACCOUNT_NOT_IMPORTED Permission Caller LIST ADMIN "The identifier does not exist in this app."
        "该账号尚未导入应用。" "このアプリにはこのアカウントがありません。"
    70114 SECURITY_RESTRICTED Permission Service HEADER SUPPORT "The identifier is restricted for security reasons."
        "因安全原因被限制。" "セキュリティ上の理由で、このアカウントは制限されています。"
    70169 SERVER_TIMEOUT Transient Service LIST UNSURE [outcome_unknown true] "The service timed out inside."
        "服务内部超时。" "サービスの内部でタイムアウトしました。"
    70206 BAD_BATCH_COUNT Request Caller HEADER INFO "The number of entries in the batch is invalid."
        "批量请求的数量无效。" "一括リクエストの件数が無効です。"
    70398 ACCOUNT_LIMIT Plan AccountOwner LIST OWNER "The app has as many accounts as its plan allows."
        "账号数量达到套餐上限。" "アカウント数がプランの上限に達しています。"
    70399 REIMPORT_LOCKED Other AccountOwner LIST STRANGE "A deleted account cannot be imported again for three months."
        "已删除的账号三个月内不能重新导入。" "削除したアカウントは 3 か月間再登録できません。"
    70402 INVALID_PARAMETERS Request Caller LIST INFO "Parameters of the request are invalid."
        "请求参数非法。" "リクエストのパラメーターが無効です。"
    70403 ADMIN_REQUIRED_2 Permission Caller HEADER ADMIN "Only an app administrator may do this."
        "需要 App 管理员权限。" "アプリの管理者権限が必要です。"
    70404 SDK_TOO_OLD Other Nobody LIST STRANGE "The client SDK is too old."
        "客户端 SDK 版本过低。" "クライアント SDK が古すぎます。"
    70500 SERVER_ERROR Transient Service LIST UNSURE [outcome_unknown true] "The service had an internal error."
        "服务内部错误。" "サービスの内部エラーです。"
    71000 ACCOUNT_DELETION Plan AccountOwner LIST STRANGE "The app may not delete accounts."
        "该应用不能删除账号。" "このアプリではアカウントを削除できません。"
    72000 ACTIVE_USERS Plan AccountOwner LIST OWNER
        "The plan's limit of active users (DAU, MAU) or a feature switch forbids this."
        "活跃用户数（DAU、MAU）超限，或功能未开通。" "アクティブユーザー数（DAU、MAU）の上限、または機能の設定により許可されていません。"
    72001 ACTIVE_USERS_2 Plan AccountOwner LIST OWNER
        "The plan's limit of active users (DAU, MAU) or a feature switch forbids this."
        "活跃用户数（DAU、MAU）超限，或功能未开通。" "アクティブユーザー数（DAU、MAU）の上限、または機能の設定により許可されていません。"
    72002 ACTIVE_USERS_3 Plan AccountOwner LIST OWNER
        "The plan's limit of active users (DAU, MAU) or a feature switch forbids this."
        "活跃用户数（DAU、MAU）超限，或功能未开通。" "アクティブユーザー数（DAU、MAU）の上限、または機能の設定により許可されていません。"
    72010 LOGIN_TOO_FREQUENT Plan AccountOwner LIST AGAIN "Clients of the app log in too often."
        "客户端登录过于频繁。" "クライアントのログイン頻度が高すぎます。"
    72011 FEATURE_OFF Plan AccountOwner LIST OWNER "A feature switch or a limit of the plan forbids this."
        "功能未开通，或超出套餐限制。" "機能の設定またはプランの上限により許可されていません。"
    72012 FEATURE_OFF_2 Plan AccountOwner LIST OWNER "A feature switch or a limit of the plan forbids this."
        "功能未开通，或超出套餐限制。" "機能の設定またはプランの上限により許可されていません。"
    80001 CONTENT_REFUSED Other Caller LIST STRANGE "Content moderation refused a message that was to be sent."
        "待发送的消息未通过内容审核。" "送信しようとしたメッセージが内容審査で拒否されました。"
    80002 BODY_TOO_LONG Other Caller LIST STRANGE "The body of a message that was to be sent is too long."
        "待发送的消息体过长。" "送信しようとしたメッセージの本文が長すぎます。"
    80003 SEND_REFUSED Other Caller LIST STRANGE
        "A message was not sent: moderation, webhook failure or a service that is off."
        "消息未发送：内容审核、回调失败或服务已停用。" "メッセージは送信されませんでした（内容審査、Webhook の失敗、またはサービスの停止）。"
    80004 SEND_REFUSED_2 Other Caller LIST STRANGE
        "A message was not sent: moderation, webhook failure or a service that is off."
        "消息未发送：内容审核、回调失败或服务已停用。" "メッセージは送信されませんでした（内容審査、Webhook の失敗、またはサービスの停止）。"
    80005 SEND_REFUSED_3 Other AccountOwner LIST STRANGE
        "A message was not sent: moderation, webhook failure or a service that is off."
        "消息未发送：内容审核、回调失败或服务已停用。" "メッセージは送信されませんでした（内容審査、Webhook の失敗、またはサービスの停止）。"
    130002 OA_NO_PERMISSION Permission Caller LIST ADMIN "The identifier may not do this."
        "权限不足。" "権限がありません。"
    130004 OA_NOT_FOUND Account Caller LIST ACCOUNT "The official account does not exist or was terminated."
        "公众号不存在或已注销。" "公式アカウントが存在しないか、廃止されています。"
    130005 OA_ALREADY_SUBSCRIBED Other Nobody LIST STRANGE "The user has subscribed already."
        "用户已订阅。" "このユーザーはすでに購読しています。"
    130006 OA_SUBSCRIBERS_FULL Other AccountOwner LIST STRANGE
        "The official account has as many subscribers as it may have."
        "公众号订阅人数已满。" "公式アカウントの購読者数が上限に達しています。"
    130007 OA_INVALID_ID Account Caller LIST ACCOUNT "The format of the official account id is wrong."
        "公众号 ID 格式错误。" "公式アカウントの ID の形式が正しくありません。"
    130008 OA_ID_IN_USE Other Caller LIST STRANGE "The official account id is in use."
        "公众号 ID 已被使用。" "公式アカウントの ID はすでに使われています。"
    130009 OA_DELETION_NOT_SUPPORTED Message Nobody LIST VISIBLE
        "The official account does not support deletion of messages."
        "该公众号不支持删除消息。" "この公式アカウントはメッセージの削除に対応していません。"
    130010 OA_COUNT_EXCEEDED Other AccountOwner LIST STRANGE "Too many subscriptions or official accounts."
        "订阅数或公众号创建数超限。" "購読数または公式アカウント数が上限を超えています。"
    131000 OA_NOT_ACTIVATED Plan Service LIST SUPPORT "Official accounts are not activated for this app."
        "该应用未开通公众号服务。" "このアプリでは公式アカウントが有効になっていません。"
    131003 OA_NOT_SUBSCRIBED Other Nobody LIST STRANGE "There is no such subscription."
        "订阅关系不存在。" "購読関係が存在しません。"
    131005 OA_SDK_TOO_OLD Other Nobody LIST STRANGE "The client SDK is too old."
        "客户端 SDK 版本过低。" "クライアント SDK が古すぎます。"
}
