/** Files that a form may read lists from, in the order people are told of them. */
const extensions = ['.xml', '.csv', '.geojson'];

export const supportedExtensions = extensions.map((extension) => `'${extension}'`).join(', ');

/** A file's name without its extension, and that extension with its period; '' when it has none. */
export function splitFileName(name: string): { stem: string; extension: string } {
  const at = name.lastIndexOf('.');
  // A name that begins with its only period has no extension.
  if (at <= 0 || /^\.+$/.test(name.slice(0, at))) return { stem: name, extension: '' };
  return { stem: name.slice(0, at), extension: name.slice(at) };
}

export function isListFile(name: string): boolean {
  return extensions.includes(splitFileName(name).extension);
}

/** Where a client finds the file. */
export function fileAddress(name: string): string {
  return `jr://${name.endsWith('.csv') ? 'file-csv' : 'file'}/${name}`;
}
