// What the VS Code server uses of `@vscode/spdlog`, without its compiled half: appends lines to a file.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  #path;
  #level = 2;
  #raw = false;

  constructor(_type, _name, path) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
  }

  #write(level, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try {
      appendFileSync(this.#path, this.#raw ? message : `${time} [${levels[level]}] ${message}\n`);
    } catch {
      // The log's folder was removed while the server runs: nothing is left to write to.
    }
  }

  trace = (message) => this.#write(0, message);
  debug = (message) => this.#write(1, message);
  info = (message) => this.#write(2, message);
  warn = (message) => this.#write(3, message);
  error = (message) => this.#write(4, message);
  critical = (message) => this.#write(5, message);
  getLevel = () => this.#level;
  setLevel = (level) => void (this.#level = level);
  setPattern = () => undefined;
  clearFormatters = () => void (this.#raw = true);
  flush = () => undefined;
  drop = () => undefined;
}

const createLogger = async (name, path) => new Logger('rotating', name, path);

// One by one: only so does `import` see them as named exports.
exports.version = 1;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
