// Makes the pictures of the README in `pictures/`, from the sample. Run it with tests/browser/run --pictures.

import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./server.js";
import { launch, signIn, visitor } from "./visit.js";

const TO = join(dirname(fileURLToPath(import.meta.url)), "../../pictures");
const MOST_BYTES = 150_000;
const HOME = "/conferences/lpc-2023";

mkdirSync(TO, { recursive: true });

// The part of the page that a screen shows first.
async function take(page, name, { width = 1280, height = 800 } = {}) {
  await page.setViewportSize({ width, height });
  const path = join(TO, `${name}.jpg`);
  for (const quality of [80, 65, 50]) {
    await page.screenshot({ path, type: "jpeg", quality });
    if (statSync(path).size <= MOST_BYTES) return;
  }
  throw new Error(`${path} has more than ${MOST_BYTES} bytes`);
}

async function season(browser) {
  const server = await startServer(["--scene", "season"]);
  const { page, close } = await visitor(browser, server.url);
  await page.goto(HOME);
  await take(page, "home");
  const mails = await fetch(`${server.url}/_local/outbox`, { headers: { accept: "application/json" } });
  const offer = (await mails.json()).find((mail) => mail.subject.startsWith("Offer:"));
  // A mail brings its own styles, which our pages' policy would refuse.
  await page.goto("about:blank");
  await page.setContent(offer.html);
  await take(page, "mail", { width: 700, height: 800 });
  await signIn(page, server, "organizer@example.org");
  for (const [name, path] of [["desk", "/desk"], ["people", "/people"]]) {
    await page.goto(HOME + path);
    await take(page, name);
  }
  await close();
  await server.stop();
}

async function day(browser) {
  const server = await startServer(["--scene", "day"]);
  const { page, close } = await visitor(browser, server.url);
  await page.goto(`${HOME}/timetable`);
  await take(page, "programme");
  await close();
  await server.stop();
}

const browser = await launch();
await season(browser);
await day(browser);
await browser.close();
