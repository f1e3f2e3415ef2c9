/**
 * Takes the socket out of a URL that names a directory as its host, the way libpq lets it:
 * `postgres:///db?host=/var/run/postgresql`. (Manual 32.1.1.2) The driver would send these
 * parameters on to the server.
 * @returns the URL without them, and the socket's path; null for a host on the network
 */
export function splitSocket(text: string): { readonly url: string; readonly path: string | null } {
  const url = new URL(text);
  const directory = url.searchParams.get('host');
  if (!directory?.startsWith('/')) return { url: text, path: null };
  const port = url.searchParams.get('port') ?? (url.port || '5432');
  url.searchParams.delete('host');
  url.searchParams.delete('port');
  return { url: url.href, path: `${directory}/.s.PGSQL.${port}` };
}
