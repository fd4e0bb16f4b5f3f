// A Plumbline of our own on a free port: in memory and with the sample edition, unless a directory is given.

import { spawn } from "node:child_process";
import { createServer } from "node:net";

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export async function startServer(options = []) {
  const port = await freePort();
  const listen = `127.0.0.1:${port}`;
  // The journeys begin before the first registration.
  const given = (option) => options.includes(option);
  const scene = given("--conference") || given("--scene") ? [] : ["--scene", "start"];
  const sample = given("--data") ? [] : ["--memory", ...scene];
  const child = spawn(process.env.PLUMBLINE, ["--listen", listen, ...sample, ...options], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const ended = new Promise((done) => child.on("exit", done));
  const url = `http://localhost:${port}`;
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false);
    if (ready) break;
    // A season is played first, by a debug build and beside other tests.
    if (tries > 1200 || child.exitCode !== null) throw new Error(`the server does not serve:\n${said}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
    // The rehearsal clock: runs on by a duration, or up to an instant, and all that is due on the way is done.
    async advance(by) {
      const body = JSON.stringify(by.startsWith("P") ? { advance: by } : { now: by });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/_local/clock`, { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`the clock stays: ${await answer.text()}`);
    },
    // The mails to an address, newest first, with this in subject and text; waits for the first.
    async mailsTo(email, subject = "", text = "") {
      for (let tries = 0; tries < 100; tries++) {
        const answer = await fetch(`${url}/_local/outbox`, { headers: { accept: "application/json" } });
        const all = (await answer.json()).filter((m) => [m.to].flat().includes(email));
        const mails = all.filter((mail) => mail.subject.includes(subject) && mail.text.includes(text));
        if (mails.length > 0) return mails;
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`no mail "${subject}" to ${email}`);
    },
  };
}

// The first link in a mail's text, on this server.
export function linkIn(mail, url) {
  const link = mail.text.split("\n").find((line) => line.startsWith("http"));
  if (!link) throw new Error(`no link in:\n${mail.text}`);
  return url + new URL(link.trim()).pathname + new URL(link.trim()).search;
}
