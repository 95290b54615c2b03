"""Signs by the vendor's own package and asks the service, with nothing of this project. Reads what to ask from standard input."""

import json
import sys
import urllib.parse
import urllib.request

from TLSSigAPIv2 import TLSSigAPIv2

ask = json.load(sys.stdin)
api = TLSSigAPIv2(ask["sdkAppId"], ask["secretKey"])
if "userBuf" in ask:
    user_sig = api.gen_sig_with_userbuf(ask["identifier"], ask["expire"], ask["userBuf"].encode("utf-8"))
else:
    user_sig = api.gen_sig(ask["identifier"], ask["expire"])
query = urllib.parse.urlencode({
    "sdkappid": ask["sdkAppId"], "identifier": ask["identifier"], "usersig": user_sig, "random": 99999999, "contenttype": "json",
})
url = f"{ask['url']}/v4/official_account_open_http_svc/official_account_msg_recall?{query}"
body = json.dumps({"Official_Account": ask["officialAccount"], "MsgKeyList": ask["msgKeys"]}).encode("utf-8")
request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"}, method="POST")
with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as reply:
    print(json.dumps({"status": reply.status, "reply": json.load(reply), "userSig": user_sig}))
