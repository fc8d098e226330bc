import type { ReceivedResponse } from '../../../core/http/received-response.ts';
import type { ResponseFiles } from '../response-files.ts';

/** The files that one response is shown from, each written when first needed. They are deleted when the next response arrives. */
export class BodyFiles {
  readonly #files: ResponseFiles;
  readonly #body: ReceivedResponse['body'];
  readonly #isSaved: boolean;
  /** Paths by name with extension. */
  readonly #written = new Map<string, Promise<string>>();

  constructor(files: ResponseFiles, { body, isSaved = false }: Pick<ReceivedResponse, 'body' | 'isSaved'>) {
    this.#files = files;
    this.#body = body;
    this.#isSaved = isSaved;
  }

  /** The path of a file with the body. A body that was too long for memory already has a file, whose name stays. */
  async body(name: string, extension: string): Promise<string> {
    return this.#body instanceof Uint8Array ? this.write(name, extension, this.#body) : this.#body.path;
  }

  async write(name: string, extension: string, bytes: Uint8Array): Promise<string> {
    const written = this.#written.get(name + extension) ?? this.#files.write(name, extension, bytes);
    this.#written.set(name + extension, written);
    // A failed write is tried again when next needed.
    written.catch(() => this.#written.delete(name + extension));
    return written;
  }

  async remove(): Promise<void> {
    for (const written of this.#written.values()) await this.#files.remove(await written);
    if (!(this.#body instanceof Uint8Array) && !this.#isSaved) await this.#files.remove(this.#body.path);
  }
}
