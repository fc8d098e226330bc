// `@vscode/native-watchdog` without its compiled half. It ends an extension host that is too busy to notice the end of its
// parent; the extension host's own timer does so for every other one.
exports.start = () => undefined;
