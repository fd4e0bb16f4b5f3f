// A track's season: drafts that save themselves, two who write at once, reminders, the deadline, reviews, decisions,
// and the speaker's answer; with the rehearsal clock, without scripts too, and once with the keyboard alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { linkIn, startServer } from "./server.js";
import { launch, signIn, signedIn, tabTo, text, visitor } from "./visit.js";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const home = "/conferences/lpc-2023";
const SPEAKER = "speaker@example.org";
const COAUTHOR = "coauthor@example.org";

test("a draft saves itself, is reminded of, and is closed out; a late link lets it in", async () => {
  const speaker = await signedIn(browser, server, SPEAKER);
  const { page, look } = speaker;
  await page.goto(home);
  await page.getByRole("link", { name: "Calls for proposals", exact: true }).click();
  await look("calls");
  await page.getByRole("link", { name: "Kernel Testing & Dependability" }).click();
  await look("call");
  await page.getByRole("link", { name: "Submit a proposal" }).click();
  await look("propose");

  // It saves itself, and a reloaded page has it.
  await page.getByLabel("Title").fill("What a test owes to its reader");
  await page.getByLabel("Abstract").fill("Tests are read **more often** than they fail.");
  await page.getByText(/^Saved at/).waitFor();
  await page.waitForURL(/\/proposals\/[^/]+\/edit$/);
  await page.reload();
  assert.equal(await page.getByLabel("Title").inputValue(), "What a test owes to its reader");
  await page.getByRole("button", { name: "Preview" }).click();
  assert.equal(await page.locator("#preview + .prose strong").innerText(), "more often");
  await look("preview");
  await page.getByRole("button", { name: "Save draft" }).click();
  await look("draft");
  const draft = new URL(page.url()).pathname;
  await page.goto("/me");
  await page.getByRole("link", { name: "What a test owes to its reader" }).click();

  // A week before the close the clock reminds, once.
  await server.advance("2023-08-14T12:00:00Z");
  const [reminder] = await server.mailsTo(SPEAKER, "Kernel Testing");
  const outbox = await visitor(browser, server.url);
  await outbox.page.goto("/_local/outbox");
  await outbox.look("outbox");
  await outbox.close();
  // A month is longer than a session.
  await signIn(page, server, SPEAKER);
  await page.goto(linkIn(reminder, server.url));
  assert.match(await text(page), /What a test owes to its reader/);

  // The call closes while the form is open. The page keeps the typed text and says what to do.
  await page.goto(`${draft}/edit`);
  await page.getByLabel("Minutes").fill("30");
  await server.advance("2023-08-21T12:00:00Z");
  await page.getByLabel("Title").fill("What a test owes to its readers");
  await page.getByRole("button", { name: "Submit" }).click();
  assert.match(await text(page), /closed/i);
  assert.equal(await page.getByLabel("Title").inputValue(), "What a test owes to its readers");
  await look("closed-out");

  // Its lead lets this one person be late.
  const lead = await signedIn(browser, server, "lead.kernel-testing@example.org");
  await lead.look("me-lead");
  await lead.page.getByRole("link", { name: "Kernel Testing & Dependability" }).click();
  await lead.look("track-lead");
  await lead.page.getByRole("link", { name: "Late proposals" }).click();
  await lead.page.getByLabel("E-mail").fill(SPEAKER);
  await lead.page.getByLabel("Until").fill("2023-08-23 anywhere on Earth");
  await lead.page.getByRole("button", { name: "Allow late proposals" }).click();
  await lead.page.getByRole("cell", { name: SPEAKER, exact: true }).waitFor();
  await lead.look("late-links");
  await lead.close();
  const [late] = await server.mailsTo(SPEAKER, "late");
  await page.goto(linkIn(late, server.url));
  await look("late");
  await page.goto(draft);
  await look("draft-late");
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByText("e-mailed you a receipt").waitFor();
  await look("submitted-late");
  const [receipt] = await server.mailsTo(SPEAKER, "What a test owes to its reader");
  assert.match(receipt.text, /more often/);
  await page.goto("/me/proposals");
  await look("my-proposals");
  await speaker.close();
});

