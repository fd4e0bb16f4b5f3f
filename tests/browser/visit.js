// A browser that looks closely: each page that is looked at is scanned (axe), must fit a narrow screen, and must have
// loaded without an error.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { linkIn } from "./server.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };

export function launch() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
}

// Signs in on this page, by the link that is mailed.
export async function signIn(page, server, email) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button").click();
  await page.waitForURL(/\/sign-in\/./);
  const [mail] = await server.mailsTo(email, "", new URL(page.url()).pathname);
  await page.goto(linkIn(mail, server.url));
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL(/\/(me|desk)$/);
}

// A signed-in person.
export async function signedIn(browser, server, email, options) {
  const visit = await visitor(browser, server.url, options);
  await signIn(visit.page, server, email);
  return visit;
}

// Presses Tab until the focus is on the wanted element. Gives up after as many presses as a person would.
export async function tabTo(page, target) {
  for (let steps = 0; steps < 200; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not come to ${target}`);
}

// Waits until a page's service worker answers for it and has kept these addresses. `waitForFunction` does not wait for
// promises, so the page itself waits.
export async function offlineReady(page, addresses) {
  await page.evaluate(async (parts) => {
    const isKept = async () => {
      const kept = await Promise.all(parts.map((part) => caches.match(part, { ignoreVary: true })));
      return navigator.serviceWorker.controller && kept.every(Boolean);
    };
    for (let tries = 0; !(await isKept()); tries++) {
      if (tries > 200) throw new Error("the page does not become ready for use without a network");
      await new Promise((done) => setTimeout(done, 50));
    }
  }, addresses);
}

// What a page says.
export async function text(page) {
  return page.locator("main").innerText();
}

// A visitor: pages without scripts if `javaScript` is false.
export async function visitor(browser, url, { javaScript = true } = {}) {
  const context = await browser.newContext({ baseURL: url, javaScriptEnabled: javaScript, viewport: WIDE });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    // A lost network is part of some journeys.
    const refusal = /status of (4\d\d|503)|ERR_INTERNET_DISCONNECTED/.test(message.text());
    if (message.type() === "error" && !refusal) errors.push(message.text());
  });
  let number = 0;

  // Checks the page in its current state.
  async function look(name) {
    assert.deepEqual(errors, [], `errors on ${name}`);
    await page.setViewportSize(NARROW);
    const overflow = await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide at 320 px`);
    await shot(`${name}-narrow`);
    await page.setViewportSize(WIDE);
    await shot(name);
    // The accessibility scan runs as a script; a page without scripts has the same markup as one with them.
    if (!javaScript) return;
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      if (colorScheme === "dark") await shot(`${name}-dark`);
      // The page's own policy forbids foreign scripts: evaluated, not added.
      // In the dark only the colours are others.
      const rules = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
      const found = await page.evaluate(`(() => { ${axe}; return axe.run(document, ${JSON.stringify(rules)}); })()`);
      const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
      assert.deepEqual(said, [], `accessibility of ${name}, ${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
  }

  async function shot(name) {
    if (!process.env.SCREENSHOTS) return;
    const file = `${javaScript ? "" : "no-script-"}${name}.png`;
    await page.screenshot({ path: join(process.env.SCREENSHOTS, file), fullPage: true });
    number += 1;
  }

  return { page, look, close: () => context.close() };
}
