//! What to try next after a code: one sentence for each remedy, in every language. The names of options are in backquotes, so that a
//! program can replace them with its own.

use crate::vendor::code_table::row::{Text, text};

macro_rules! advice {
    ($($name:ident $en:literal $zh:literal $ja:literal)+) => {
        $(pub(crate) static $name: Text = text!($en $zh $ja);)+
    };
}

advice! {
    LOOK_UP "Read ErrorInfo, and look the code up in the vendor's error codes."
        "请查看 ErrorInfo，并在官方错误码文档中查询该错误码。" "ErrorInfo を読み、公式のエラーコード一覧で調べてください。"
    SLOW_DOWN "Lower `rateLimit`, or raise the quota in the console."
        "请调低 `rateLimit`，或在控制台提高配额。" "`rateLimit` を下げるか、コンソールで割り当てを増やしてください。"
    AGAIN "Run again later."
        "请稍后再运行。" "しばらくしてから再実行してください。"
    UNSURE "Run again: the messages may or may not be recalled by now."
        "请再次运行：消息可能已撤回，也可能未撤回。" "再実行してください。メッセージが取り消されたかどうかは不明です。"
    CREDENTIALS "Run again; if it stays, check `identifier`, UserSig and `region`."
        "请再试；若仍出现，请检查 `identifier`、UserSig 和 `region`。" "再実行し、解消しなければ `identifier`、UserSig、`region` を確認してください。"
    FORM "Check `baseUrl` and any proxy; without one, report it to this library."
        "请检查 `baseUrl` 和代理；若未使用，请向本库报告。" "`baseUrl` とプロキシを確認してください。使っていなければ、このライブラリに報告してください。"
    INFO "Correct what ErrorInfo names."
        "请按 ErrorInfo 的提示修正。" "ErrorInfo が示す箇所を修正してください。"
    OPTIONS "Check `sdkAppId`, `identifier` and UserSig."
        "请检查 `sdkAppId`、`identifier` 和 UserSig。" "`sdkAppId`、`identifier`、UserSig を確認してください。"
    SIGN "Sign again."
        "请重新签名。" "署名し直してください。"
    CLOCK "Sign again; if a fresh UserSig is refused too, set the signing machine's clock."
        "请重新签名；若刚生成的 UserSig 也被拒绝，请校准签名机器的时钟。" "署名し直してください。生成したばかりの UserSig も拒否される場合は、署名するマシンの時計を合わせてください。"
    KEY "Copy this app's secret key from the console again; look for quotes or spaces around it."
        "请从控制台重新复制该应用的密钥，并检查首尾是否有引号或空格。" "このアプリの秘密鍵をコンソールからコピーし直し、前後に引用符や空白がないか確認してください。"
    WHOLE "Sign with this app's secret key (HMAC-SHA256, v2), and pass the UserSig on whole."
        "请用该应用的密钥签名（HMAC-SHA256，v2），并完整传递 UserSig。" "このアプリの秘密鍵で署名し（HMAC-SHA256、v2）、UserSig を欠けることなく渡してください。"
    MINUTE "Correct the UserSig, then wait one minute."
        "请先修正 UserSig，再等待一分钟。" "UserSig を修正してから 1 分待ってください。"
    QUOTA "Upgrade the plan, or wait up to 24 hours."
        "请升级套餐，或最多等待 24 小时。" "プランをアップグレードするか、最大 24 時間待ってください。"
    ADMIN "Use an identifier that the console lists as app administrator."
        "请使用控制台中的 App 管理员账号。" "コンソールにあるアプリの管理者アカウントを使ってください。"
    ALLOW "Call from an allowed address, or have this one allowed."
        "请从允许的 IP 调用，或将本机 IP 加入允许范围。" "許可された IP アドレスから呼び出すか、このアドレスを許可してもらってください。"
    PLACE "Check `sdkAppId`, and set `region` to the one the console shows for it."
        "请检查 `sdkAppId`，并将 `region` 设为控制台所示的地域。" "`sdkAppId` を確認し、`region` をコンソールに表示されるリージョンにしてください。"
    SUPPORT "Ask Tencent Cloud support, with SDKAppID and this code."
        "请携带 SDKAppID 和此错误码联系腾讯云技术支持。" "SDKAppID とこのコードを添えて、Tencent Cloud のサポートに問い合わせてください。"
    OWNER "Let the account owner check plan and settings in the console."
        "请账号所有者在控制台检查套餐和设置。" "アカウントの所有者に、コンソールでプランと設定を確認してもらってください。"
    ACCOUNT "Check the official account id, and that it is of this app."
        "请检查公众号 ID，并确认它属于该应用。" "公式アカウントの ID と、それがこのアプリのものかを確認してください。"
    FIND "Check MsgKey and official account; it may be recalled or expired already."
        "请核对 MsgKey 和公众号；消息可能已撤回或过期。" "MsgKey と公式アカウントを確認してください。すでに取り消し済みか期限切れの可能性があります。"
    VISIBLE "The message stays visible: consider sending a correction."
        "消息仍然可见：可考虑发送更正消息。" "メッセージは表示されたままです。訂正の配信を検討してください。"
    NONE "Nothing is to be done."
        "无需处理。" "対処は不要です。"
    STRANGE "Not expected on recall: check the URL, then ask support."
        "撤回时不应出现：请检查 URL，再联系技术支持。" "取り消しでは想定されないコードです。URL を確認してから、サポートに問い合わせてください。"
}
