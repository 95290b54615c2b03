// A page that recalls in the browser, after it was rendered on the server.
"use client";
import { createElement, useEffect, useState } from "react";
import * as api from "tencent-chat-recall";
import { check } from "../report.js";

export default function Page() {
  const [state, setState] = useState("waiting");
  useEffect(() => {
    check(api).then(() => setState("told"));
  }, []);
  return createElement("p", null, `${state}: ${api.explainCode(10030).name}`);
}
