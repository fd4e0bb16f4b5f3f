// An attendee: from the list of editions to a pass, a mail, the manage link, and back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { linkIn, startServer } from "./server.js";
import { launch, visitor } from "./visit.js";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";
  test(`an attendee registers, changes and cancels, ${how}`, async () => {
    const email = `attendee-${javaScript}@example.org`;
    const { page, look, close } = await visitor(browser, server.url, { javaScript });
    await page.goto("/");
    await look("editions");
    await page.getByRole("link", { name: /Linux Plumbers/ }).first().click();
    await look("edition");
    await page.getByRole("link", { name: /register/i }).first().click();
    await look("form");

    // Each error is beside its field, and the form keeps everything that was typed.
    await page.getByLabel("Name", { exact: true }).fill("An Attendee");
    await page.locator("form").first().evaluate((form) => (form.noValidate = true));
    await page.getByLabel("E-mail").fill("nowhere");
    await page.getByRole("button", { name: /register/i }).click();
    await look("form-with-faults");
    assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "An Attendee");
    assert.equal(await page.getByLabel("E-mail").getAttribute("aria-invalid"), "true");

    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("In person").check();
    await page.getByRole("button", { name: /register/i }).click();
    await page.waitForURL(/\/registrations\//);
    assert.match(await page.content(), /Confirmed/);
    await look("registered");
    await close();

    // Another device: only the mail.
    const [mail] = await server.mailsTo(email, "Your pass for");
    const other = await visitor(browser, server.url, { javaScript });
    await other.page.goto(linkIn(mail, server.url));
    assert.ok(!other.page.url().includes("token"), "the token leaves the address bar");
    await other.look("manage");
    await other.page.getByLabel("Name", { exact: true }).fill("Somebody Else");
    await other.page.getByRole("button", { name: "Save" }).click();
    assert.match(await other.page.locator("main").innerText(), /Somebody Else/);
    await other.look("changed");
    await other.page.getByText("Cancel your pass").click();
    await other.page.getByRole("button", { name: /cancel/i }).click();
    assert.match(await other.page.content(), /Cancelled/);
    await other.look("cancelled");
    await other.close();
    await server.mailsTo(email, "cancelled");
  });
}

test("a lost link comes again by mail, and unknown addresses get the same answer", async () => {
  const { page, look, close } = await visitor(browser, server.url);
  const answers = [];
  for (const email of ["attendee-true@example.org", "stranger@example.org"]) {
    await page.goto("/conferences/lpc-2023/link");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button").click();
    answers.push(await page.locator("main").innerText());
  }
  await look("link-sent");
  assert.equal(answers[0], answers[1]);
  await close();
});

test("what is not there is said, with a way on", async () => {
  const { page, look, close } = await visitor(browser, server.url);
  await page.goto("/conferences/nowhere-2023");
  await look("not-found");
  assert.ok((await page.getByRole("link").count()) > 0);
  await close();
});
