// A page that recalls in the browser, and is rendered on the server first.
"use client";
import { useEffect, useState } from "react";
import * as api from "tencent-chat-recall";
import { check } from "../report.js";

export default function Page() {
  const [state, setState] = useState("waiting");
  useEffect(() => {
    check(api).then(() => setState("told"));
  }, []);
  return <p>{`${state}: ${api.explainCode(10030).name}`}</p>;
}
