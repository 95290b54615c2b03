// The program that every bundler makes a page of.
import * as api from "tencent-chat-recall";
import { check } from "./report.js";

check(api);
