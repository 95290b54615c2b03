// The entry that every bundler bundles for a page.
import * as api from "tencent-chat-recall";
import { check } from "./report.js";

check(api);
