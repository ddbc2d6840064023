/** A file that was made and not yet written: the caller keeps it. As JSON it is its name and size, never its content. */
export class ProducedFile {
  readonly name: string
  readonly content: Uint8Array
  constructor(name: string, content: Uint8Array) {
    this.name = name
    this.content = content
  }
  toJSON(): { readonly name: string; readonly bytes: number } {
    return { name: this.name, bytes: this.content.length }
  }
}
