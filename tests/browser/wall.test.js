// The wall display: it refreshes itself, and a lost network leaves the last state on the screen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "./server.js";
import { launch, text, visitor } from "./visit.js";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(["--scene", "day"]), launch()]);
});
after(() => Promise.all([server?.stop(), browser?.close()]));

test("a screen in the hall keeps its last state without a network, and says how old it is", async () => {
  const { page, look, close } = await visitor(browser, server.url);
  await page.clock.install();
  await page.goto("/conferences/lpc-2023/timetable/wall");
  await look("wall");
  const rooms = await page.locator(".rooms h2").allInnerTexts();
  assert.ok(rooms.length > 1, "several rooms");
  await page.context().setOffline(true);
  await page.clock.runFor(31_000);
  await page.getByText(/^Last updated \d\d:\d\d$/).waitFor();
  assert.deepEqual(await page.locator(".rooms h2").allInnerTexts(), rooms);
  await page.context().setOffline(false);
  await page.clock.runFor(31_000);
  await page.getByText(/^Last updated/).waitFor({ state: "detached" });
  assert.doesNotMatch(await text(page), /Last updated/);
  await close();
});
