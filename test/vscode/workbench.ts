import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { repository } from './directories.ts';
import { editorWith } from './editors.ts';
import { quietSettings } from './server.ts';
import { attemptUntil, attemptUntilHidden, attemptUntilVisible } from './until.ts';

/** Far more than a busy machine takes; what never comes is told then. */
const stateLimitMilliseconds = 120_000;
const artifacts = join(repository, 'test', 'e2e', '.artifacts');

/** What a tree row shows. */
export interface TreeRow {
  label: string;
  description: string;
  /** Depth, 1 at the top. */
  level: number;
  expanded: boolean | undefined;
}

/** What a row of a quick pick shows. */
export interface QuickPickRow {
  label: string;
  description: string;
  detail: string;
}

/** What a test's own workbench is opened with. */
export interface WorkbenchOptions {
  /** The folder to open, an absolute path. */
  folder: string;
  /** User settings besides `quietSettings`; `'security.workspace.trust.enabled': true` gives a workspace that is not trusted. */
  settings?: Readonly<Record<string, unknown>>;
  /** The folder of the extension; default: the repository. */
  extension?: string;
  /** Folders of further extensions to install. */
  otherExtensions?: readonly string[];
}

/** The text as a person reads it: the editor paints spaces as non-breaking ones. */
function readable(text: string | null): string {
  return (text ?? '').replaceAll('\u00a0', ' ').trim();
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
}

/**
 * VS Code in Chromium, as its user sees and works it. Every method waits for the state that it needs and throws when that does not
 * come within two minutes; none waits for time to pass.
 */
export class Workbench {
  readonly page: Page;
  /** Where the server of this workbench keeps its data: settings, logs, state. */
  readonly data: string;
  readonly #release: () => Promise<void>;

  /** Drives a page that already shows a workbench; `release` is what `close` does. */
  constructor(page: Page, release: () => Promise<void>, data = '') {
    page.setDefaultTimeout(stateLimitMilliseconds);
    this.page = page;
    this.data = data;
    this.#release = release;
  }

