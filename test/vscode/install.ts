// Installs what the tests in the editor need, once: `node test/vscode/install.ts`.
import { launchChromium } from './chromium.ts';
import { installServer } from './install-server.ts';

await installServer();
const browser = await launchChromium();
await browser.close();