test("two who change a proposal at once lose nothing that either wrote", async () => {
  // With the keyboard alone, from the conference's page to the receipt.
  const speaker = await signedIn(browser, server, "author@example.org");
  const { page, look } = speaker;
  await page.goto(home);
  const press = async (role, name, key = "Enter") => {
    await tabTo(page, page.getByRole(role, { name, exact: true }));
    await page.keyboard.press(key);
  };
  const type = async (label, words) => {
    await tabTo(page, page.getByLabel(label));
    await page.keyboard.type(words);
  };
  await press("link", "Calls for proposals");
  await press("link", "Networking track");
  await press("link", "Submit a proposal");
  await type("Title", "Queues that empty themselves");
  await type("Abstract", "A queue is a promise.\n\nThis one is kept.");
  await type("Speaker 1: Name", "An Author");
  await type("Speaker 2: Name", "A Coauthor");
  await type("Speaker 2: E-mail", COAUTHOR);
  await press("button", "Submit proposal");
  await page.getByText("e-mailed you a receipt").waitFor();
  await look("submitted");
  const proposal = new URL(page.url()).pathname;

  // The other speaker says by the mailed link, without scripts, that they speak.
  const [asked] = await server.mailsTo(COAUTHOR, "Queues that empty themselves");
  const other = await visitor(browser, server.url, { javaScript: false });
  await other.page.goto(linkIn(asked, server.url));
  await other.look("speak");
  await other.page.getByRole("button", { name: "Yes, I'll speak" }).click();
  await other.page.getByText("You're confirmed as a speaker").waitFor();
  await other.look("speaks");
  await other.close();

  // Both open the form; the other one is faster.
  const coauthor = await signedIn(browser, server, COAUTHOR, { javaScript: false });
  await coauthor.page.getByRole("link", { name: "Queues that empty themselves" }).click();
  for (const visit of [speaker, coauthor]) await visit.page.getByRole("link", { name: "Edit proposal" }).click();
  await coauthor.page.getByLabel("Abstract").fill("A queue is a promise.\n\nThis one is kept, and measured.");
  await coauthor.page.getByLabel("Notes for the reviewers").fill("The figures are new.");
  await coauthor.page.getByRole("button", { name: "Save changes" }).click();
  await coauthor.page.getByText("Changes saved").waitFor();
  await coauthor.close();
  await page.getByLabel("Title").fill("Queues that empty themselves at night");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByRole("heading", { name: "Someone else changed this proposal" }).waitFor();
  await look("conflict");
  const meanwhile = page.getByRole("region", { name: "Someone else changed this proposal" });
  assert.match(await meanwhile.innerText(), /and measured/);
  assert.match(await meanwhile.innerText(), /The figures are new/);
  assert.equal(await page.getByLabel("Title").inputValue(), "Queues that empty themselves at night");
  await page.getByLabel("Abstract").fill("A queue is a promise.\n\nThis one is kept, and measured.");
  await page.getByLabel("Notes for the reviewers").fill("The figures are new.");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("Changes saved").waitFor();
  assert.match(await text(page), /at night[^]*and measured[^]*The figures are new/);
  assert.equal(new URL(page.url()).pathname, proposal);
  await speaker.close();
});