  /**
   * Opens the folder in a window that knows nothing of earlier ones, with the extension installed. Server and browser are those of
   * earlier windows of this process; `closeEditors` ends them.
   */
  static async open({ folder, settings, extension, otherExtensions = [] }: WorkbenchOptions): Promise<Workbench> {
    const editor = await editorWith(extension, otherExtensions);
    editor.server.configure({ ...quietSettings, ...settings });
    const context = await editor.browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const release = async (): Promise<void> => {
      // A page that is left says so to its extension host, whatever it holds unsaved; one that is cut off may come back.
      page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
      await page.goto('about:blank');
      await context.close();
    };
    try {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
        origin: `http://127.0.0.1:${editor.server.port}`,
      });
      await page.goto(editor.server.url(folder));
      const workbench = new Workbench(page, release, editor.data);
      await workbench.ready();
      return workbench;
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Waits until the workbench is painted and its extension host runs. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar-item').first().waitFor();
  }

  /** Closes the window. */
  async close(): Promise<void> {
    await this.#release();
  }

  /** Keeps a picture of the window as test/e2e/.artifacts/NAME.png where pictures are wanted: they take an eighth of the time of the tests. */
  async screenshot(name: string): Promise<void> {
    if (process.env['TEST_PICTURES'] === '1' || process.env['TEST_ALL'] === '1') await this.keepPicture(name);
  }

  /** Keeps a picture of the window as test/e2e/.artifacts/NAME.png and gives its path. */
  async keepPicture(name: string): Promise<string> {
    mkdirSync(artifacts, { recursive: true });
    const path = join(artifacts, `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Runs a command of the palette by its full title, for example `AWS Auth: Add Profile…`. */
  async runCommand(title: string): Promise<void> {
    await this.typeAndChoose('F1', `>${title}`, title);
  }

  /** The titles of the palette's commands that match what is typed. */
  async paletteCommands(text: string): Promise<string[]> {
    await this.page.keyboard.press('F1');
    await this.quickInput.locator('.quick-input-box input').fill(`>${text}`);
    const rows = await this.quickPickRows();
    await this.escape();
    return rows.map(({ label }) => label);
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.typeAndChoose('ControlOrMeta+P', name, name);
    await this.page.locator('.tab.active').filter({ hasText: name }).waitFor();
  }

  // Quick inputs: input boxes and quick picks.

  /** The open quick input. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** Title (with its step, as `Add Profile (1/3)`), prompt or problem, and placeholder of the open quick input. */
  async quickInputTexts(): Promise<{ title: string; message: string; placeholder: string; value: string; password: boolean }> {
    const input = this.quickInput.locator('.quick-input-box input');
    await input.waitFor();
    return {
      title: readable(await this.quickInput.locator('.quick-input-title').textContent()),
      message: readable(await this.quickInput.locator('.quick-input-message').textContent()),
      placeholder: (await input.getAttribute('placeholder')) ?? '',
      value: await input.inputValue(),
      password: (await input.getAttribute('type')) === 'password',
    };
  }

  /** Waits for a quick input with this title or title part, and gives it. */
  async waitForQuickInput(title: string | RegExp): Promise<Locator> {
    const input = this.quickInput.filter({ has: this.page.locator('.quick-input-title', { hasText: title }) });
    await input.waitFor();
    return input;
  }

  /** Replaces the text of the open quick input and accepts it. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput.locator('.quick-input-box input');
    await input.fill(text);
    await input.press('Enter');
  }

  /** Types the path of an existing file into the open file dialog and accepts it. */
  async answerFileDialog(path: string): Promise<void> {
    const input = this.quickInput.locator('.quick-input-box input');
    const row = this.row(basename(path)).and(this.page.locator('.focused'));
    // The dialog shows its folder before it has read it, and puts it back over what is typed meanwhile; the row it then makes active says that it took the path.
    await attemptUntilVisible(row, async () => {
      await input.fill(join(dirname(path), '/'));
      await input.fill(path);
    });
    await input.press('Enter');
  }

  /** The rows in sight of the open quick pick, once there is one. */
  async quickPickRows(): Promise<QuickPickRow[]> {
    const rows = this.quickInput.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    return rows.evaluateAll((elements) =>
      elements.map((element) => {
        const text = (selector: string): string => (element.querySelector(selector)?.textContent ?? '').replaceAll('\u00a0', ' ');
        return {
          label: text('.label-name'),
          description: text('.label-description'),
          detail: text('.quick-input-list-label-meta'),
        };
      }),
    );
  }

  /** Chooses the row with this label in the open quick pick. */
  async pick(label: string): Promise<void> {
    await this.choose(label);
  }

  /** Presses a button of the open quick input's title, by its tooltip: `Back`, for example. */
  async pressQuickInputButton(tooltip: string): Promise<void> {
    await this.quickInput.locator('.action-label').and(this.page.getByLabel(tooltip)).click();
  }

  /** Presses Escape. */
  async escape(): Promise<void> {
    await this.page.keyboard.press('Escape');
  }

  /** Leaves the open quick input, and what it asks on the way out. */
  async leaveQuickInputs(): Promise<void> {
    await attemptUntilHidden(this.quickInput, () => this.escape());
  }

  /** Leaves whatever a test that failed has left open over the editors: dialogs, menus, quick inputs, notifications. */
  async leaveEverything(): Promise<void> {
    const over = '.monaco-dialog-box, .monaco-menu, .action-widget, .suggest-widget.visible, .quick-input-widget';
    await attemptUntilHidden(this.page.locator(over).filter({ visible: true }).first(), () => this.escape());
    await this.runCommand('Notifications: Clear All Notifications');
  }

  /** Types, into what a key opens, what leads to a row. */
  private async typeAfter(key: string, text: string, row: Locator): Promise<void> {
    const input = this.quickInput.locator('.quick-input-box input');
    // A key that is pressed while the focus goes from one part to another reaches neither, and what it opens then is closed again.
    // One that is closing takes the next one with it, and its rows are not those to come; one that stays gives way.
    await attemptUntilVisible(row, async (patience) => {
      const timeout = patience / 3;
      await this.quickInput.waitFor({ state: 'hidden', timeout }).catch(() => undefined);
      await this.page.keyboard.press(key);
      await input.fill(text, { timeout }).catch(() => undefined);
    });
  }

  /** Types, into what a key opens, what leads to the row with this label, and chooses it. */
  private async typeAndChoose(key: string, text: string, label: string): Promise<void> {
    await this.typeAfter(key, text, this.row(label).first());
    const input = this.quickInput.locator('.quick-input-box input');
    const isChosen = async (): Promise<boolean> =>
      !(await this.quickInput.isVisible()) || (await input.inputValue({ timeout: 1000 }).catch(() => '')) !== text;
    // A click that comes while the list is filled anew is lost.
    await attemptUntil(`“${label}” cannot be chosen`, isChosen, (timeout) => this.choose(label, timeout).catch(() => undefined));
  }

  private async choose(label: string, timeout = stateLimitMilliseconds): Promise<void> {
    // A list that opens under a resting mouse may show a tooltip over its rows, which takes the click.
    await this.leaveHovers();
    await this.row(label).first().click({ timeout });
  }

  private row(label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    return this.quickInput.locator('.quick-input-list .monaco-list-row').filter({ has: name });
  }

  // Views and trees.

  /** Shows a view container by its title in the activity bar. */
  async openView(title: string): Promise<void> {
    const tab = this.page
      .locator('.activitybar .action-item')
      .filter({ has: this.page.getByLabel(title) })
      .first();
    if ((await tab.getAttribute('class'))?.includes('checked') !== true) await tab.click();
    await this.page.locator('.part.sidebar .composite.title').filter({ hasText: title }).waitFor();
  }

  /** The rows of the sidebar's tree, once there is one. */
  async treeRows(): Promise<TreeRow[]> {
    const rows = this.page.locator('.part.sidebar .monaco-list-row[role=treeitem]');
    await rows.first().waitFor();
    return rows.evaluateAll((elements) =>
      elements
        .toSorted((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((element) => ({
          label: element.querySelector('.label-name')?.textContent.replaceAll('\u00a0', ' ') ?? '',
          description: element.querySelector('.label-description')?.textContent.replaceAll('\u00a0', ' ') ?? '',
          level: Number(element.getAttribute('aria-level')),
          expanded: element.hasAttribute('aria-expanded') ? element.getAttribute('aria-expanded') === 'true' : undefined,
        })),
    );
  }

  /** The row of the sidebar's tree with this label. */
  treeRow(label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    return this.page.locator('.part.sidebar .monaco-list-row[role=treeitem]').filter({ has: name }).first();
  }

  /** Opens a row of the sidebar's tree, unless it is open. */
  async expand(label: string): Promise<void> {
    const row = this.treeRow(label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
    await this.page.locator('.part.sidebar .monaco-list-row[aria-expanded=true]').filter({ hasText: label }).first().waitFor();
  }

  /** Presses an inline action of a tree row, by its tooltip. */
  async pressRowAction(label: string, action: string): Promise<void> {
    const row = this.treeRow(label);
    await row.hover();
    await row.locator('.action-label').and(this.page.getByLabel(action)).click();
  }

  /** Presses an entry of a tree row's context menu. */
  async pressRowMenu(label: string, entry: string): Promise<void> {
    // A quick input that is closing gives the focus back, which closes a menu.
    await this.quickInput.waitFor({ state: 'hidden' });
    await this.treeRow(label).click({ button: 'right' });
    await this.pressMenu(entry);
  }

  /** Presses an entry of the open context menu. */
  async pressMenu(entry: string): Promise<void> {
    const item = this.page
      .locator('.monaco-menu .action-item')
      .filter({ has: this.page.locator('.action-label', { hasText: exactly(entry) }) });
    // The menu swallows a click that arrives while it opens; the keyboard's way is certain.
    await item.hover();
    await this.page.locator('.monaco-menu .action-item.focused').filter({ hasText: entry }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** The text and buttons of the sidebar's welcome view, once it has this text. */
  async welcome(text: string | RegExp): Promise<string> {
    const view = this.page.locator('.part.sidebar .welcome-view-content', { hasText: text }).first();
    await view.waitFor();
    return readable(await view.innerText());
  }

  /** The tooltip that appears over an element. */
  async hover(element: Locator): Promise<string> {
    // One that is open already would be taken for the one to come.
    await this.leaveHovers();
    await element.hover();
    const hover = this.page.locator('.monaco-hover:visible').last();
    await hover.waitFor();
    return readable(await hover.innerText());
  }

  private async leaveHovers(): Promise<void> {
    const hover = this.page.locator('.monaco-hover:visible').first();
    await this.page.mouse.move(0, 0);
    // One that opens while the mouse leaves what it belongs to stays until the mouse leaves the hover itself.
    await attemptUntilHidden(hover, async () => {
      const box = await hover.boundingBox({ timeout: 1000 }).catch(() => null);
      if (box !== null) await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await this.page.mouse.move(0, 0);
    });
  }

  // Editors.

  /** Puts the cursor at a line and column of an open editor, both counted from 1. */
  async goTo(tab: string, line: number, column = 1): Promise<void> {
    // A quick input that is closing takes the next one with it.
    await this.quickInput.waitFor({ state: 'hidden' });
    await this.page.locator('.tab', { hasText: tab }).first().click();
    const row = this.quickInput.locator('.monaco-list-row', { hasText: new RegExp(`line ${line}\\b`, 'i') });
    const reached = this.statusItem(new RegExp(`Ln ${line}, Col ${column}\\b`));
    const attempt = async (): Promise<void> => {
      await this.typeAfter('F1', `:${line}:${column}`, row);
      await this.page.keyboard.press('Enter');
      await reached.waitFor({ timeout: 3000 }).catch(() => undefined);
    };
    // The place of another editor may stand there still, and an Enter that comes while the list is filled anew is lost.
    await attempt();
    await attemptUntilVisible(reached, attempt);
    // The status bar is right before the quick input has given the keys back.
    await this.quickInput.waitFor({ state: 'hidden' });
    await this.page.locator('.monaco-editor.focused').first().waitFor();
  }

  /** The titles of the code lenses that are in sight, from the top. */
  async codeLenses(): Promise<string[]> {
    const lenses = this.page.locator('.codelens-decoration a');
    await lenses.first().waitFor();
    return (await lenses.allInnerTexts()).map(readable);
  }

  /** Clicks a code lens whose title contains `text`, the first unless told which. */
  async clickCodeLens(text: string | RegExp, index = 0): Promise<void> {
    await this.page.locator('.codelens-decoration a', { hasText: text }).nth(index).click();
  }

  /** The lines of an editor that are in sight, by the name on its tab; without one, of the first editor. */
  async editorText(name?: string): Promise<string> {
    const groups = this.page.locator('.editor-group-container');
    const group =
      name === undefined ? groups.first() : groups.filter({ has: this.page.locator('.tab.active', { hasText: name }) }).first();
    const lines = group.locator('.monaco-editor:visible .view-line');
    await lines.first().waitFor();
    const texts = await lines.evaluateAll((elements) =>
      elements
        .map((element) => ({
          top: Number.parseFloat((element as HTMLElement).style.top),
          text: element.textContent.replaceAll('\u00a0', ' '),
        }))
        .toSorted((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return texts.join('\n');
  }

  /** Waits for an active tab whose name contains `text`. */
  async waitForTab(text: string | RegExp): Promise<Locator> {
    const tab = this.page.locator('.tab.active', { hasText: text }).first();
    await tab.waitFor();
    return tab;
  }

  /** Presses a key that runs a command in the editor, anew until what it leads to is in sight: one that comes while the focus moves is lost. */
  async pressUntil(key: string, outcome: Locator): Promise<void> {
    await attemptUntilVisible(outcome, () => this.page.keyboard.press(key));
  }

  /** Waits until the keyboard is in the editor whose name contains `name`. */
  async waitForFocus(name: string): Promise<void> {
    const group = this.page.locator('.editor-group-container.active');
    const named = group.filter({ has: this.page.locator('.tab.active', { hasText: name }) });
    await named.locator('.monaco-editor.focused').waitFor();
  }

  /** The text of a preview (a webview) by the name on its tab, once `pattern` is in it. */
  async previewText(tab: string, pattern: RegExp): Promise<string> {
    await this.waitForTab(tab);
    const body = this.preview.locator('body', { hasText: pattern });
    await body.waitFor();
    return readable(await body.innerText());
  }

  /** Scrolls the open preview one screen down. */
  async scrollPreview(): Promise<void> {
    await this.preview
      .locator('body')
      .evaluate((body) => body.ownerDocument.scrollingElement?.scrollBy(0, body.ownerDocument.documentElement.clientHeight - 40));
  }

  /** Whether the Markdown preview in front has something beyond its right edge. */
  async previewIsTooWide(): Promise<boolean> {
    return this.preview.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth);
  }

  private get preview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Sets the colour theme, by the label that the picker shows. */
  async setTheme(label: string): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.answer(label);
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  // Status bar, notifications, dialogs.

  /** The status bar item whose text matches. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item:visible', { hasText: text }).first();
  }

  /** The texts of the status bar's items, from left to right. */
  async statusTexts(): Promise<string[]> {
    return (await this.page.locator('.statusbar-item:visible').allInnerTexts()).map(readable).filter(Boolean);
  }

  /** Waits for a notification that contains `text` and gives its whole text. */
  async notification(text: string | RegExp): Promise<string> {
    const message = this.notificationMessage(text);
    await message.waitFor();
    return readable(await message.innerText());
  }

  /** The message of a notification that contains `text`. */
  notificationMessage(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item-message', { hasText: text }).first();
  }

  /** The texts of all notifications in sight; none is no error. */
  async notifications(): Promise<string[]> {
    return (await this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts()).map(readable);
  }

  /** What the window asks (title, message and text of the open quick input; a password's not) and tells in notifications. */
  async textsInFront(): Promise<string[]> {
    const told = await this.notifications();
    if (!(await this.quickInput.isVisible())) return told;
    const { title, message, value, password } = await this.quickInputTexts();
    return [title, message, password ? '' : value, ...told].filter((text) => text !== '');
  }

  /** Presses a button of the one notification that has it; another, such as a progress that is about to close, may still be up. */
  async pressNotificationButton(button: string): Promise<void> {
    const labelled = this.page.locator('.monaco-button', { hasText: exactly(button) });
    const toast = this.page.locator('.notifications-toasts .notification-list-item', { has: labelled });
    await toast.hover();
    await toast.locator(labelled).click();
  }

  /** Waits for the modal dialog and gives its whole text. */
  async dialog(): Promise<string> {
    await this.dialogBox.waitFor();
    return readable(await this.dialogBox.innerText());
  }

  /** The modal dialog. */
  get dialogBox(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Presses a button of the modal dialog. */
  async pressDialogButton(button: string): Promise<void> {
    await this.dialogBox.locator('.monaco-button', { hasText: exactly(button) }).click();
    await this.dialogBox.waitFor({ state: 'hidden' });
  }

  /** What the clipboard holds. */
  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}
