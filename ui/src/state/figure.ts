// A picture in the copy, as Markdown.

/** An image of its own line; the title is the caption. Signs that Markdown would read are escaped. */
export function figureMarkdown(path: string, alt: string, caption: string): string {
  const words = alt
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\[\]]/g, '\\$&');
  const title = caption.replace(/\s+/g, ' ').trim().replace(/[\\"]/g, '\\$&');
  const target = /[\s()<>]/.test(path) ? `<${path.replace(/[<>]/g, encodeURIComponent)}>` : path;
  return `![${words}](${target}${title ? ` "${title}"` : ''})`;
}