test("a lead reviews, decides, releases, and the speaker confirms", async () => {
  const c = await startServer();
  try {
    const speaker = await signedIn(browser, c, SPEAKER);
    for (const title of ["Clocks that agree", "Clocks that do not"]) {
      await speaker.page.goto(`${home}/tracks/refereed/propose`);
      await speaker.page.getByLabel("Title").fill(title);
      await speaker.page.getByLabel("Abstract").fill("What time is it, and who says so?");
      await speaker.page.getByLabel("Format").selectOption({ label: "Talk · 45 minutes" });
      if (title === "Clocks that agree") await speaker.look("propose-format");
      await speaker.page.getByRole("button", { name: "Submit" }).click();
      await speaker.page.getByText("e-mailed you a receipt").waitFor();
    }
    await c.advance("2023-08-08T12:00:00Z");

    const lead = await signedIn(browser, c, "lead.refereed@example.org");
    const { page, look } = lead;
    const [closed] = await c.mailsTo("lead.refereed@example.org", "closed");
    await page.goto(linkIn(closed, c.url));
    await look("proposals");
    await page.getByRole("link", { name: "Clocks that agree" }).click();
    await look("proposal-lead");
    await page.getByRole("link", { name: "Reviews and decision" }).click();
    await look("review");
    await page.getByLabel("How much it matters to the plumbing of Linux").fill("5");
    await page.getByLabel("How clear it is what will be said").fill("4");
    await page.getByLabel("Comment").fill("Needed by everybody with two machines.");
    await page.getByRole("button", { name: "Submit review" }).click();
    await page.waitForURL(/\/reviews$/);
    await page.getByText("1 to review").waitFor();
    await look("reviews");
    await page.getByRole("link", { name: "Selection" }).click();
    await look("selection");
    for (const title of ["Clocks that agree", "Clocks that do not"]) await page.getByLabel(`Choose ${title}`).check();
    await page.getByRole("button", { name: "Compare" }).click();
    await look("compare");
    await page.getByRole("link", { name: "Selection of Refereed track" }).click();
    const decide = async (title, decision) => {
      await page.getByLabel(`Choose ${title}`).check();
      await page.getByLabel("Decision").last().selectOption({ label: decision });
      await page.getByLabel("Note to speakers").fill(`We thank you for “${title}”.`);
      await page.getByRole("button", { name: "Save decision", exact: true }).click();
      await page.getByRole("row", { name: title }).getByText(/accept|reject/i).first().waitFor();
    };
    for (const [title, decision] of [["Clocks that agree", "Accept"], ["Clocks that do not", "Reject"]]) await decide(title, decision);
    await look("decided");

    // With the keyboard alone: j and k go through the list, one key decides, and a filtered list gets shorter.
    const decisionOf = (title) => page.getByRole("row", { name: title }).locator("[data-decision]");
    await page.locator("#selection").focus();
    await page.keyboard.press("j");
    const first = await page.evaluate(() => document.activeElement.closest("tr").querySelector("a").textContent);
    const title = first.includes("do not") ? "Clocks that do not" : "Clocks that agree";
    const before = await decisionOf(title).getAttribute("data-decision");
    await page.keyboard.press("s");
    await page.locator("#decided", { hasText: title }).waitFor();
    await page.waitForFunction(() => document.activeElement.closest("tr").querySelector("[data-decision=standby]"));
    await look("decided-by-key");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press(before === "accepted" ? "a" : "r");
    await page.waitForFunction(
      (was) => document.activeElement.closest("tr").querySelector("[data-decision]").dataset.decision === was,
      before,
    );
    await page.goto(`${home}/tracks/refereed/selection?decision=accepted`);
    await page.getByLabel("Choose Clocks that agree").focus();
    await page.keyboard.press("u");
    await page.getByLabel("Choose Clocks that agree").waitFor({ state: "detached" });
    await page.goto(`${home}/tracks/refereed/selection?decision=undecided`);
    await page.getByLabel("Choose Clocks that agree").focus();
    await page.keyboard.press("a");
    await page.getByLabel("Choose Clocks that agree").waitFor({ state: "detached" });
    // The notes of decisions went with the keys that replaced them: give them again.
    await page.goto(`${home}/tracks/refereed/selection`);
    for (const [title, decision] of [["Clocks that agree", "Accept"], ["Clocks that do not", "Reject"]]) await decide(title, decision);

    // The speaker learns nothing before the lead releases it.
    await signIn(speaker.page, c, SPEAKER);
    await speaker.page.goto("/me/proposals");
    assert.doesNotMatch(await text(speaker.page), /accepted|rejected/i);
    await page.getByRole("link", { name: "Preview and release" }).click();
    await look("release");
    await page.getByRole("button", { name: "Release 2 decisions" }).click();
    const [accepted] = await c.mailsTo(SPEAKER, "Clocks that agree", "We thank you");
    await c.mailsTo(SPEAKER, "Clocks that do not", "We thank you");
    await page.goto(`${home}/tracks/refereed/selection`);
    await look("released");

    await speaker.page.goto("/me");
    await speaker.look("me-accepted");
    await speaker.page.getByRole("link", { name: "Clocks that agree" }).click();
    await speaker.look("proposal-accepted");
    await speaker.page.getByRole("link", { name: "Confirm or decline", exact: true }).click();
    await speaker.look("answer");
    await speaker.close();
    // The mail does, without signing in and without scripts.
    const other = await visitor(browser, c.url, { javaScript: false });
    await other.page.goto(linkIn(accepted, c.url));
    await other.look("answer");
    await other.page.getByRole("button", { name: "Confirm" }).click();
    await other.page.getByText("You confirmed. Thank you").waitFor();
    await other.look("confirmed");
    await other.close();
    await page.goto(`${home}/tracks/refereed/selection`);
    assert.match(await text(page), /Confirmed/);
    await lead.close();
    const outbox = await visitor(browser, c.url);
    await outbox.page.goto(`/_local/outbox?to=${SPEAKER}`);
    await outbox.look("outbox-speaker");
    await outbox.close();
  } finally {
    await c.stop();
  }
});
